//! Who may take which step, and who may not although their office may.

use access::Failure;
use axum::http::StatusCode;
use offices::actions::cover::{NewCover, set_cover};
use rules::Gate;
use street::{NAME, World};

use crate::town::{assess, attempt, case, decide, done, finish, on_both, person_at, refused};

async fn stands_in(world: &World, away: &str, stand_in: &str) {
    let occasion = world.occasion(away).await;
    let new = NewCover {
        staff: world.staff(away),
        covered_by: world.staff(stand_in),
        first_day: occasion.today,
        last_day: occasion.today.plus_days(5),
        reason: "年休假".to_owned(),
    };
    let sealing = world.desk.sealing.clone();
    let set = world.desk.db.write::<_, _, Failure<_>>(async move |tx| {
        set_cover(tx, &sealing, &occasion, &new).await.map(drop)
    });
    set.await.expect("set");
}

#[test]
fn nobody_approves_what_they_verified() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        done(&attempt(world, "head", person).await);
        done(&finish(world, "officer", person).await);
        refused(&decide(world, "head", person, "approve").await, "自己核实的");
        refused(&decide(world, "head", person, "refuse").await, "自己核实的");
        assert!(!assess(world, person).await.standing.stopped);
        // The office above may.
        done(&decide(world, "chief", person, "approve").await);
        assert!(assess(world, person).await.standing.stopped);
    });
}

#[test]
fn nobody_approves_what_was_verified_by_whom_they_stand_in_for() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        done(&attempt(world, "officer", person).await);
        done(&finish(world, "officer", person).await);
        stands_in(world, "officer", "head").await;
        refused(&decide(world, "head", person, "approve").await, "代班");
        assert!(!assess(world, person).await.standing.stopped);
        world.pass_days(10);
        done(&decide(world, "head", person, "approve").await);
    });
}

#[test]
fn every_step_takes_its_right() {
    on_both(&async |world| {
        let person = person_at(world, Gate::SilentUnemployed).await;
        let denied = async |user: &str, path: &str| {
            let shown = world.get(user, path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {path}");
            assert!(!shown.text.contains(NAME));
            let posted = world.post(user, path, &[("_once".to_owned(), "k".to_owned())]).await;
            assert_eq!(posted.status, StatusCode::FORBIDDEN, "{user} {path}");
        };
        let try_path = format!("/people/{person}/stop/attempt");
        for user in ["neighbour", "beside_officer", "far_officer", "chief", "inspector", "auditor"]
        {
            denied(user, &try_path).await;
        }
        done(&attempt(world, "officer", person).await);
        done(&finish(world, "officer", person).await);
        let decide_path = format!("/people/{person}/stop/{}/decide", case(world, person).await);
        for user in ["officer", "clerk", "neighbour", "far_head", "far_chief", "inspector"] {
            denied(user, &decide_path).await;
        }
        for user in ["neighbour", "far_head", "auditor"] {
            let shown = world.get(user, &format!("/people/{person}/stop")).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
            let board = world.get(user, "/stopping?show=submitted").await;
            assert!(!board.text.contains(NAME), "{user}");
        }
        let board = world.get("chief", "/stopping?show=submitted").await;
        assert!(board.words().contains(NAME), "the office above sees it");
        // Only whoever verified takes a case back while its ground holds.
        let withdraw = format!("/people/{person}/stop/{}/withdraw", case(world, person).await);
        let key = [("_once".to_owned(), "k".to_owned())];
        let other = world.post("colleague", &withdraw, &key).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        done(&world.post("officer", &withdraw, &key).await);
        let nowhere = world.get("officer", &format!("/people/{person}/stop/{person}/finish")).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    });
}
