//! Many officers at once with one person: one signs, everybody else is told who.

use access::Failure;
use agreements::model::Refusal;
use agreements::sign;
use desk::Occasion;
use services::model::Done;
use store::{EntryId, SubjectId};
use street::{World, on_both_at_once};
use tokio::task::JoinHandle;

use crate::scene::{officer_of, owed, signing, signings};

/// How many try at once with one person.
const CLIENTS: usize = 64;
/// With how many people they try it.
const ROUNDS: usize = 100;
/// With how many of them at the same time: while one waits for the database, others go on.
const BESIDE: usize = 4;
/// Who tries.
const USERS: [&str; 4] = ["officer", "colleague", "head", "clerk"];

#[expect(clippy::disallowed_methods, reason = "how often a test tries is its own setting")]
fn rounds() -> usize {
    let asked = std::env::var("RACES").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(ROUNDS)
}

type Trial = (&'static str, JoinHandle<Result<Done, Failure<Refusal>>>);

/// Lets everybody sign or renew at once with each of these people; gives the entries of those who did.
async fn race(world: &World, people: &[(SubjectId, Option<EntryId>)]) -> Vec<EntryId> {
    let mut occasions: Vec<Occasion> = Vec::new();
    for user in USERS {
        occasions.push(world.occasion(user).await);
    }
    let mut trials: Vec<Vec<Trial>> = people.iter().map(|_| Vec::new()).collect();
    for client in 0..CLIENTS {
        for ((subject, expected), trials) in people.iter().copied().zip(&mut trials) {
            let (desk, occasion) = (world.desk.clone(), occasions[client % USERS.len()].clone());
            let named = USERS[client % 2];
            let signing = signing(world, named, expected);
            let trial = async move {
                let db = desk.db.clone();
                db.write(async move |tx| sign(tx, &desk, &occasion, subject, &signing).await).await
            };
            trials.push((named, tokio::spawn(trial)));
        }
    }
    let mut won = Vec::new();
    for ((subject, _), trials) in people.iter().zip(trials) {
        won.push(winner(world, *subject, trials).await);
    }
    won
}

/// Gives the entry of the one who has signed with a person.
async fn winner(world: &World, subject: SubjectId, trials: Vec<Trial>) -> EntryId {
    let mut won = None;
    for (named, trial) in trials {
        match trial.await.expect("no panic") {
            Ok(done) => {
                let entry = done.first().expect("an entry");
                assert!(won.replace((named, entry)).is_none(), "two have signed");
            }
            Err(Failure::Refused(Refusal::SignedMeanwhile { by, .. })) => {
                assert!(["赵专员", "周专员", "李负责", "王前台"].contains(&&*by), "{by}");
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    let (named, entry) = won.expect("one has signed");
    assert_eq!(officer_of(world, subject).await, Some(world.staff(named)), "the winner's officer");
    entry
}

#[test]
fn of_sixty_four_at_once_one_signs_and_one_renews() {
    on_both_at_once(&[agreements::STATEMENTS], agreements::routes, &async |world: &World| {
        let rounds: Vec<usize> = (0..rounds()).collect();
        for beside in rounds.chunks(BESIDE) {
            let mut people = Vec::new();
            for round in beside {
                people.push((owed(world, &format!("P{round}")).await, None));
            }
            let first = race(world, &people).await;
            // Nobody hands one person over twice in the same instant; the clock of a test stands still.
            world.clock.advance_seconds(1);
            for ((_, expected), first) in people.iter_mut().zip(&first) {
                *expected = Some(*first);
            }
            let second = race(world, &people).await;
            for (at, (subject, _)) in people.iter().enumerate() {
                let signed: Vec<EntryId> =
                    signings(world, *subject).await.iter().map(|past| past.id).collect();
                assert_eq!(signed, [first[at], second[at]], "round {}", beside[at]);
            }
        }
    });
}
