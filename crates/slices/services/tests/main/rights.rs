//! Who may record what, for whom; and that a form sent twice is recorded once.

use access::Failure;
use axum::http::StatusCode;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::Draft;
use services::{Refusal, record};
use store::{Engine, SubjectId};
use subjects::Happening;

use crate::world::{BY_THEM, NAME, NUMBER, START, World, on_both};

async fn try_to(
    world: &World,
    user: &str,
    person: SubjectId,
    draft: Draft,
) -> Result<(), Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    world
        .desk
        .db
        .write(async move |tx| record(tx, &desk, &occasion, person, &draft).await.map(drop))
        .await
}

fn draft(kind: Kind) -> Draft {
    Draft::new(Happening::new(kind, web::day_of(START)))
}

#[test]
fn only_the_office_of_a_person_records_for_them() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::Intake]).await;
        for user in ["neighbour", "chief"] {
            for page in ["record", "record/contacted"] {
                let shown = world.get(user, &format!("/people/{person}/{page}")).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {page}");
                assert!(!shown.text.contains(NAME) && !shown.text.contains(NUMBER), "{user}");
            }
            let tried = try_to(world, user, person, draft(Kind::Contacted)).await;
            assert!(matches!(tried, Err(Failure::Denied(_))), "{user}");
        }
        let shown = world.get("auditor", &format!("/people/{person}/record")).await;
        assert_eq!(shown.status, StatusCode::FORBIDDEN);
        let nobody = world.get("nobody", &format!("/people/{person}/record")).await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER, "signing in first");
        for missing in [
            format!("/people/{}/record", SubjectId::from_bytes([9; 16])),
            "/people/x/record".to_owned(),
        ] {
            let shown = world.get("head", &missing).await;
            let hidden = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&shown.status);
            assert!(hidden, "{missing}: {}", shown.status);
        }
        let unknown = world.get("head", &format!("/people/{person}/record/fair_held")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "no service of a person");
        assert_eq!(world.history(person).await.len(), 1);
    });
}

#[test]
fn graver_services_take_graver_rights() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::Intake]).await;
        let claim = Happening::new(Kind::UnemploymentClaimed, web::day_of(START))
            .flag(Field::Complete, true)
            .flag(Field::Promise, true);
        let claimed = try_to(world, "assistant", person, Draft::new(claim)).await;
        assert!(claimed.is_ok(), "a community assistant takes a claim");
        for kind in [Kind::UnemploymentRegistered, Kind::HardshipRecognised] {
            let tried = try_to(world, "assistant", person, draft(kind)).await;
            assert!(matches!(tried, Err(Failure::Denied(_))), "{kind:?}");
            let path = format!("/people/{person}/record/{}", kind.name());
            let shown = world.get("assistant", &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{kind:?}");
        }
        let decided = try_to(world, "clerk", person, draft(Kind::UnemploymentRegistered)).await;
        assert!(decided.is_ok(), "{decided:?}");
        // Employment is registered only by whoever may; that work has begun, anyone notes.
        let mut work = draft(Kind::StartedWork);
        work.registers_employment = true;
        let tried = try_to(world, "assistant", person, work.clone()).await;
        assert!(matches!(tried, Err(Failure::Denied(_))));
        work.registers_employment = false;
        work.alongside = vec![Kind::UnemploymentClosed];
        let tried = try_to(world, "assistant", person, work.clone()).await;
        assert!(matches!(tried, Err(Failure::Denied(_))), "closing comes with the same right");
        // The form offers them nothing that they have no right to.
        let path = format!("/people/{person}/record/started_work");
        let answers = [("employer", "甲店"), ("contract", "灵活就业")];
        let sent = world.fill("assistant", &path, &answers).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        let chooser = world.get("assistant", &format!("/people/{person}/record")).await;
        assert!(!chooser.text.contains("record/unemployment_closed\""));
        let chooser = world.get("clerk", &format!("/people/{person}/record")).await;
        assert!(chooser.text.contains("record/unemployment_closed\""));
    });
}

