//! Whatever is booked, moved, called off, held and missed in whatever order: no counsellor has two at once.

use counselling::model::appointment::AppointmentId;
use counselling::model::{Form, LENGTHS, Planned, steps};
use counselling::{Outcome, cancel, hold, miss, move_to};
use kernel::Day;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::Engine;
use store::ledger::Channel;

use crate::world::{STREET, World};

/// A step that somebody tries.
#[derive(Clone, Debug)]
enum Step {
    Book { who: usize, with: usize, day: i32, step: i64, length: usize },
    Move { which: usize, with: usize, day: i32, step: i64, length: usize },
    Cancel(usize),
    Hold(usize),
    Miss(usize),
    Wait,
}

const WITH: [&str; 2] = ["zhao", "qian"];
/// The first of the days that are tried: two holidays, a Thursday, a Friday, a Saturday that is worked.
const FIRST: &str = "2026-10-06";

fn step() -> impl Strategy<Value = Step> {
    // The morning from half past eight to noon: half of it lies within the hours.
    let time = || (0_usize..2, 0_i32..5, 34_i64..48, 0_usize..3);
    prop_oneof![
        6 => (0_usize..4, time()).prop_map(|(who, (with, day, step, length))| {
            Step::Book { who, with, day, step, length }
        }),
        3 => (0_usize..20, time()).prop_map(|(which, (with, day, step, length))| {
            Step::Move { which, with, day, step, length }
        }),
        1 => (0_usize..20).prop_map(Step::Cancel),
        1 => (0_usize..20).prop_map(Step::Hold),
        1 => (0_usize..20).prop_map(Step::Miss),
        1 => Just(Step::Wait),
    ]
}

fn planned(day: i32, step: i64, length: usize) -> Planned {
    let first: Day = FIRST.parse().expect("a day");
    Planned { day: first.plus_days(day), minute: step * 15, minutes: LENGTHS[length] }
}

async fn try_step(
    world: &World,
    people: &[store::SubjectId],
    known: &mut Vec<AppointmentId>,
    step: &Step,
) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
    let at = |which: usize| known.get(which % known.len().max(1)).copied();
    match *step {
        Step::Book { who, with, day, step, length } => {
            let booking = counselling::Booking {
                planned: planned(day, step, length),
                ..world.booking(people[who], WITH[with], (FIRST, 0, 30))
            };
            known.extend(world.book("clerk", booking).await);
        }
        Step::Move { which, with, day, step, length } => {
            let to = (world.staff(WITH[with]), planned(day, step, length));
            if let Some(id) = at(which) {
                let _ = world
                    .write(async move |tx| move_to(tx, &desk, &occasion, id, to, "").await)
                    .await;
            }
        }
        Step::Cancel(which) => {
            if let Some(id) = at(which) {
                let _ = world
                    .write(async move |tx| cancel(tx, &desk, &occasion, id, "取消").await)
                    .await;
            }
        }
        Step::Miss(which) => {
            if let Some(id) = at(which) {
                let _ = world.write(async move |tx| miss(tx, &desk, &occasion, id, "").await).await;
            }
        }
        Step::Hold(which) => {
            let outcome = Outcome {
                form: Form::General,
                channel: Channel::Counter,
                words: "谈过".to_owned(),
                ready: None,
            };
            if let Some(id) = at(which) {
                let case = async move |tx: &mut store::Tx| {
                    hold(tx, &desk, &occasion, id, &outcome).await.map(drop)
                };
                let _ = world.write(case).await;
            }
        }
        Step::Wait => world.clock.advance_seconds(86_400),
    }
}

fn never_two_at_once(engine: Engine, cases: u32) {
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 5..40), |tried| {
        testkit::block_on(async {
            let world = World::new(engine).await;
            world.go_to("2026-10-06", 8);
            let mut people = Vec::new();
            for number in 0..4 {
                people.push(world.person(&format!("求职者{number}"), STREET).await);
            }
            let mut known = Vec::new();
            for step in &tried {
                try_step(&world, &people, &mut known, step).await;
                let mut live: Vec<_> = world
                    .live()
                    .await
                    .into_iter()
                    .flat_map(|(staff, day, minute, minutes)| {
                        steps(minute, minutes).map(move |step| (staff, day, step))
                    })
                    .collect();
                live.sort_unstable();
                let mut once = live.clone();
                once.dedup();
                prop_assert_eq!(live.len(), once.len(), "two live appointments overlap");
                prop_assert_eq!(once, world.taken().await, "what is taken is what is live");
            }
            Ok(())
        })
    });
    outcome.expect("never two at once");
}

#[test]
fn never_two_at_once_on_sqlite() {
    never_two_at_once(Engine::Sqlite, 24);
}

#[test]
fn never_two_at_once_on_postgres() {
    never_two_at_once(Engine::Postgres, 6);
}
