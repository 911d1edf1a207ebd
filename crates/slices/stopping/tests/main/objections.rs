//! Objecting: the office above decides; upheld, everything is as before.

use access::Failure;
use access::Role;
use axum::http::StatusCode;
use offices::NewStaff;
use offices::model::staff::Roles;
use rules::{Gate, Kind};
use stopping::ObjectionId;
use stopping::model::{Outcome, Refusal, STOP_GATES};
use store::{StoreError, SubjectId};
use street::{CITY, DISTRICT, NAME, Shown, World};

use crate::town::{
    assess, attempt, belongs, bodies, case, decide, done, finish, last_kinds, lies_in_the_clear,
    objection, on_both, person_at, refused, stop,
};

const WORDS: &str = "我一直在等你们的电话";

async fn object(world: &World, user: &str, person: SubjectId) -> Shown {
    let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
    world.fill(user, &path, &[("how", "counter"), ("words", WORDS)]).await
}

async fn settle(world: &World, user: &str, person: SubjectId, outcome: &str) -> Shown {
    let path = format!("/people/{person}/stop-objections/{}", objection(world, person).await);
    world.fill(user, &path, &[("outcome", outcome), ("words", "核实时没有上门")]).await
}

#[test]
fn an_objection_upheld_leaves_everything_as_before() {
    for gate in STOP_GATES {
        on_both(&async |world| {
            let person = person_at(world, gate).await;
            let before = assess(world, person).await;
            stop(world, person).await;
            assert_ne!(assess(world, person).await, before);
            done(&object(world, "clerk", person).await);
            let board = world.get("chief", "/stopping?show=objections").await;
            assert!(board.words().contains(NAME), "{}", board.words());
            done(&settle(world, "chief", person, "upheld").await);
            assert_eq!(assess(world, person).await, before, "{gate:?}");
            let taken_back = last_kinds(world, person, 2).await;
            assert_eq!(taken_back, [Kind::Corrected; 2]);
            let bodies = bodies(world).await;
            assert_eq!(bodies.len(), 2);
            assert!(bodies.iter().any(|(_, body)| body.contains("\"withdrawn\"")));
            let list = world.get("officer", "/stopping/notices").await;
            assert!(list.words().contains("撤回反馈"));
            let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
            assert!(page.contains("停止已撤销") && page.contains("异议成立"), "{page}");
            // On the same ground nobody begins again.
            refused(&attempt(world, "officer", person).await, "异议已经成立");
            // The person is answered.
            let path =
                format!("/people/{person}/stop-objections/{}/told", objection(world, person).await);
            done(&world.fill("officer", &path, &[("words", "已电话答复")]).await);
            let board = world.get("chief", "/stopping?show=objections").await;
            assert!(!board.words().contains(NAME));
            assert!(!lies_in_the_clear(world, WORDS).await);
        });
    }
}

#[test]
fn an_objection_refused_leaves_the_stop_and_is_answered() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Termination).await;
        stop(world, person).await;
        done(&object(world, "officer", person).await);
        refused(&object(world, "clerk", person).await, "正在处理");
        let stopped = assess(world, person).await;
        let path = format!("/people/{person}/stop-objections/{}", objection(world, person).await);
        let wordless = world.fill("chief", &path, &[("outcome", "refused")]).await;
        refused(&wordless, "请填写理由");
        let early = format!("{path}/told");
        refused(&world.fill("officer", &early, &[("words", "答复")]).await, "还没有决定");
        done(&settle(world, "chief", person, "refused").await);
        assert_eq!(assess(world, person).await, stopped);
        assert_eq!(bodies(world).await.len(), 1);
        done(&world.fill("officer", &early, &[("words", "答复")]).await);
        // Decided once.
        let pairs = [("outcome", "upheld"), ("words", "x"), ("_once", "k")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        refused(&world.post("chief", &path, &pairs).await, "已经有了决定");
        assert_eq!(assess(world, person).await, stopped);
    });
}

#[test]
fn the_office_that_stopped_does_not_decide_nor_does_whoever_approved() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        // The only head verified: the office above approves, and the one above that hears the objection.
        done(&attempt(world, "head", person).await);
        done(&finish(world, "officer", person).await);
        done(&decide(world, "chief", person, "approve").await);
        hire(world, "chief_two", DISTRICT).await;
        done(&object(world, "officer", person).await);
        let path = format!("/people/{person}/stop-objections/{}", objection(world, person).await);
        for user in ["head", "officer", "far_chief", "neighbour", "inspector"] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        refused(&settle(world, "chief", person, "upheld").await, "另一位负责人");
        refused(&settle(world, "chief_two", person, "upheld").await, "作出决定的机构的上一级");
        done(&settle(world, "mayor", person, "upheld").await);
        assert!(!assess(world, person).await.standing.stopped);
    });
}

