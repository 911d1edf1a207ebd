//! Many officers at once with one person: one signs, everybody else is told who.

use access::Failure;
use agreements::model::Refusal;
use agreements::sign;
use store::{EntryId, SubjectId};
use street::{World, on_both};

use crate::scene::{officer_of, owed, signing, signings};

/// How many try at once.
const CLIENTS: usize = 64;
/// How many people they try it with.
const ROUNDS: usize = 20;

#[expect(clippy::disallowed_methods, reason = "how often a test tries is its own setting")]
fn rounds() -> usize {
    let asked = std::env::var("RACES").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(ROUNDS)
}

/// Lets everybody sign or renew at once; gives the entry of the one who did.
async fn race(world: &World, subject: SubjectId, expected: Option<EntryId>) -> EntryId {
    let users = ["officer", "colleague", "head", "clerk"];
    let mut trials = Vec::new();
    for client in 0..CLIENTS {
        let (desk, occasion) = (world.desk.clone(), world.occasion(users[client % 4]).await);
        let named = ["officer", "colleague"][client % 2];
        let signing = signing(world, named, expected);
        trials.push(tokio::spawn(async move {
            let db = desk.db.clone();
            let outcome =
                db.write(async move |tx| sign(tx, &desk, &occasion, subject, &signing).await);
            (named, outcome.await)
        }));
    }
    let mut won = None;
    for trial in trials {
        match trial.await.expect("no panic") {
            (named, Ok(done)) => {
                let entry = done.first().expect("an entry");
                assert!(won.replace((named, entry)).is_none(), "two have signed");
            }
            (_, Err(Failure::Refused(Refusal::SignedMeanwhile { by, .. }))) => {
                assert!(["赵专员", "周专员", "李负责", "王前台"].contains(&&*by), "{by}");
            }
            (_, Err(other)) => panic!("{other:?}"),
        }
    }
    let (named, entry) = won.expect("one has signed");
    assert_eq!(officer_of(world, subject).await, Some(world.staff(named)), "the winner's officer");
    entry
}

#[test]
fn of_sixty_four_at_once_one_signs_and_one_renews() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world| {
        for round in 0..rounds() {
            let subject = owed(world, &format!("P{round}")).await;
            let first = race(world, subject, None).await;
            // Nobody hands one person over twice in the same instant; the clock of a test stands still.
            world.clock.advance_seconds(1);
            let second = race(world, subject, Some(first)).await;
            let signed: Vec<EntryId> =
                signings(world, subject).await.iter().map(|past| past.id).collect();
            assert_eq!(signed, [first, second], "round {round}");
        }
    });
}
