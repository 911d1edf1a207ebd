//! Who may take which step, and who may not although their office may.

use access::Failure;
use axum::http::StatusCode;
use offices::actions::cover::{NewCover, set_cover};
use rules::Gate;
use street::{NAME, STREET, World};

use crate::town::{attempt, belongs, case, decide, finish, leaves, on_both, person_at};

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
        attempt(world, "head", person).await.done();
        finish(world, "officer", person).await.done();
        decide(world, "head", person, "approve").await.refused("自己核实的");
        decide(world, "head", person, "refuse").await.refused("自己核实的");
        assert!(!world.assess(person).await.standing.stopped);
        // She is the only head there: the office above stands in, and says so.
        let path = format!("/people/{person}/stop/{}/decide", case(world, person).await);
        assert!(world.get("chief", &path).await.words().contains("由本机构代为决定"));
        decide(world, "chief", person, "approve").await.done();
        assert!(world.assess(person).await.standing.stopped);
    });
}

#[test]
fn nobody_approves_what_was_verified_by_whom_they_stand_in_for() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        stands_in(world, "officer", "head").await;
        decide(world, "head", person, "approve").await.refused("代班");
        assert!(!world.assess(person).await.standing.stopped);
        world.pass_days(10);
        decide(world, "head", person, "approve").await.done();
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
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
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
        world.post("officer", &withdraw, &key).await.done();
        let nowhere = world.get("officer", &format!("/people/{person}/stop/{person}/finish")).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_office_that_answers_approves_and_the_one_above_only_where_it_has_no_head() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        let path = format!("/people/{person}/stop");
        for user in ["chief", "mayor"] {
            for decision in ["approve", "refuse"] {
                let shown = decide(world, user, person, decision).await;
                shown.refused("本级公共就业服务机构批准，这一件应由“示范");
            }
            let page = world.get(user, &path).await.words();
            assert!(!page.contains("批准或退回"), "{user}");
        }
        assert!(world.get("head", &path).await.words().contains("批准或退回"));
        leaves(world, "head").await;
        world.pass_days(1);
        decide(world, "mayor", person, "approve").await.refused("第二十九条");
        decide(world, "chief", person, "approve").await.done();
        assert!(world.assess(person).await.standing.stopped);
    });
}

#[test]
fn who_declined_the_service_is_verified_by_their_officer() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Termination).await;
        for user in ["colleague", "clerk", "head"] {
            attempt(world, user, person).await.refused("请由赵专员或其代班人记录");
        }
        let page = world.get("colleague", &format!("/people/{person}/stop")).await.words();
        assert!(!page.contains("记录核实") && page.contains("您不能代为核实"), "{page}");
        attempt(world, "officer", person).await.done();
        finish(world, "colleague", person).await.refused("请由赵专员");
        stands_in(world, "officer", "colleague").await;
        finish(world, "colleague", person).await.done();
        // Where nobody was named, an assistance officer or the head.
        let key = [("_once".to_owned(), "k".to_owned())];
        let withdraw = format!("/people/{person}/stop/{}/withdraw", case(world, person).await);
        world.post("officer", &withdraw, &key).await.done();
        belongs(world, person, STREET, None).await;
        world.pass_days(1);
        for user in ["clerk", "assistant"] {
            attempt(world, user, person).await.refused("还没有责任人");
        }
        attempt(world, "head", person).await.done();
        finish(world, "colleague", person).await.done();
    });
}

#[test]
fn the_other_gates_are_verified_by_whoever_serves_at_the_office() {
    on_both(&async |world| {
        let person = person_at(world, Gate::SilentUnemployed).await;
        attempt(world, "clerk", person).await.done();
        finish(world, "assistant", person).await.done();
    });
}

#[test]
fn an_officer_takes_out_their_own_people_and_nobody_elses() {
    on_both(&async |world| {
        person_at(world, Gate::SilentUnemployed).await;
        for (user, offered) in [("officer", true), ("clerk", false), ("head", true)] {
            let list = world.get(user, "/stopping?show=proposed").await;
            assert!(list.words().contains(NAME), "{user}");
            assert_eq!(list.text.contains("format=xlsx"), offered, "{user}");
            let workbook = world.get(user, "/stopping?show=proposed&format=xlsx").await;
            assert_eq!(workbook.status, StatusCode::OK, "{user}");
        }
    });
}
