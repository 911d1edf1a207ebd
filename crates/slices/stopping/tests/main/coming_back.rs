//! Whoever comes back while a case is pending is not given up.

use desk::Companion as _;
use rules::{Gate, Initiator, Kind};
use stopping::model::STOP_GATES;
use store::{StoreError, SubjectId};
use street::{NAME, World};
use subjects::Happening;

use crate::town::{attempt, case, decide, finish, last_kinds, on_both, person_at};

async fn contacts(world: &World, person: SubjectId, by: Initiator) {
    let today = world.occasion("officer").await.today;
    let contact = Happening::new(Kind::Contacted, today).initiated_by(by);
    world.record_raw(person, vec![contact]).await;
}

/// What the file says is to be done next.
async fn next_steps(world: &World, person: SubjectId) -> Vec<String> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        stopping::Keeper.next_steps(tx, &desk, person).await
    });
    read.await.expect("read").into_iter().map(|step| step.label).collect()
}

#[test]
fn coming_back_ends_a_pending_case_by_itself() {
    for gate in STOP_GATES {
        on_both(&async |world| {
            let person = person_at(world, gate).await;
            attempt(world, "officer", person).await.done();
            finish(world, "officer", person).await.done();
            // That we reached the person is no coming back.
            contacts(world, person, Initiator::Agency).await;
            let page = world.get("officer", &format!("/people/{person}/stop")).await;
            assert!(page.words().contains("待批准"), "{gate:?}");
            contacts(world, person, Initiator::Subject).await;
            let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
            assert!(
                page.contains("不再成立，待归档") && page.contains("主动联系"),
                "{gate:?} {page}"
            );
            let path = format!("/people/{person}/stop/{}/decide", case(world, person).await);
            let shown = world.get("head", &path).await;
            assert!(shown.words().contains("不再成立，请归档"), "{}", shown.words());
            let pairs = [("decision", "approve"), ("words", "x"), ("_once", "k")];
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            world.post("head", &path, &pairs).await.refused("已经主动联系或办理业务");
            assert_eq!(last_kinds(world, person, 1).await, [Kind::Contacted]);
            assert!(!world.assess(person).await.standing.stopped);
            // Nor is a new case begun on the same ground.
            let board = world.get("officer", "/stopping?show=proposed").await;
            assert!(!board.words().contains(NAME), "{gate:?}");
            let shown = world.get("officer", &format!("/people/{person}/stop/attempt")).await;
            assert!(shown.words().contains("没有可以核实的"), "{gate:?} {}", shown.words());
            // A colleague puts the fallen case away.
            let page = world.get("colleague", &format!("/people/{person}/stop")).await;
            assert!(page.words().contains("归档这件核实"));
            world.fill_shown("colleague", &page, &[]).await.done();
            let page = world.get("officer", &format!("/people/{person}/stop")).await;
            assert!(page.words().contains("已撤回"));
        });
    }
}

#[test]
fn coming_back_after_the_stop_opens_the_door_again() {
    on_both(&async |world| {
        let person = person_at(world, Gate::SilentUnemployed).await;
        crate::town::stop(world, person).await;
        let page = world.get("officer", &format!("/people/{person}/stop")).await;
        assert!(page.words().contains("服务已停止"));
        contacts(world, person, Initiator::Subject).await;
        assert!(!world.assess(person).await.standing.stopped);
        let today = world.today();
        let resumed = format!("已恢复服务（{today}，本人联系）");
        let ended = world.get("officer", "/stopping?show=ended").await;
        assert!(!ended.words().contains(NAME), "{}", ended.words());
        let listed = world.get("officer", "/stopping?show=resumed").await;
        assert!(listed.words().contains(&resumed), "{}", listed.words());
        let page = world.get("officer", &format!("/people/{person}/stop")).await;
        assert!(page.words().contains(&resumed), "{}", page.words());
        assert!(!page.text.contains("aria-current=\"step\""), "every step is done");
        assert!(!page.words().contains("记录告知本人"), "{}", page.words());
        // The way goes on: the registration ended with the service.
        assert_eq!(next_steps(world, person).await, ["求职登记"]);
        world.record_raw(person, vec![Happening::new(Kind::SeekerRegistered, today)]).await;
        assert!(next_steps(world, person).await.is_empty());
    });
}

#[test]
fn declining_again_after_having_come_back_is_a_ground_anew() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Termination).await;
        contacts(world, person, Initiator::Subject).await;
        let shown = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(shown.contains("又主动联系或办理了业务"), "{shown}");
        world.pass_days(1);
        let today = world.occasion("officer").await.today;
        world.record_raw(person, vec![Happening::new(Kind::ServiceDeclined, today)]).await;
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        decide(world, "head", person, "approve").await.done();
        assert!(world.assess(person).await.standing.stopped);
    });
}