/// A further head of an office.
async fn hire(world: &World, user: &str, office: i64) {
    let entropy = world.desk.sealing.entropy.clone();
    let (user, now) = (user.to_owned(), world.occasion("mayor").await.now);
    let hired = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let office = offices::office_by_code(tx, office).await?.expect("an office");
        let new = NewStaff {
            name: format!("{user}负责"),
            user_name: user.clone(),
            office: office.office_id,
            roles: Roles::new([Role::Head]).expect("roles"),
            password_hash: "never".to_owned(),
            must_change_password: false,
            joined_on: office.opened_on,
        };
        offices::hire(tx, &new, now, &*entropy).await.map(drop)
    });
    hired.await.expect("hired");
}

#[test]
fn where_nobody_is_above_another_head_of_the_same_office_decides() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        belongs(world, person, CITY, None).await;
        hire(world, "second", CITY).await;
        hire(world, "third", CITY).await;
        done(&attempt(world, "mayor", person).await);
        done(&finish(world, "mayor", person).await);
        refused(&decide(world, "mayor", person, "approve").await, "自己核实的");
        done(&decide(world, "second", person, "approve").await);
        done(&object(world, "mayor", person).await);
        let page = format!("/people/{person}/stop");
        assert!(world.get("third", &page).await.words().contains("处理异议"));
        refused(&settle(world, "second", person, "upheld").await, "另一位负责人");
        let path = format!("{page}-objections/{}", objection(world, person).await);
        for user in ["chief", "head", "officer"] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        done(&settle(world, "third", person, "upheld").await);
        assert!(!assess(world, person).await.standing.stopped);
    });
}

#[test]
fn nobody_decides_for_whom_they_stand_in_on_an_objection_against_them() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        // The only head verified: the office above approves, and the one above that hears the objection.
        done(&attempt(world, "head", person).await);
        done(&finish(world, "officer", person).await);
        done(&decide(world, "chief", person, "approve").await);
        hire(world, "chief_two", DISTRICT).await;
        done(&object(world, "clerk", person).await);
        let id: ObjectionId = objection(world, person).await.parse().expect("an objection");
        let (desk, mut occasion) = (world.desk.clone(), world.occasion("mayor").await);
        occasion.actor.stands_in_for.push(world.staff("chief"));
        let decided = world.desk.db.write(async move |tx| {
            let outcome = Outcome::Upheld;
            stopping::decide_objection(tx, &desk, &occasion, (person, id), outcome, "属实").await
        });
        let decided = decided.await;
        assert!(matches!(decided, Err(Failure::Refused(Refusal::OwnDecision))), "{decided:?}");
        assert!(assess(world, person).await.standing.stopped);
        done(&settle(world, "mayor", person, "upheld").await);
    });
}

#[test]
fn the_time_for_objecting_runs_from_the_day_of_telling() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        world.pass_days(100);
        let told = format!("/people/{person}/stop/{}/told", case(world, person).await);
        done(&world.fill("officer", &told, &[("words", "上门送达")]).await);
        refused(&world.fill("officer", &told, &[("words", "再告知")]).await, "已经记录过告知");
        world.pass_days(61);
        let form = world
            .get("clerk", &format!("/people/{person}/stop/{}/object", case(world, person).await))
            .await;
        assert!(form.words().contains("会注明逾期"));
        done(&object(world, "clerk", person).await);
        let path = format!("/people/{person}/stop-objections/{}", objection(world, person).await);
        let page = world.get("chief", &path).await.words();
        assert!(page.contains("逾期提出") && !page.contains("期限内提出"), "{page}");
        done(&settle(world, "chief", person, "upheld").await);
        assert!(!assess(world, person).await.standing.stopped, "late is no ground to refuse");
    });
}

#[test]
fn on_the_last_day_an_objection_is_in_time() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        let told = format!("/people/{person}/stop/{}/told", case(world, person).await);
        done(&world.fill("officer", &told, &[("words", "上门送达")]).await);
        world.pass_days(60);
        done(&object(world, "clerk", person).await);
        let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(page.contains("期限内提出") && !page.contains("逾期提出"), "{page}");
    });
}

#[test]
fn there_is_nothing_to_object_against_before_a_stop() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        done(&attempt(world, "officer", person).await);
        refused(&object(world, "clerk", person).await, "没有停止服务");
        let letter = format!("/people/{person}/stop/{}/letter", case(world, person).await);
        assert_eq!(world.get("officer", &letter).await.status, StatusCode::CONFLICT);
    });
}
