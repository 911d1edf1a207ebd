//! Rights down the tree: who opens rounds, who sees which figures, who is shown which people.

use access::Failure;
use axum::http::StatusCode;
use street::{BESIDE, CITY, DISTRICT, OTHER_DISTRICT, STREET, World};
use surveys::model::{Figure, Willingness};

use crate::world::{
    answers, in_hardship, in_hardship_at, new_round, on_both, picture, round, survey, try_picture,
    try_round, try_survey,
};

#[test]
fn heads_open_rounds_for_what_is_theirs_and_nobody_else_does() {
    on_both(&async |world: &World| {
        for (user, office, may) in [
            ("head", STREET, true),
            ("chief", DISTRICT, true),
            ("chief", STREET, true),
            ("mayor", DISTRICT, true),
            ("head", BESIDE, false),
            ("head", DISTRICT, false),
            ("chief", OTHER_DISTRICT, false),
            ("far_chief", STREET, false),
            ("officer", STREET, false),
            ("clerk", STREET, false),
            ("inspector", STREET, false),
        ] {
            let opened = try_round(world, user, new_round(office)).await;
            assert_eq!(opened.is_ok(), may, "{user} {office}");
            assert!(may || matches!(opened, Err(Failure::Denied(_))), "{user} {office}");
        }
        let round = round(world, "chief", DISTRICT).await;
        for (user, may) in
            [("head", false), ("far_chief", false), ("officer", false), ("mayor", true)]
        {
            let occasion = world.occasion(user).await;
            let closed = world
                .desk
                .db
                .write(async move |tx| surveys::close_round(tx, &occasion, round).await)
                .await;
            assert_eq!(closed.is_ok(), may, "{user}");
        }
        let occasion = world.occasion("chief").await;
        let again = world
            .desk
            .db
            .write(async move |tx| surveys::close_round(tx, &occasion, round).await)
            .await;
        assert!(matches!(again, Err(Failure::Refused(_))), "once");
    });
}

#[test]
fn a_street_sees_itself_and_the_district_sees_its_streets() {
    on_both(&async |world: &World| {
        let own = in_hardship(world, "A1").await;
        in_hardship_at(world, (BESIDE, "beside_officer"), BESIDE + 1, "A2").await;
        survey(world, own, Willingness::Willing).await;
        let round = round(world, "chief", DISTRICT).await;
        let target = async |user| picture(world, user, round).await.total.of(Figure::Target);
        for (user, people) in [
            ("chief", 2),
            ("mayor", 2),
            ("inspector", 2),
            ("head", 1),
            ("officer", 1),
            ("neighbour", 1),
        ] {
            assert_eq!(target(user).await, people, "{user}");
        }
        for (user, part) in [
            ("head", Some(BESIDE)),
            ("head", Some(DISTRICT)),
            ("neighbour", Some(STREET)),
            ("chief", Some(CITY)),
            ("far_chief", None),
            ("far_head", None),
            ("auditor", None),
            // A counsellor of the district's serves there, and counts nobody below.
            ("expert", Some(STREET)),
        ] {
            let denied = try_picture(world, user, round, part).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{user} {part:?}");
        }
        assert_eq!(target("expert").await, 0);
    });
}

