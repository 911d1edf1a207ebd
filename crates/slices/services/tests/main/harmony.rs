//! The heart: after each of any sequence of services, the stored duties and gates are what the ledger check
//! says of the exported ledger.

use std::cell::Cell;

use access::Action;
use kernel::Day;
use ledger::Field;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rules::{Gate, Kind};
use services::model::{Then, conditions};
use store::{Clock, Engine, StoreError, SubjectId, Tx};
use subjects::Happening;
use testkit::SeededEntropy;

use crate::kept::{answered, keep};
use crate::world::{START, World, on_both, world};

/// One step: the days that pass before it, how many days it is dated back, and where its details come from.
type Step = (u8, u8, u64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let days = prop_oneof![4 => 0_u8..4, 2 => 4_u8..15, 1 => 60_u8..200];
    let back = prop_oneof![4 => Just(0_u8), 1 => 1_u8..30];
    proptest::collection::vec((days, back, any::<u64>()), 8..28)
}

/// The kinds that start or settle most, so that random sequences meet each other's duties.
const FREQUENT: &[Kind] = &[
    Kind::SeekerRegistered,
    Kind::HardshipRecognised,
    Kind::AgreementSigned,
    Kind::PlanAdopted,
    Kind::GuidanceGiven,
    Kind::TrainingStarted,
    Kind::TrainingEnded,
    Kind::FollowedUp,
    Kind::FollowedUp,
    Kind::Recommended,
    Kind::RecommendationResult,
    Kind::ReadinessAssessed,
    Kind::StartedWork,
    Kind::Surveyed,
    Kind::UnemploymentClaimed,
    Kind::UnemploymentRegistered,
    Kind::RegistryNotified,
    Kind::ServiceStopped,
    Kind::Corrected,
];

/// Makes something that can be recorded of a ledger; nothing where its kind must name what is not there.
fn happening(known: &subjects::LedgerFacts, today: Day, back: u8, seed: u64) -> Option<Happening> {
    let chance = SeededEntropy::new(seed);
    let any = |list: &[Kind]| list[chance.below(list.len())];
    let kind = if chance.below(3) == 0 { any(Kind::ALL) } else { any(FREQUENT) };
    street::happening(known, kind, today.plus_days(-i32::from(back)), &chance)
}