#[test]
fn a_form_sent_twice_is_recorded_once() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::Intake]).await;
        let shown = world.get("officer", &format!("/people/{person}/record/contacted")).await;
        let first = world.fill_shown("officer", &shown, &[BY_THEM]).await;
        let again = world.fill_shown("officer", &shown, &[BY_THEM]).await;
        assert_eq!((first.status, again.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        // The second is told that it changed nothing, in the tone of a notice.
        assert!(!first.cookies.contains("=note;") && again.cookies.contains("刚才已经办过"));
        assert!(again.cookies.contains("=note;"), "{}", again.cookies);
        assert_eq!(world.history(person).await.len(), 2);
        // Gone back to, so that the form has another key, and sent as it stood.
        let shown = world.get("officer", &format!("/people/{person}/record/contacted")).await;
        let back = world.fill_shown("officer", &shown, &[BY_THEM]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert_eq!(world.history(person).await.len(), 2);
    });
}

/// Two tabs send the same form at the same moment: one entry.
#[test]
fn two_tabs_at_once_make_one_entry() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = crate::world::world(engine).await;
            let person = world.person(NUMBER, &[Kind::Intake]).await;
            for round in 1..=5 {
                let path = format!("/people/{person}/record/contacted");
                let shown = world.get("officer", &path).await;
                // Each round is another contact; the very same one twice a day is taken for a repetition.
                let note = format!("第 {round} 次");
                let said = [BY_THEM, ("note", note.as_str())];
                let (one, other) = tokio::join!(
                    world.fill_shown("officer", &shown, &said),
                    world.fill_shown("officer", &shown, &said)
                );
                assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.words());
                assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.words());
                assert_eq!(world.history(person).await.len(), 1 + round);
            }
            world.close();
        });
    }
}

#[test]
fn the_chooser_puts_what_is_due_first_and_says_what_is_shut() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        world.pass_days(5);
        let shown = world.get("officer", &format!("/people/{person}/record")).await;
        assert_eq!(shown.status, StatusCode::OK);
        let words = shown.words();
        assert!(words.contains("2026-01-08") && words.contains("逾期"), "{words}");
        assert!(shown.text.contains(&format!("href=\"/people/{person}/grade\"")));
        let due = words.find("应办的").expect("what is due");
        let sections = ["登记与分级", "摸查", "指导培训推荐"];
        let places: Vec<usize> =
            sections.iter().map(|section| words.find(section).expect("a section")).collect();
        assert!(due < places[0] && places.is_sorted(), "{places:?}");
        assert!(words.contains("为什么现在不能办") && words.contains("第三十条"), "{words}");
        assert!(!shown.text.contains(NUMBER), "the number is nowhere on the page");
        let form = world.get("officer", &format!("/people/{person}/record/contacted")).await;
        assert!(!form.text.contains(NUMBER));
        assert!(form.text.contains(&Day::to_string(&world.occasion("officer").await.today)));
    });
}

/// A community assistant grades nobody (BJ18-12): what is due is told them with who does it, and leads to no form of it.
#[test]
fn what_somebody_may_not_record_is_offered_on_no_page() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        for page in ["record", "record/contacted"] {
            let shown = world.get("assistant", &format!("/people/{person}/{page}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            assert!(!shown.text.contains("/grade"), "{page} leads to grading");
            let shown = world.get("officer", &format!("/people/{person}/{page}")).await;
            assert!(shown.text.contains(&format!("href=\"/people/{person}/grade\"")), "{page}");
        }
        let words = world.get("assistant", &format!("/people/{person}/record")).await.words();
        assert!(words.contains("由前台服务、职业指导员、就业援助专员、负责人办理"), "{words}");
        let grade = world.get("assistant", &format!("/people/{person}/grade")).await;
        assert_eq!(grade.status, StatusCode::FORBIDDEN);
    });
}
