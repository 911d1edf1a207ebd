//! What the file of a person shows of stops, and what keeps it from being merged.

use desk::{Companion, FilePlace};
use rules::{Gate, Initiator, Kind};
use store::{StoreError, SubjectId, seal};
use street::World;
use subjects::Happening;

use crate::town::{SAID, attempt, case, decide, finish, on_both, person_at, survey};

pub(crate) async fn under_way(world: &World, person: SubjectId) -> Option<String> {
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| stopping::Keeper.under_way(tx, person).await);
    read.await.expect("read")
}

/// The words of the parts of a file, and how much is promised.
async fn file(world: &World, person: SubjectId) -> (String, usize) {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?.expect("a key");
        let files = [(person, key)];
        let parts = stopping::Keeper.parts(tx, &desk, &files).await?;
        assert!(parts.iter().all(|part| part.place == FilePlace::Services));
        let cells = parts.iter().flat_map(|part| &part.table.rows).flat_map(|row| &row.cells);
        let words = cells.map(web::parts::Cell::plain).collect();
        Ok((words, stopping::Keeper.promised(tx, &desk, &files).await?.len()))
    });
    read.await.expect("read")
}

#[test]
fn a_pending_case_is_under_way_and_the_file_shows_what_came_of_it() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        assert_eq!(
            (under_way(world, person).await, file(world, person).await),
            (None, (String::new(), 0))
        );
        attempt(world, "officer", person).await.done();
        assert!(under_way(world, person).await.is_some_and(|words| words.contains("核实")));
        finish(world, "officer", person).await.done();
        assert!(under_way(world, person).await.is_some());
        decide(world, "head", person, "approve").await.done();
        assert_eq!(under_way(world, person).await, None);
        let (words, promised) = file(world, person).await;
        assert!(words.contains(SAID) && words.contains("已批准停止"), "{words}");
        assert_eq!(promised, 0);
        let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
        world.fill("clerk", &path, &[("words", "不同意")]).await.done();
        assert!(under_way(world, person).await.is_some_and(|words| words.contains("异议")));
        assert_eq!(file(world, person).await.1, 1);
    });
}

#[test]
fn a_case_that_holds_no_longer_blocks_no_merging() {
    on_both(&async |world| {
        let today = || world.today();
        let contact = |by| Happening::new(Kind::Contacted, today()).initiated_by(by);
        let person = person_at(world, Gate::Termination).await;
        attempt(world, "officer", person).await.done();
        world.record_raw(person, vec![contact(Initiator::Agency)]).await;
        assert!(under_way(world, person).await.is_some(), "that we called ends nothing");
        world.record_raw(person, vec![contact(Initiator::Subject)]).await;
        assert_eq!(under_way(world, person).await, None, "the person came back");
    });
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", person).await.done();
        let willing = survey(world.today(), true).initiated_by(Initiator::Agency);
        world.record_raw(person, vec![willing]).await;
        assert_eq!(under_way(world, person).await, None, "the gate is shut");
    });
}

#[test]
fn a_list_in_which_nothing_is_to_be_said_has_no_column_for_it() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        let proposed = world.get("officer", "/stopping?show=proposed").await;
        assert!(proposed.text.contains("data-label=\"由谁核实\""));
        assert!(!proposed.text.contains("说明"), "nothing is said of anybody");
        attempt(world, "officer", person).await.done();
        let back = Happening::new(Kind::Contacted, world.today()).initiated_by(Initiator::Subject);
        world.record_raw(person, vec![back]).await;
        let verifying = world.get("officer", "/stopping?show=verifying").await;
        assert!(verifying.text.contains("data-label=\"说明\""), "{}", verifying.words());
    });
}