#[test]
fn live_duties_are_what_the_check_says_of_the_export() {
    let (mut lives, mut settled_in_all) = (0, 0);
    for (engine, cases) in [(Engine::Sqlite, 30), (Engine::Postgres, 8)] {
        let world = testkit::block_on(world(engine));
        let number = Cell::new(0_u32);
        let settled = Cell::new(0_usize);
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        TestRunner::new(config)
            .run(&steps(), |steps| {
                number.set(number.get() + 1);
                let reference = format!("随机 {}", number.get());
                settled.set(settled.get() + testkit::block_on(live(&world, &reference, &steps)));
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{engine:?}: {error}"));
        lives += cases as usize;
        settled_in_all += settled.get();
        world.close();
    }
    // Otherwise nothing was compared. Eight lives alone are too few to count on.
    assert!(
        settled_in_all > 2 * lives,
        "only {settled_in_all} duties were settled in {lives} lives"
    );
}

/// Surveys, again and again: willing or not, the gate opens with the last of its conditions.
#[test]
fn the_gates_of_surveys_open_with_the_last_of_their_conditions() {
    on_both(&async |world: &World| {
        for (willing, gate) in [(false, Gate::Unwilling), (true, Gate::WillingNeverRegisters)] {
            let person = world.person(&format!("摸查 {willing}"), &[Kind::LedgerOpened]).await;
            for round in 0..5 {
                let open = conditions_agree(world, person).await;
                assert_eq!(open.contains(&gate), !willing && round == 4, "{willing} {round}");
                let today = world.occasion("officer").await.today;
                let survey = Happening::new(Kind::Surveyed, today)
                    .text(Field::Method, "phone")
                    .flag(Field::Willing, willing)
                    .flag(Field::Registers, false)
                    .text(Field::Circumstance, "none");
                world.record_raw(person, vec![survey]).await;
                world.pass_days(10);
            }
            world.pass_days(200);
            assert!(conditions_agree(world, person).await.contains(&gate), "{willing}");
        }
    });
}

/// BJ18-13(3) speaks of whoever has not been in contact, and whoever is asked at the counter has come there.
#[test]
fn whoever_is_asked_at_the_counter_is_not_silent() {
    on_both(&async |world: &World| {
        let kinds = [Kind::LedgerOpened, Kind::UnemploymentRegistered];
        let person = world.person("失业登记", &kinds).await;
        world.pass_days(200);
        let silent = Gate::SilentUnemployed;
        assert!(conditions_agree(world, person).await.contains(&silent));
        for (method, is_silent) in [("phone", true), ("counter", false)] {
            let answers = [
                ("method", method),
                ("willing", "yes"),
                ("registers", "no"),
                ("circumstance", "none"),
            ];
            let survey = answered(world, person, Kind::Surveyed, &answers).await;
            keep(world, person, survey).await.expect("recorded");
            let open = conditions_agree(world, person).await;
            assert_eq!(open.contains(&silent), is_silent, "{method}");
            world.pass_days(1);
        }
    });
}

/// Lives through the steps; gives how many duties were settled in the end.
async fn live(world: &World, reference: &str, steps: &[Step]) -> usize {
    let gone = world.clock.now().micros() - START.micros();
    world.clock.advance_seconds(-gone / 1_000_000);
    let subject = world.person(reference, &[]).await;
    // Half of them begin under an agreement, where most is owed.
    if steps[0].2.is_multiple_of(2) {
        let today = world.occasion("officer").await.today;
        let recognised = Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "甲");
        let signed = Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "乙");
        let registered = Happening::new(Kind::SeekerRegistered, today);
        world.record_raw(subject, vec![recognised, registered, signed]).await;
    }
    for (days, back, seed) in steps {
        world.pass_days(i64::from(*days));
        let occasion = world.occasion("officer").await;
        let (desk, back, seed) = (world.desk.clone(), *back, *seed);
        let recorded = world.desk.db.write::<_, _, access::Failure<duties::ServiceRefusal>>(
            async move |tx: &mut Tx| {
                let known = subjects::facts_of(tx, subject).await?;
                // Time passes at night for everyone.
                duties::look_again(tx, &desk.rulebook, occasion.today, 10_000).await?;
                if let Some(happening) = happening(&known, occasion.today, back, seed) {
                    let action = Action::RecordService;
                    duties::record_service(tx, &desk, &occasion, action, subject, &[happening])
                        .await?;
                }
                Ok(())
            },
        );
        recorded.await.expect("recorded");
        let checked = world.checked(&world.export(reference).await);
        assert_eq!(world.stored(subject).await, checked);
        conditions_agree(world, subject).await;
    }
    let stored = world.stored(subject).await;
    stored.duties.iter().filter(|line| !line.contains("open") && !line.contains("overdue")).count()
}

/// The conditions that a page shows are all met exactly where the rules open the gate; gives the open ones.
pub(crate) async fn conditions_agree(world: &World, subject: SubjectId) -> Vec<Gate> {
    let (desk, today) = (world.desk.clone(), world.occasion("officer").await.today);
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let known = subjects::facts_of(tx, subject).await?;
        let then = Then::at(&desk.rulebook, &known, today);
        let mut open = Vec::new();
        // After a stop no gate to stop holds until the person comes back, whatever the figures say.
        let gates = Gate::ALL.into_iter().filter(|gate| {
            !then.standing().stopped || matches!(gate, Gate::Consultation | Gate::PublicPost)
        });
        for gate in gates {
            let conditions = conditions(gate, &then);
            let are_met = conditions.iter().all(|condition| condition.is_met);
            assert_eq!(are_met, then.gate(gate).is_some(), "{gate:?} {conditions:?}");
            open.extend(are_met.then_some(gate));
        }
        Ok(open)
    });
    read.await.expect("read")
}
