//! The same transfer approved, and accepted, by many at the same moment: one does.

use access::Failure;
use store::{Engine, Tx};
use street::{BESIDE, World};
use transfers::model::TransferRefusal;
use transfers::{Acceptance, Decision, NewHome};

use crate::world::{Place, ask, ended, forward, held, under_agreement, wish};

/// How many rounds, where another number is wanted than a run of all tests takes.
const ROUNDS: &str = "RACES";
/// How many act at once.
const TASKS: usize = 64;

fn rounds() -> usize {
    let wanted = std::env::var_os(ROUNDS).and_then(|text| text.to_str()?.parse().ok());
    wanted.unwrap_or(20)
}

/// Counts who did it; the others were told that it is done.
async fn winners<T: Send + 'static>(
    tasks: Vec<tokio::task::JoinHandle<Result<T, Failure<TransferRefusal>>>>,
) -> usize {
    let mut winners = 0;
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(_) => winners += 1,
            // After the acceptance the file is no longer open to whoever comes late.
            Err(Failure::Refused(TransferRefusal::NotNow(_)) | Failure::Denied(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    winners
}

async fn approve_at_once(world: &World, place: Place) -> usize {
    let occasion = world.occasion("chief").await;
    let tasks = (0..TASKS).map(|_| {
        let (desk, occasion) = (world.desk.clone(), occasion.clone());
        let db = desk.db.clone();
        tokio::spawn(async move {
            let case = async move |tx: &mut Tx| {
                transfers::decide(tx, &desk, &occasion, place, Decision::Approve, "").await
            };
            db.write(case).await
        })
    });
    winners(tasks.collect()).await
}

async fn accept_at_once(world: &World, place: Place) -> usize {
    let occasions = [world.occasion("neighbour").await, world.occasion("beside_officer").await];
    let officer = world.staff("beside_officer");
    let tasks = (0..TASKS).map(|number| {
        let (desk, occasion) = (world.desk.clone(), occasions[number % 2].clone());
        let home = NewHome { residence_code: BESIDE, address: String::new() };
        let acceptance = Acceptance { officer, home: Some(home) };
        let db = desk.db.clone();
        tokio::spawn(async move {
            let case = async move |tx: &mut Tx| {
                transfers::accept(tx, &desk, &occasion, place, &acceptance).await
            };
            db.write(case).await
        })
    });
    winners(tasks.collect()).await
}

#[test]
fn of_many_who_approve_or_accept_at_once_one_does() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::new(engine, &[transfers::STATEMENTS], transfers::routes).await;
            for round in 0..rounds() {
                let subject = under_agreement(&world, &format!("P{round}")).await;
                let wish = wish(BESIDE, Some("已核实"));
                let place = ask(&world, "officer", subject, &wish).await.expect("asked");
                forward(&world, "head", place).await.expect("submitted");
                assert_eq!(approve_at_once(&world, place).await, 1, "{engine:?} {round}");
                world.clock.advance_seconds(1);
                assert_eq!(accept_at_once(&world, place).await, 1, "{engine:?} {round}");
                assert_eq!(ended(&world, subject).await, 1, "{engine:?} {round}");
                assert_eq!(held(&world, subject).await.office_code, BESIDE);
                world.clock.advance_seconds(1);
            }
            world.close();
        });
    }
}
