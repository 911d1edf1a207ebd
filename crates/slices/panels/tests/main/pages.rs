//! The pages of panels.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use street::{BESIDE, NAME, World, on_both};
use subjects::Happening;

use crate::world::{QUESTION, accept, ask, move_over, recommended};

fn panel_of(shown: &street::Shown) -> String {
    let (_, after) = shown.text.split_once(r#"name="panel" value=""#).expect("a panel");
    after.split_once('"').expect("its end").0.to_owned()
}

async fn send(world: &World, user: &str, path: &str, pairs: &[(&str, &str)]) -> street::Shown {
    let once = ("_once".to_owned(), format!("{user}{}", path.len()));
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    world.post(user, path, &pairs.chain([once]).collect::<Vec<_>>()).await
}

#[test]
fn a_panel_is_asked_for_held_and_closed_through_its_page() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let path = format!("/people/{subject}/panel");
        for kind in ["consultation_requested", "consultation_opinion"] {
            let led = world.get("officer", &format!("/people/{subject}/record/{kind}")).await;
            assert_eq!(led.status, StatusCode::SEE_OTHER);
            assert!(led.location.expect("a place").starts_with(&path));
        }
        assert_eq!(world.get("expert", &path).await.status, StatusCode::FORBIDDEN);
        let shown = world.get("officer", &path).await;
        assert!(shown.words().contains("匹配推荐") && shown.words().contains("已满足"));
        let blank = world.fill("officer", &path, &[("words", "")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        let asked = world.fill("officer", &path, &[("words", QUESTION)]).await;
        assert_eq!(
            (asked.status, asked.location.as_deref()),
            (StatusCode::SEE_OTHER, Some(&*path))
        );
        assert!(!asked.cookies.contains(NAME) && !asked.cookies.contains(QUESTION));

        let board = world.get("chief", "/panels?list=asked").await;
        assert!(board.words().contains(NAME) && board.words().contains("待受理"));
        let shown = world.get("expert", &path).await;
        assert!(shown.words().contains(QUESTION) && shown.words().contains("受理"));
        assert!(!shown.text.contains(NAME), "who it is, the experts learn");
        let panel = panel_of(&shown);
        let experts = [world.staff("expert").to_string(), world.staff("officer").to_string()];
        let accept = [
            ("panel", &*panel),
            ("experts", &*experts[0]),
            ("experts", &*experts[1]),
            ("day", "2026-01-06"),
        ];
        let accepted = send(world, "expert", &format!("{path}/accept"), &accept).await;
        assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.words());
        let opinion = [("panel", &*panel), ("words", "先做三天跟岗"), ("day", "2026-01-05")];
        let said = send(world, "expert", &format!("{path}/opinion"), &opinion).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.words());
        let shown = world.get("officer", &path).await.words();
        assert!(
            shown.contains("先做三天跟岗") && shown.contains("方案须在 2026-01-12 前"),
            "{shown}"
        );
        let told = [("panel", &*panel), ("words", "愿意两班倒")];
        let fed_back = send(world, "officer", &format!("{path}/feedback"), &told).await;
        assert_eq!(fed_back.status, StatusCode::SEE_OTHER, "{}", fed_back.words());
        assert!(world.get("expert", &path).await.words().contains("愿意两班倒"));

        let today = web::day_of(world.desk.clock.now());
        world.record_raw(subject, vec![Happening::new(Kind::StartedWork, today)]).await;
        assert_eq!(world.get("expert", &path).await.status, StatusCode::FORBIDDEN);
        let shown = world.get("officer", &path).await.words();
        assert!(shown.contains("本人已经上岗") && shown.contains("现在不能申请"), "{shown}");
        let board = world.get("officer", "/panels").await.words();
        assert!(!board.contains(NAME), "{board}");
    });
}

