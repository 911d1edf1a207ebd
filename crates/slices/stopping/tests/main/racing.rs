//! Many at once with one objection against an exit: one takes it, one decides on it, everybody else is told.

use access::Failure;
use desk::Occasion;
use stopping::model::{Outcome, Refusal};
use stopping::{NewObjection, ObjectionId, decide_objection, object};
use store::SubjectId;
use store::ledger::Channel;
use street::{World, on_both_at_once};

use crate::exit_objections::WORDS;
use crate::exits::{exit, is_in_hardship, recognised, send};
use crate::town::{objection, routes};

/// How many try at once.
const CLIENTS: usize = 32;
/// Who decide, and how each would: the district and the city may both.
const HEADS: [(&str, Outcome); 2] = [("chief", Outcome::Upheld), ("mayor", Outcome::Refused)];

async fn occasions<const N: usize>(world: &World, users: [&str; N]) -> Vec<Occasion> {
    let mut occasions = Vec::new();
    for user in users {
        occasions.push(world.occasion(user).await);
    }
    occasions
}

/// Everybody takes the objection at once; one does.
async fn takes(world: &World, person: SubjectId) -> ObjectionId {
    let against = exit(world, person).await.id;
    let occasions = occasions(world, ["clerk", "officer", "colleague", "head"]).await;
    let mut trials = Vec::new();
    for client in 0..CLIENTS {
        let (desk, occasion) = (world.desk.clone(), occasions[client % occasions.len()].clone());
        let new =
            NewObjection { on: world.today(), how: Channel::Counter, words: WORDS.to_owned() };
        trials.push(tokio::spawn(async move {
            let db = desk.db.clone();
            db.write(async move |tx| object(tx, &desk, &occasion, (person, against), &new).await)
                .await
        }));
    }
    let mut taken = None;
    for trial in trials {
        match trial.await.expect("no panic") {
            Ok(id) => assert!(taken.replace(id).is_none(), "two were taken"),
            Err(Failure::Refused(Refusal::Objected)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    taken.expect("one was taken")
}

/// Two heads decide at once, each otherwise; gives what was decided.
async fn decides(world: &World, person: SubjectId, id: ObjectionId) -> Outcome {
    let occasions = occasions(world, HEADS.map(|(user, _)| user)).await;
    let mut trials = Vec::new();
    for client in 0..CLIENTS {
        let (desk, occasion) = (world.desk.clone(), occasions[client % HEADS.len()].clone());
        let outcome = HEADS[client % HEADS.len()].1;
        let trial = tokio::spawn(async move {
            let db = desk.db.clone();
            let which = (person, id);
            db.write(async move |tx| {
                decide_objection(tx, &desk, &occasion, which, outcome, "核对过").await
            })
            .await
        });
        trials.push((outcome, trial));
    }
    let mut won = None;
    for (outcome, trial) in trials {
        match trial.await.expect("no panic") {
            Ok(()) => assert!(won.replace(outcome).is_none(), "two have decided"),
            Err(Failure::Refused(Refusal::Decided)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    won.expect("one has decided")
}

#[test]
fn of_many_at_once_one_takes_it_and_one_decides() {
    on_both_at_once(&[stopping::STATEMENTS], routes, &async |world: &World| {
        let person = recognised(world).await;
        for _ in 0..4 {
            send(world, "officer", person, "pension").await.done();
            let entries = world.history(person).await.len();
            let id = takes(world, person).await;
            assert_eq!(objection(world, person).await, id.to_string());
            let outcome = decides(world, person, id).await;
            assert_eq!(is_in_hardship(world, person).await, outcome == Outcome::Upheld);
            let corrections = world.history(person).await.len() - entries;
            assert_eq!(corrections, usize::from(outcome == Outcome::Upheld));
            if outcome == Outcome::Refused {
                return;
            }
            world.pass_days(1);
        }
    });
}
