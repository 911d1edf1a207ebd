//! A placement takes two people (BJ18-30): whoever serves the person asks, whoever leads and had no part in it confirms; and a
//! plan counts once it was carried out for some time.

use axum::http::StatusCode;
use desk::Companion;
use kernel::Day;
use ledger::Field;
use offices::actions::cover::{NewCover, set_cover};
use posts::model::{Content, Refusal};
use posts::{CONFIRM, Keeper, NewPlacement, PostId};
use rules::{Gate, Kind};
use services::model::{NoSlip, NotTheirs};
use store::{StoreError, SubjectId};
use street::{NAME, NUMBER, World, by};
use subjects::Happening;

use crate::town::{confirm, decision, on_both, on_both_kept, person, post, recommend};

/// Somebody for whom the officer asked.
async fn asked(world: &World) -> (SubjectId, String) {
    let person = person(world, NUMBER, 5).await;
    let post = post(world, "head", "阳光社区服务中心", "2").await;
    world.pass_days(200);
    recommend(world, "officer", person, &post).await.done();
    let path = format!("/people/{person}/post/place");
    world.fill("officer", &path, &[("post", &post)]).await.done();
    (person, post)
}

async fn last(world: &World, person: SubjectId) -> Kind {
    world.history(person).await.last().expect("an entry").kind
}

/// Confirms past every page; gives why not.
async fn confirms(world: &World, user: &str, person: SubjectId) -> Option<Refusal> {
    let path = decision(world, person).await;
    let request = path.rsplit('/').next().expect("its name").parse().expect("a name");
    let done = by!(world, user, |tx, desk, occasion| posts::confirm_placement(
        tx,
        desk,
        occasion,
        (person, request)
    ));
    match done {
        Ok(_) => None,
        Err(access::Failure::Refused(refusal)) => Some(refusal),
        Err(other) => panic!("{user}: {other}"),
    }
}

async fn covers(world: &World, staff: &str, covered_by: &str) {
    let cover = NewCover {
        staff: world.staff(staff),
        covered_by: world.staff(covered_by),
        first_day: world.today(),
        last_day: world.today().plus_days(5),
        reason: "请假".to_owned(),
    };
    let set =
        by!(world, staff, |tx, desk, occasion| set_cover(tx, &desk.sealing, occasion, &cover));
    set.expect("a cover");
}

#[test]
fn whoever_asked_confirms_nothing_and_until_somebody_else_does_nothing_changes() {
    on_both(&async |world: &World| {
        let (person, post) = asked(world).await;
        assert_eq!(last(world, person).await, Kind::PublicPostRecommended);
        assert!(world.assess(person).await.standing.under_agreement);
        let path = decision(world, person).await;
        // Nobody without the right, at the page or at its address.
        for user in ["officer", "colleague", "clerk", "neighbour", "far_head", "inspector"] {
            assert_eq!(world.get(user, &path).await.status, StatusCode::FORBIDDEN, "{user}");
            let pairs = [("decision", "confirm"), ("_once", "0123456789abcdef0123456789abcdef")];
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let sent = world.post(user, &path, &pairs).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{user}");
            assert!(!sent.text.contains(NAME));
        }
        // The district leaves it to the street, whose head had no part.
        assert!(matches!(confirms(world, "chief", person).await, Some(Refusal::OtherOffice(_))));
        assert!(world.get("chief", &path).await.words().contains("由示范街道"));
        assert_eq!(last(world, person).await, Kind::PublicPostRecommended);
        // It waits for the head and for nobody else, and the page says for whom.
        assert_eq!(world.waits(Keeper, "head").await, [(CONFIRM.name, person)]);
        for user in ["officer", "colleague", "chief", "neighbour", "mayor"] {
            assert!(world.waits(Keeper, user).await.is_empty(), "{user}");
        }
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(page.words().contains("由示范街道") && page.words().contains("李负责"));
        assert!(!page.text.contains("/post/recommend\"") && !page.text.contains("核对并确认"));
        // It is asked for once.
        let asks = NewPlacement {
            post: post.parse().expect("a post"),
            on: world.today(),
            last_day: world.today().plus_days(60),
            content: Content::default(),
        };
        let again = by!(world, "colleague", |tx, desk, occasion| posts::ask_placement(
            tx, desk, occasion, person, &asks
        ));
        let again = again.expect_err("one waits");
        assert!(matches!(&again, access::Failure::Refused(Refusal::Waits(_))), "{again:?}");
        let shown = world.get("officer", &format!("/people/{person}/post/place")).await;
        assert!(!shown.text.contains("name=\"last_day\""), "{}", shown.words());
        let under_way = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| Keeper.under_way(tx, person).await);
        assert!(under_way.await.expect("read").is_some(), "the file does not go on in another");
        // Every condition stands on the page of the decision.
        let page = world.get("head", &path).await.words();
        for known in ["协议执行满 6 个月满足", "在劳动年龄内满足", "赵专员", "阳光社区服务中心"]
        {
            assert!(page.contains(known), "{known} in {page}");
        }
        world.fill("head", &path, &[]).await.refused("请选择");
        confirm(world, "head", person).await.done();
        assert_eq!(last(world, person).await, Kind::PublicPostPlaced);
        assert!(!world.assess(person).await.standing.under_agreement);
        assert!(world.waits(Keeper, "head").await.is_empty());
        assert!(world.get("head", &path).await.words().contains("已确认"));
        let once = [("_once".to_owned(), "0123456789abcdef0123456789abcdee".to_owned())];
        let withdrawn = world.post("officer", &format!("{path}/withdraw"), &once).await;
        assert_ne!(withdrawn.status, StatusCode::SEE_OTHER, "it is over");
    });
}