#[test]
fn names_are_shown_to_whoever_may_read_them_alone() {
    on_both(&async |world: &World| {
        let own = in_hardship(world, "A1").await;
        let beside = in_hardship_at(world, (BESIDE, "beside_officer"), BESIDE + 1, "A2").await;
        let round = round(world, "chief", DISTRICT).await;
        let (mine, theirs) = (own.to_string(), beside.to_string());
        for (path, user, sees_mine, sees_theirs) in [
            (format!("/surveys/{round}/list"), "chief", true, true),
            (format!("/surveys/{round}/list"), "head", true, false),
            (format!("/surveys/{round}/list"), "neighbour", false, true),
            (format!("/surveys/{round}/list"), "beside_officer", false, true),
            (format!("/surveys/{round}/list?officer=all"), "clerk", true, false),
            (format!("/surveys/{round}/people"), "head", true, false),
            (format!("/surveys/{round}/people?figure=not_reached"), "chief", true, true),
            ("/surveys/list".to_owned(), "mayor", false, false),
            (format!("/surveys/list?area={DISTRICT}"), "mayor", true, true),
            ("/surveys/list".to_owned(), "officer", true, false),
            ("/surveys/list".to_owned(), "colleague", false, false),
            ("/surveys/list?officer=all".to_owned(), "expert", false, false),
        ] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::OK, "{user} {path}: {}", shown.words());
            assert_eq!(shown.text.contains(&mine), sees_mine, "{user} {path}");
            assert_eq!(shown.text.contains(&theirs), sees_theirs, "{user} {path}");
            assert_eq!(shown.text.contains("人A1"), sees_mine, "{user} {path}");
        }
        for (path, user) in [
            (format!("/surveys/{round}"), "far_head"),
            (format!("/surveys/{round}/list"), "far_head"),
            (format!("/surveys/{round}/list?area={BESIDE}"), "head"),
            (format!("/surveys/{round}/people?area={BESIDE}"), "head"),
            (format!("/surveys/{round}/people?area={DISTRICT}"), "officer"),
            (format!("/surveys/{round}/list"), "auditor"),
            (format!("/people/{own}/survey"), "neighbour"),
            (format!("/people/{own}/survey"), "chief"),
            (format!("/people/{own}/survey/plan"), "beside_officer"),
            (format!("/people/{own}/demand-file"), "neighbour"),
            ("/surveys/groups".to_owned(), "officer"),
        ] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {path}");
            assert!(!shown.text.contains("人A1") && !shown.text.contains("人A2"), "{user} {path}");
        }
    });
}

#[test]
fn only_the_office_of_a_person_records_for_them() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "B1").await;
        for user in ["neighbour", "chief", "mayor", "far_officer", "auditor", "expert"] {
            let tried = try_survey(world, user, person, answers(world, Willingness::Willing)).await;
            assert!(matches!(tried, Err(Failure::Denied(_))), "{user}");
        }
        for user in ["clerk", "assistant", "colleague", "head"] {
            let tried = try_survey(world, user, person, answers(world, Willingness::Willing)).await;
            assert!(tried.is_ok(), "{user}");
        }
    });
}

/// Whoever serves in a district's office sees the figures of its own rounds, and is led to none of a street's.
#[test]
fn rounds_lead_to_the_figures_that_whoever_lists_them_may_see() {
    on_both(&async |world: &World| {
        let own = round(world, "chief", DISTRICT).await;
        let below = round(world, "head", STREET).await;
        for (user, sees_below) in [("expert", false), ("chief", true), ("inspector", true)] {
            let shown = world.get(user, "/surveys").await;
            assert_eq!(shown.status, StatusCode::OK, "{user}");
            for (round, sees) in [(own, true), (below, sees_below)] {
                let path = format!("/surveys/{round}");
                assert_eq!(shown.text.contains(&format!("href=\"{path}\"")), sees, "{user} {path}");
                let status = world.get(user, &path).await.status;
                assert_eq!(status == StatusCode::OK, sees, "{user} {path}: {status}");
            }
        }
    });
}

/// Whoever reads the files of those alone whom they answer for is led to their own list.
#[test]
fn a_picture_leads_to_the_list_that_whoever_sees_it_may_open() {
    on_both(&async |world: &World| {
        world.hire("reviewer", STREET, access::Role::InformationReviewer).await;
        let round = round(world, "head", STREET).await;
        for user in ["reviewer", "officer", "head", "assistant"] {
            let picture = world.get(user, &format!("/surveys/{round}")).await;
            assert_eq!(picture.status, StatusCode::OK, "{user}");
            let start = format!("href=\"/surveys/{round}/list");
            let list = picture.text.split(&start).nth(1).expect("a way to the list");
            let list = list.split('"').next().expect("its end");
            let shown = world.get(user, &format!("/surveys/{round}/list{list}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{user} {list}");
            // Nobody is asked whose list they want who has but their own.
            assert_eq!(shown.text.contains("name=\"officer\""), user != "reviewer", "{user}");
        }
    });
}
