//! A community assistant and those who live in the community, whom the street answers for (BJ18-4, BJ18-18).

use access::{Area, Failure, Role};
use axum::http::StatusCode;
use offices::actions::cover::{NewCover, set_cover};
use store::{StoreError, SubjectId, seal};
use street::{BESIDE, STREET, World};
use surveys::model::{Figure, Willingness};

use crate::world::{
    answers, in_hardship_at, list, on_both, picture, round, survey, try_picture, try_survey,
};

/// The communities of the street, and their assistants.
const OWN: i64 = STREET + 1;
const OTHER: i64 = STREET + 2;

/// Those who live in the one community, in the other, and in neither.
struct People {
    own: SubjectId,
    other: SubjectId,
    /// Lives in the one community; another street answers for them.
    served_elsewhere: SubjectId,
    /// Only the street is known.
    somewhere: SubjectId,
}

async fn settle(world: &World) -> People {
    world.open_community(OWN, ("warden", "何协理")).await;
    world.open_community(OTHER, ("other_warden", "吕协理")).await;
    People {
        own: in_hardship_at(world, (STREET, "officer"), OWN, "A1").await,
        other: in_hardship_at(world, (STREET, "officer"), OTHER, "A2").await,
        served_elsewhere: in_hardship_at(world, (BESIDE, "beside_officer"), OWN, "A3").await,
        somewhere: in_hardship_at(world, (STREET, "officer"), STREET, "A4").await,
    }
}

async fn move_home(world: &World, subject: SubjectId, residence_code: i64) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    let moved = world.desk.db.write(async move |tx| {
        seekers::move_home(tx, &desk, &occasion, subject, (residence_code, "")).await
    });
    assert!(moved.await.expect("moved"));
}

/// Who read a person's file, and what for.
async fn readers(world: &World, subject: SubjectId) -> Vec<(store::ActorId, String)> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        subjects::readings_of(tx, &key.expect("a key"), subject, 50).await
    });
    read.await.expect("readings").into_iter().map(|one| (one.staff, one.purpose)).collect()
}

#[test]
fn an_assistant_lists_and_opens_those_who_live_there_and_nobody_else() {
    on_both(&async |world: &World| {
        let People { own, other, served_elsewhere, somewhere } = settle(world).await;
        let round = round(world, "head", STREET).await;
        // Something is owed from the day after on.
        for person in [own, other] {
            survey(world, person, Willingness::Willing).await;
        }
        let others = [served_elsewhere, somewhere];
        let lists = [
            "/surveys/list".to_owned(),
            format!("/surveys/{round}/list"),
            format!("/surveys/{round}/people"),
            "/people".to_owned(),
            "/people/visits".to_owned(),
            "/today".to_owned(),
        ];
        world.pass_days(8);
        for (user, sees, not) in [("warden", own, other), ("other_warden", other, own)] {
            for path in &lists {
                let shown = world.get(user, path).await;
                assert_eq!(shown.status, StatusCode::OK, "{user} {path}: {}", shown.words());
                let has = |person: SubjectId| shown.text.contains(&person.to_string());
                let name = if sees == own { "人A1" } else { "人A2" };
                assert!(has(sees) && shown.words().contains(name), "{user} {path}");
                assert!(!has(not) && !others.iter().any(|one| has(*one)), "{user} {path}");
            }
            for page in ["", "/survey", "/duties", "/record/contacted"] {
                let path = format!("/people/{sees}{page}");
                assert_eq!(world.get(user, &path).await.status, StatusCode::OK, "{user} {path}");
                for person in others.iter().chain([&not]) {
                    let path = format!("/people/{person}{page}");
                    let status = world.get(user, &path).await.status;
                    assert_eq!(status, StatusCode::FORBIDDEN, "{user} {path}");
                }
            }
            assert!(
                readers(world, sees).await.iter().any(|(staff, _)| *staff == world.staff(user))
            );
            assert!(readers(world, not).await.iter().all(|(staff, _)| *staff != world.staff(user)));
            // What is decided at a desk is not done at the door, and a list is not taken out.
            for path in [
                format!("/people/{sees}/pause"),
                format!("/people/{sees}/grade"),
                "/surveys/list?format=xlsx".to_owned(),
            ] {
                let status = world.get(user, &path).await.status;
                assert_eq!(status, StatusCode::FORBIDDEN, "{user} {path}");
            }
            let shown = world.get(user, "/today").await;
            assert!(shown.text.contains(&format!("/people/{sees}/record/surveyed")), "{user}");
        }
        // The street's own see what they saw before.
        let held = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let first = SubjectId::from_bytes([0; 16]);
            duties::held_by(tx, duties::Whose::Community(OWN), first, 10).await
        });
        let held: Vec<SubjectId> =
            held.await.expect("read").iter().map(|one| one.subject).collect();
        assert_eq!(held, [own]);
        let officer = world.get("officer", "/surveys/list").await;
        for person in [own, other, somewhere] {
            assert!(officer.text.contains(&person.to_string()));
        }
        assert!(!world.get("assistant", "/today").await.text.contains(&own.to_string()));
    });
}