#[test]
fn what_changed_since_it_was_asked_for_is_looked_at_before_it_is_confirmed() {
    on_both(&async |world: &World| {
        let (person, _) = asked(world).await;
        world.pass_days(1);
        let works = Happening::new(Kind::StartedWork, world.today());
        world.record_raw(person, vec![works]).await;
        assert!(matches!(confirms(world, "head", person).await, Some(Refusal::Unmet(..))));
        let works = world.history(person).await.last().expect("an entry").id;
        let taken_back = Happening::new(Kind::Corrected, world.today()).about(works);
        world.record_raw(person, vec![taken_back]).await;
        // A placement of the day before would not end what was signed since.
        let renewed = Happening::new(Kind::AgreementSigned, world.today());
        world.record_raw(person, vec![renewed.text(Field::Officer, "赵专员")]).await;
        let signed = world.today();
        let refused = confirms(world, "head", person).await;
        assert!(matches!(refused, Some(Refusal::SignedSince(day)) if day == signed), "{refused:?}");
        assert!(world.assess(person).await.standing.under_agreement);
    });
}

#[test]
fn a_head_who_had_a_part_or_stands_in_for_who_had_leaves_it_to_the_district() {
    on_both(&async |world: &World| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "head", person, &post).await.done();
        let path = format!("/people/{person}/post/place");
        world.fill("officer", &path, &[("post", &post)]).await.done();
        // Whoever recommended has a part as much as whoever asked.
        assert!(matches!(confirms(world, "head", person).await, Some(Refusal::OwnPart)));
        let page = world.get("head", &decision(world, person).await).await;
        assert!(page.words().contains("不能自己确认") && !page.text.contains("name=\"decision\""));
        assert!(world.waits(Keeper, "head").await.is_empty());
        assert_eq!(world.waits(Keeper, "chief").await, [(CONFIRM.name, person)]);
        assert!(confirms(world, "chief", person).await.is_none());
        assert_eq!(last(world, person).await, Kind::PublicPostPlaced);
    });
    on_both(&async |world: &World| {
        let (person, _) = asked(world).await;
        covers(world, "officer", "head").await;
        assert!(matches!(confirms(world, "head", person).await, Some(Refusal::Cover)));
        assert_eq!(world.waits(Keeper, "chief").await, [(CONFIRM.name, person)]);
        assert!(confirms(world, "chief", person).await.is_none());
    });
}

#[test]
fn it_is_looked_at_again_when_it_is_confirmed_and_sent_back_with_a_reason_or_taken_back() {
    on_both(&async |world: &World| {
        let (person, post) = asked(world).await;
        let path = decision(world, person).await;
        // What was met when it was asked for is no longer.
        let ended = Happening::new(Kind::HardshipEnded, world.today());
        world.record_raw(person, vec![ended.text(Field::Group, "持证残疾人")]).await;
        world.fill("head", &path, &[("decision", "confirm")]).await.refused("就业困难人员认定有效");
        assert_eq!(last(world, person).await, Kind::HardshipEnded);
        world.fill("head", &path, &[("decision", "back")]).await.refused("请写明为什么退回");
        let words = "残疾证已过期，请核对";
        world.fill("head", &path, &[("decision", "back"), ("words", words)]).await.done();
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(page.words().contains(words), "{}", page.words());
        assert!(world.waits(Keeper, "head").await.is_empty());
        assert!(!world.lies_in_the_clear(crate::town::SEALED, words).await);
        let step = async || {
            let desk = world.desk.clone();
            let steps = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                Keeper.next_steps(tx, &desk, person).await
            });
            steps.await.expect("read").iter().any(|step| step.words.contains("已退回"))
        };
        assert!(step().await, "the file says so at its top");
        // It can be asked for anew, and taken back.
        let again = Happening::new(Kind::HardshipRecognised, world.today());
        world.record_raw(person, vec![again.text(Field::Group, "持证残疾人")]).await;
        let form = format!("/people/{person}/post/place");
        world.fill("officer", &form, &[("post", &post)]).await.done();
        assert!(!step().await);
        let shown = world.get("officer", &format!("/people/{person}/post")).await;
        let (path, pairs) = shown.form(&[]);
        assert!(path.ends_with("/withdraw"), "{path}");
        assert_eq!(world.post("neighbour", &path, &pairs).await.status, StatusCode::FORBIDDEN);
        world.post("officer", &path, &pairs).await.done();
        assert!(world.waits(Keeper, "head").await.is_empty());
        assert!(
            world
                .get("officer", &format!("/people/{person}/post"))
                .await
                .text
                .contains("/post/place\"")
        );
    });
}

