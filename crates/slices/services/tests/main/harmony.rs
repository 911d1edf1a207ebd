//! The heart: after each of any sequence of services, the stored duties and gates are what the ledger check
//! says of the exported ledger.

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::sync::Arc;

use access::Action;
use check::{Listener, Options, RefusedLine};
use kernel::Day;
use ledger::{Field, FieldType, fields_of};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rules::{Gate, Kind, Position, State};
use services::model::{Then, conditions};
use store::{Clock, Engine, StoreError, SubjectId, Tx};
use subjects::Happening;
use testkit::SeededEntropy;

use crate::world::{START, World, on_both};

/// One step: the days that pass before it, how many days it is dated back, and where its details come from.
type Step = (u8, u8, u64);

/// What tells a duty, as text, in the order of the check.
type Line = String;

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
    let mut happening = Happening::new(kind, today.plus_days(-i32::from(back)));
    for rule in fields_of(kind) {
        if !rule.required && chance.below(2) == 0 {
            continue;
        }
        happening = match rule.field_type {
            FieldType::Flag => happening.flag(rule.field, chance.below(2) == 0),
            FieldType::Level => happening.number(rule.field, 1 + chance.next() % 4),
            FieldType::Version => happening.number(rule.field, chance.next() % 9),
            FieldType::Day => {
                let later = i32::try_from(chance.below(90)).expect("small");
                let on = happening.on;
                happening.day(rule.field, on.plus_days(later))
            }
            FieldType::Stage => {
                let stage = ["early", "middle", "final"][chance.below(3)];
                happening.text(rule.field, stage)
            }
            FieldType::Reference => {
                let place = named(known, kind, &chance);
                match place.and_then(|place| known.id(place)) {
                    Some(id) => happening.about(id),
                    None if rule.required => return None,
                    None => happening,
                }
            }
            FieldType::Text => {
                let words = match rule.field {
                    Field::Circumstance => ["none", "childbirth", "caring"][chance.below(3)],
                    _ => ["甲", "乙"][chance.below(2)],
                };
                happening.text(rule.field, words)
            }
        };
    }
    Some(happening)
}

/// Finds an entry that a kind may name and that was not corrected away.
fn named(known: &subjects::LedgerFacts, kind: Kind, chance: &SeededEntropy) -> Option<Position> {
    let entries = known.entries();
    let corrected = |place| {
        entries.iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(place))
    };
    let fitting: Vec<Position> = (0..entries.len())
        .filter(|place| kind.may_name(entries[*place].kind) && !corrected(*place))
        .collect();
    // Mostly something recent that follow-ups are owed for, as at a desk.
    let starts = |place: &Position| {
        matches!(
            entries[*place].kind,
            Kind::GuidanceGiven | Kind::TrainingStarted | Kind::Recommended | Kind::StartedWork
        )
    };
    let recent: Vec<Position> = fitting.iter().rev().copied().filter(starts).take(3).collect();
    let among = if recent.is_empty() || chance.below(4) == 0 { &fitting } else { &recent };
    (!among.is_empty()).then(|| among[chance.below(among.len())])
}

#[test]
fn live_duties_are_what_the_check_says_of_the_export() {
    for (engine, cases) in [(Engine::Sqlite, 30), (Engine::Postgres, 8)] {
        let world = testkit::block_on(World::new(engine));
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
        // Otherwise nothing was compared.
        let settled = settled.get();
        assert!(settled > 2 * cases as usize, "{engine:?}: only {settled} duties were settled");
        world.close();
    }
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
        let (stored, gates) = stored(world, subject).await;
        let (checked, checked_gates) = checked(world, reference).await;
        assert_eq!(stored, checked);
        assert_eq!(gates, checked_gates);
        conditions_agree(world, subject).await;
    }
    let (stored, _) = stored(world, subject).await;
    stored.iter().filter(|line| !line.contains("open") && !line.contains("overdue")).count()
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

/// The duties and gates as they are stored.
async fn stored(world: &World, subject: SubjectId) -> (Vec<Line>, Vec<Line>) {
    let today = world.occasion("officer").await.today;
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let duties = duties::duties_of(tx, subject).await?;
        let gates = duties::gates_of(tx, subject).await?;
        Ok((duties, gates))
    });
    let (duties, gates) = read.await.expect("read");
    let mut lines: Vec<Line> = duties
        .into_iter()
        .map(|duty| {
            let state = duty.state.on(duty.due_day, today);
            let by = duty.settled_by.filter(|_| matches!(state, State::Met | State::Late));
            line(
                &duty.rule,
                &duty.because_id.to_string(),
                (duty.from_day, duty.due_day, duty.provisional),
                (state, duty.basis == duties::model::Basis::Law),
                by.map(|by| by.to_string()),
            )
        })
        .collect();
    lines.sort();
    let gates = gates.into_iter().map(|(clause, since)| format!("{clause} {since}")).collect();
    (lines, gates)
}

/// The duties and gates that the check computes from the exported ledger.
async fn checked(world: &World, reference: &str) -> (Vec<Line>, Vec<Line>) {
    let mut text = String::new();
    let keys = Arc::clone(&world.desk.sealing.keys);
    let mut take = |lines: &str| {
        text.push_str(lines);
        Ok(())
    };
    let exported =
        subjects::export::<StoreError>(&world.desk.db, keys, Some(reference), &mut take).await;
    exported.expect("exported");
    let options = Options {
        rulebook: &world.desk.rulebook,
        as_of: world.occasion("officer").await.today,
        grouped: false,
        gates: true,
        offices: false,
        jobs: NonZeroUsize::MIN,
    };
    let mut checked = check::check(text.as_bytes(), options, &mut Strict).expect("checked");
    let gates = std::mem::take(&mut checked.gates);
    let gates = gates.iter().map(|gate| format!("{} {}", gate.gate.clause(), gate.since)).collect();
    let mut lines = Vec::new();
    let taken: std::io::Result<()> = checked.duties(|duty| {
        lines.push(line(
            duty.rule.rule().id,
            duty.because.id,
            (duty.from, duty.due.day, duty.due.provisional),
            (duty.state, duty.basis == rules::Basis::Law),
            duty.met_by.map(|by| by.id.to_owned()),
        ));
        Ok(())
    });
    taken.expect("duties");
    lines.sort();
    (lines, gates)
}

fn line(
    rule: &str,
    because: &str,
    (from, due, provisional): (Day, Day, bool),
    (state, is_law): (State, bool),
    by: Option<String>,
) -> Line {
    let by = by.unwrap_or_default();
    format!("{rule} {because} {from} {due} {provisional} {} {is_law} {by}", state.name())
}

/// Takes no refused line: whatever was recorded here is a whole ledger.
struct Strict;

impl Listener for Strict {
    fn progress(&mut self, _: u64) {}
    fn refused(&mut self, line: &RefusedLine) {
        panic!("line {}: {}", line.line, line.reason);
    }
}