#[test]
fn an_assistant_surveys_those_who_live_there_until_they_move_away() {
    on_both(&async |world: &World| {
        let People { own, other, served_elsewhere, somewhere } = settle(world).await;
        for person in [other, served_elsewhere, somewhere] {
            let said = answers(world, Willingness::Willing);
            let denied = try_survey(world, "warden", person, said).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{person}");
        }
        let said = answers(world, Willingness::Willing);
        try_survey(world, "warden", own, said).await.expect("recorded");
        let ledger = world.history(own).await;
        let entry = ledger.iter().find(|past| past.kind == rules::Kind::Surveyed);
        assert_eq!(entry.expect("a survey").staff, Some(world.staff("warden")));
        let tried = [("method", "visit"), ("outcome", "nobody")];
        let shown = world.get("warden", &format!("/people/{own}/survey")).await;
        assert!(shown.text.contains("记录未联系上"));
        let once = ("_once".to_owned(), "t1".to_owned());
        let mut pairs: Vec<(String, String)> =
            tried.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        pairs.extend([once, ("on".to_owned(), world.today().to_string())]);
        let path = format!("/people/{own}/survey/attempt");
        assert_eq!(world.post("warden", &path, &pairs).await.status, StatusCode::SEE_OTHER);
        move_home(world, own, OTHER).await;
        let said = answers(world, Willingness::Willing);
        let denied = try_survey(world, "warden", own, said.clone()).await;
        assert!(matches!(denied, Err(Failure::Denied(_))), "moved away");
        assert!(list_of(world, "warden", OWN).await.is_empty());
        let status = world.get("warden", &format!("/people/{own}")).await.status;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(list_of(world, "other_warden", OTHER).await.contains(&own));
        world.pass_days(1);
        let said = surveys::model::Answers { on: world.today(), ..said };
        try_survey(world, "other_warden", own, said).await.expect("moved there");
        assert_eq!(
            list(world, "officer", None).await.len(),
            3,
            "the street still answers for them"
        );
    });
}

async fn list_of(world: &World, user: &str, community: i64) -> Vec<SubjectId> {
    let occasion = world.occasion(user).await;
    let listed = world.desk.db.read(async move |tx| {
        let whose = duties::Whose::Community(community);
        surveys::to_visit(tx, &occasion, access::Action::ReadFile, whose, None).await
    });
    listed.await.expect("a list").into_iter().map(|one| one.subject).collect()
}

