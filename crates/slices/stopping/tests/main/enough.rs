//! What was taken back takes nobody's place among those who are still to be told.

use ledger::Field;
use rules::Kind;
use stopping::{EXIT_TELL, Keeper};
use store::SubjectId;
use street::World;
use subjects::Happening;

use crate::exits::{decide, send};
use crate::town::on_both;

/// Somebody who left hardship at their own wish and has not been told of it.
async fn untold(world: &World, reference: &str) -> SubjectId {
    let kinds = [Kind::LedgerOpened, Kind::SeekerRegistered];
    let person = world.person(reference, &kinds).await;
    let group = Happening::new(Kind::HardshipRecognised, world.today());
    world.record_raw(person, vec![group.text(Field::Group, "享受最低生活保障人员")]).await;
    world.pass_days(1);
    send(world, "officer", person, "own_wish").await.done();
    decide(world, "head", person, "approve", "").await.done();
    person
}

/// Whom of exits the officer is to tell, where no more than one is asked for.
async fn first(world: &World) -> Vec<SubjectId> {
    let occasion = world.occasion("officer").await;
    let waiting = world.first_waiting(Keeper, occasion, 1).await.into_iter();
    waiting.filter(|one| one.kind == EXIT_TELL).map(|one| one.subject).collect()
}

#[test]
fn exits_that_were_corrected_take_nobodys_place() {
    on_both(&async |world| {
        let mut corrected = Vec::new();
        for number in 0..3 {
            let person = untold(world, &format!("P{number}")).await;
            let ended = world.history(person).await.pop().expect("an entry");
            assert_eq!(ended.kind, Kind::HardshipEnded);
            assert_eq!(first(world).await, [person]);
            let wrong = Happening::new(Kind::Corrected, world.today()).about(ended.id);
            world.record_raw(person, vec![wrong]).await;
            assert!(first(world).await.is_empty(), "nothing to tell any more");
            corrected.push(person);
        }
        let real = untold(world, "P9").await;
        assert_eq!(first(world).await, [real], "behind {}", corrected.len());
    });
}
