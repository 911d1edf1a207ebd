//! The same transfer approved, and accepted, by many at the same moment: one does.

use access::Failure;
use desk::Occasion;
use store::Tx;
use street::{BESIDE, World, on_both_at_once};
use tokio::task::JoinHandle;
use transfers::model::TransferRefusal;
use transfers::{Acceptance, Decision, NewHome};

use crate::world::{GROUPS, Outcome, Place, ask, ended, forward, held, under_agreement, wish};

/// How many rounds, where another number is wanted than a run of all tests takes.
const ROUNDS: &str = "RACES";
/// How many act at once on one transfer.
const TASKS: usize = 64;
/// On how many transfers at the same time: while one waits for the database, others go on.
const TOGETHER: usize = 4;

fn rounds() -> usize {
    let wanted = std::env::var_os(ROUNDS).and_then(|text| text.to_str()?.parse().ok());
    wanted.unwrap_or(100)
}

/// Does something with each of these transfers as often as there are tasks, all at once; makes sure that one of them
/// has done it, and that the others were told that it is done.
async fn one_of_many<T: Send + 'static>(
    places: &[Place],
    mut begin: impl FnMut(usize, Place) -> JoinHandle<Outcome<T>>,
) {
    let mut tasks: Vec<Vec<_>> = places.iter().map(|_| Vec::new()).collect();
    for number in 0..TASKS {
        for (place, tasks) in places.iter().zip(&mut tasks) {
            tasks.push(begin(number, *place));
        }
    }
    for (place, tasks) in places.iter().zip(tasks) {
        let mut winners = 0;
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(_) => winners += 1,
                // After the acceptance the file is no longer open to whoever comes late.
                Err(Failure::Refused(TransferRefusal::NotNow(_)) | Failure::Denied(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(winners, 1, "{place:?}");
    }
}

async fn approve_at_once(world: &World, places: &[Place]) {
    let occasion = world.occasion("chief").await;
    one_of_many(places, |_, place| {
        let (desk, occasion) = (world.desk.clone(), occasion.clone());
        let db = desk.db.clone();
        tokio::spawn(async move {
            let case = async move |tx: &mut Tx| {
                transfers::decide(tx, &desk, &occasion, place, Decision::Approve, "").await
            };
            db.write(case).await
        })
    })
    .await;
}

async fn accept_at_once(world: &World, places: &[Place]) {
    let occasions: [Occasion; 2] =
        [world.occasion("neighbour").await, world.occasion("beside_officer").await];
    let officer = world.staff("beside_officer");
    one_of_many(places, |number, place| {
        let (desk, occasion) = (world.desk.clone(), occasions[number % 2].clone());
        let home = NewHome { residence_code: BESIDE, address: String::new() };
        let acceptance = Acceptance { officer, home: Some(home), household: None };
        let db = desk.db.clone();
        tokio::spawn(async move {
            let case = async move |tx: &mut Tx| {
                transfers::accept(tx, &desk, &occasion, place, &acceptance).await
            };
            db.write(case).await
        })
    })
    .await;
}

#[test]
fn of_many_who_approve_or_accept_at_once_one_does() {
    on_both_at_once(GROUPS, transfers::routes, &async |world: &World| {
        let rounds: Vec<usize> = (0..rounds()).collect();
        for together in rounds.chunks(TOGETHER) {
            let mut places = Vec::new();
            for round in together {
                let subject = under_agreement(world, &format!("P{round}")).await;
                let wish = wish(BESIDE, Some("已核实"));
                let place = ask(world, "officer", subject, &wish).await.expect("asked");
                forward(world, "head", place).await.expect("submitted");
                places.push(place);
            }
            approve_at_once(world, &places).await;
            world.clock.advance_seconds(1);
            accept_at_once(world, &places).await;
            for (subject, _) in places {
                assert_eq!(ended(world, subject).await, 1);
                assert_eq!(held(world, subject).await.office_code, BESIDE);
            }
            world.clock.advance_seconds(1);
        }
    });
}