#[test]
fn only_its_own_assistant_asks_for_a_community() {
    on_both(&async |world: &World| {
        settle(world).await;
        for user in ["other_warden", "assistant", "officer", "head", "neighbour"] {
            let occasion = world.occasion(user).await;
            let denied = world.desk.db.read(async move |tx| {
                let whose = duties::Whose::Community(OWN);
                surveys::to_visit(tx, &occasion, access::Action::ReadFile, whose, None).await
            });
            assert!(matches!(denied.await, Err(Failure::Denied(_))), "{user}");
        }
    });
}

#[test]
fn a_communitys_figures_are_the_line_that_the_street_has_of_it() {
    on_both(&async |world: &World| {
        let People { own, .. } = settle(world).await;
        in_hardship_at(world, (STREET, "officer"), OWN, "A5").await;
        let round = round(world, "head", STREET).await;
        survey(world, own, Willingness::Unwilling).await;
        let street = picture(world, "head", round).await;
        let community = picture(world, "warden", round).await;
        assert_eq!(Some(&community.total), street.places.get(&OWN));
        assert_eq!(community.total.of(Figure::Target), 2);
        assert_eq!(community.reasons.len(), 1, "of those who live there alone");
        let other = picture(world, "other_warden", round).await;
        assert_eq!((other.total.of(Figure::Target), other.reasons.len()), (1, 0));
        let seen = try_picture(world, "head", round, Some(OWN)).await.expect("from above");
        assert_eq!(seen.total, community.total);
        let beside = try_picture(world, "other_warden", round, Some(OWN)).await;
        assert!(matches!(beside, Err(Failure::Denied(_))));
    });
}

/// Sets a cover of somebody by a colleague for today, as their head does; gives it.
async fn cover(world: &World, staff: &str, covered_by: &str) {
    let occasion = world.occasion("head").await;
    let new = NewCover {
        staff: world.staff(staff),
        covered_by: staff_named(world, covered_by).await,
        first_day: occasion.today,
        last_day: occasion.today.plus_days(2),
        reason: "年休假".to_owned(),
    };
    let sealing = world.desk.sealing.clone();
    let set = world.desk.db.write(async move |tx| set_cover(tx, &sealing, &occasion, &new).await);
    set.await.expect("a cover");
}

async fn staff_named(world: &World, user: &str) -> store::ActorId {
    let name = format!("{user}姓名");
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let all = offices::staff_within(tx, Area::of_code(STREET)).await?;
        Ok(all.into_iter().find(|member| member.name == name).map(|member| member.staff_id))
    });
    read.await.expect("read").expect("somebody of that name")
}

#[test]
fn whoever_stands_in_for_an_assistant_looks_after_those_who_live_there_until_the_cover_is_over() {
    on_both(&async |world: &World| {
        let People { own, other, .. } = settle(world).await;
        world.hire("neighbourly", OWN, Role::FrontDeskClerk).await;
        world.hire("elsewhere", OTHER, Role::FrontDeskClerk).await;
        survey(world, own, Willingness::Willing).await;
        let lists = ["/today", "/people", "/surveys/list"];
        let sees = async |user: &str, path: &str| {
            world.get(user, path).await.text.contains(&own.to_string())
        };
        let opens = async |user: &str| {
            let path = format!("/people/{own}/record/contacted");
            world.get(user, &path).await.status == StatusCode::OK
        };
        for path in lists {
            assert!(!sees("neighbourly", path).await, "{path} before");
        }
        assert!(!opens("neighbourly").await);
        cover(world, "warden", "neighbourly").await;
        world.pass_days(1);
        for path in lists {
            assert!(sees("neighbourly", path).await, "{path} during");
            assert!(!sees("elsewhere", path).await, "{path}: nobody else");
        }
        assert!(opens("neighbourly").await && !opens("elsewhere").await);
        let page = world.get("neighbourly", &format!("/people/{other}")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "another community");
        world.pass_days(2);
        for path in lists {
            assert!(!sees("neighbourly", path).await, "{path} after");
        }
        assert!(!opens("neighbourly").await, "it ends by itself");
    });
}