#[test]
fn nobody_takes_a_placement_back_alone() {
    on_both_kept(&async |world: &World| {
        let (person, _) = asked(world).await;
        confirm(world, "head", person).await.done();
        let placed = world.history(person).await.pop().expect("an entry").id;
        let takes_back = async |user: &str| {
            let done = by!(world, user, |tx, desk, occasion| services::correct(
                tx,
                desk,
                occasion,
                (person, placed),
                "弄错了人"
            ));
            match done {
                Ok(_) => None,
                Err(access::Failure::Refused(services::Refusal::Guarded(hurdle))) => {
                    Some((hurdle.who, hurdle.slip))
                }
                Err(other) => panic!("{user}: {other}"),
            }
        };
        // The officer asked for it; the head confirmed it, and others had a part: even on that day.
        assert_eq!(takes_back("officer").await, Some((NotTheirs::OwnPart, NoSlip::NotOwn)));
        assert_eq!(takes_back("head").await, Some((NotTheirs::OwnPart, NoSlip::OthersHadPart)));
        let path = format!("/people/{person}/correct/{placed}");
        let page = world.get("head", &path).await.words();
        assert!(page.contains("示范区") && !page.contains("李负责"), "{page}");
        let page = world.get("chief", &path).await.words();
        assert!(page.contains("名额空出") && page.contains("第三十条"), "{page}");
        assert_eq!(takes_back("chief").await, None, "who had no part");
        assert!(world.assess(person).await.standing.under_agreement, "the agreement goes on");
    });
}

/// BJ18-30 asks that the plan was carried out while the person was served; three months by the local norm.
#[test]
fn a_plan_of_yesterday_says_nothing_of_the_months_before() {
    on_both(&async |world: &World| {
        let person = person(world, NUMBER, 5).await;
        let post: PostId =
            post(world, "head", "阳光社区服务中心", "2").await.parse().expect("a post");
        world.pass_days(200);
        let history = world.history(person).await;
        let plan = history.iter().find(|past| past.kind == Kind::PlanAdopted).expect("a plan").id;
        let on: Day = "2026-07-24".parse().expect("a day");
        assert_eq!(world.today(), on);
        let anew = vec![
            Happening::new(Kind::Corrected, on).about(plan),
            Happening::new(Kind::PlanAdopted, on).number(Field::Version, 2),
        ];
        world.record_raw(person, anew).await;
        let asks = async || {
            let new = NewPlacement {
                post,
                on: world.today(),
                last_day: world.today().plus_days(60),
                content: Content::default(),
            };
            let asked = by!(world, "officer", |tx, desk, occasion| posts::ask_placement(
                tx, desk, occasion, person, &new
            ));
            match asked {
                Ok(_) => None,
                Err(access::Failure::Refused(Refusal::Unmet(_, list))) => {
                    let unmet = list.into_iter().filter(|condition| !condition.is_met);
                    Some(unmet.map(|condition| condition.found).collect::<Vec<_>>().join("；"))
                }
                Err(other) => panic!("{other}"),
            }
        };
        let unmet = "2026-07-24 制定援助方案；要执行到 2026-10-24 才满期限（本地规范）";
        assert!(world.assess(person).await.gates.iter().any(|open| open.gate == Gate::PublicPost));
        assert_eq!(asks().await.as_deref(), Some(unmet));
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(page.words().contains(unmet) && !page.text.contains("/post/recommend\""));
        // A revision does not begin the time anew.
        world.pass_days(91);
        let revised = Happening::new(Kind::PlanRevised, world.today()).number(Field::Version, 3);
        world.record_raw(person, vec![revised]).await;
        assert!(asks().await.expect("a day too early").contains("要执行到 2026-10-24"));
        world.pass_days(1);
        assert_eq!(asks().await, None);
        // What was noted under an earlier day than it was recorded on says so to whoever confirms.
        let late = crate::town::person(world, "补录", 5).await;
        let page = world.get("officer", &format!("/people/{late}/post")).await.words();
        assert!(!page.contains("才记入台账"), "{page}");
        let earlier = world.today().plus_days(-100);
        let plan = world.history(late).await;
        let plan = plan.iter().find(|past| past.kind == Kind::PlanAdopted).expect("a plan").id;
        let signed = Happening::new(Kind::AgreementSigned, earlier.plus_days(-1));
        let anew = vec![
            Happening::new(Kind::Corrected, world.today()).about(plan),
            signed.text(Field::Officer, "赵专员"),
            Happening::new(Kind::PlanAdopted, earlier).number(Field::Version, 2),
        ];
        world.record_raw(late, anew).await;
        let page = world.get("officer", &format!("/people/{late}/post")).await.words();
        assert!(page.contains(&format!("（{} 才记入台账）", world.today())), "{page}");
    });
}