/// BJ18-28(1): the office above decides on what was put before it; the file is read by the experts, from their naming to the
/// end of the panel.
#[test]
fn before_experts_are_named_the_office_above_sees_the_request_and_nothing_of_the_file() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let told = Happening::new(Kind::Contacted, world.today()).text(Field::Note, "母亲住院");
        world.record_raw(subject, vec![told]).await;
        let request = ask(world, "officer", subject).await.expect("asked");
        let path = format!("/people/{subject}/panel");
        let masked = subjects::mask(NAME);
        // A counsellor of the office above: the question, who asks, on what grounds, and the decision.
        let shown = world.get("expert", &path).await;
        let words = shown.words();
        for known in [QUESTION, "示范街道", "赵专员", "已满足", &*masked, "受理"] {
            assert!(words.contains(known), "{known} in {words}");
        }
        for part in [NAME, "母亲住院"] {
            assert!(!shown.text.contains(part), "{part} in {words}");
        }
        for leads in ["/print\"", "/duties\"", &*format!("\"/people/{subject}\"")] {
            assert!(!shown.text.contains(leads), "{leads}");
        }
        let listed = world.get("expert", "/panels?list=asked").await;
        assert!(listed.words().contains(&masked) && !listed.text.contains(NAME));
        // Neither its clerks nor anybody elsewhere see even that.
        world.hire("above_clerk", street::DISTRICT, access::Role::FrontDeskClerk).await;
        for user in ["above_clerk", "beside_officer", "far_chief"] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        // Whoever leads it reads the file anyhow.
        assert!(world.get("chief", &path).await.text.contains(NAME));
        // Named, they read it; not named any more, or after its end, they do not even see the request.
        accept(world, "chief", (subject, request), &["expert", "officer"]).await.expect("accepted");
        let shown = world.get("expert", &path).await;
        assert!(shown.text.contains(NAME) && world.reads("expert", subject).await);
        let listed = world.get("expert", "/panels?list=sitting").await;
        assert!(listed.text.contains(NAME));
        world.clock.advance_seconds(60);
        accept(world, "chief", (subject, request), &["chief", "officer"]).await.expect("others");
        assert_eq!(world.get("expert", &path).await.status, StatusCode::FORBIDDEN);
        accept(world, "chief", (subject, request), &["expert", "officer"]).await.expect("again");
        crate::world::end(world, "officer", (subject, request), "已有结论").await.expect("ended");
        assert_eq!(world.get("expert", &path).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn of_several_offices_and_stages_the_head_sees_each_by_itself() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let one = recommended(world, "P1", 3).await;
        let panel = ask(world, "officer", one).await.expect("asked");
        let alone = world.get("chief", "/panels?list=asked").await;
        assert!(!alone.text.contains("group-0"), "one group is the list");
        let other = recommended(world, "P2", 3).await;
        move_over(world, other, BESIDE).await;
        ask(world, "neighbour", other).await.expect("asked");
        let asked = world.get("chief", "/panels?list=asked").await;
        let words = asked.words();
        for heading in ["待受理：示范街道", "待受理：邻街道"] {
            assert!(words.contains(heading), "{heading} in {words}");
        }
        assert!(asked.text.contains("#group-1-heading"), "each is one step away");
        accept(world, "expert", (one, panel), &["expert", "officer"]).await.expect("accepted");
        let sitting = world.get("expert", "/panels?list=sitting").await.words();
        assert!(sitting.contains("会诊中") && !sitting.contains("会诊中：示范街道"), "{sitting}");
        let book = world.get("chief", "/panels?list=asked&format=xlsx").await;
        assert_ne!(book.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_only_the_ledger_knows_is_shown_and_the_list_opens_where_something_waits() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let path = format!("/people/{subject}/panel");
        assert!(!world.get("officer", &path).await.words().contains("台账里的会诊"));
        let today = web::day_of(world.desk.clock.now());
        let asked = Happening::new(Kind::ConsultationRequested, today);
        world.record_raw(subject, vec![asked.text(Field::Note, "从旧系统导入的申请")]).await;
        let request = world.history(subject).await.last().expect("a request").id;
        let said = Happening::new(Kind::ConsultationOpinion, today).about(request);
        world.record_raw(subject, vec![said.text(Field::Note, "建议先做技能培训")]).await;
        let shown = world.get("officer", &path).await.words();
        for words in ["台账里的会诊", "从旧系统导入的申请", "建议先做技能培训"]
        {
            assert!(shown.contains(words), "{words} in {shown}");
        }
        // A panel of this page stands in its own place, not in this one.
        let own = recommended(world, "P2", 3).await;
        ask(world, "officer", own).await.expect("asked");
        let shown = world.get("officer", &format!("/people/{own}/panel")).await.words();
        assert!(!shown.contains("台账里的会诊"), "{shown}");
        // The office above finds it in the first list that holds something; each tab says how many.
        let board = world.get("chief", "/panels").await.words();
        assert!(board.contains(NAME) && board.contains("待受理"), "{board}");
    });
}
