//! What holds of every ledger, tried on ledgers made up at random.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use kernel::Day;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rules::{
    Assessment, Detail, Duty, Entry, Initiator, Jurisdiction, Kind, Law, RuleIndex, Rulebook,
    State, quarter_end,
};

use crate::notation::CaseLedger;
use crate::random_ledgers::{any_line, entry, ledger, lines, moved, reordered};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::shipped().expect("sound law files"));

/// 2018-02-01 to 2027-10-15.
const YEARS: std::ops::Range<i32> = 17_563..21_107;
/// Years of plain weeks, without a notice before and after: 2029-01-01 to 2034-12-31.
const PLAIN_YEARS: std::ops::Range<i32> = 21_550..23_741;

fn assess(jurisdiction: Jurisdiction, entries: &[Entry<'_>], as_of: Day) -> Assessment {
    Rulebook::new(&LAW, jurisdiction).assess(entries, as_of)
}

fn beijing(entries: &[Entry<'_>], as_of: Day) -> Assessment {
    assess(Jurisdiction::Beijing, entries, as_of)
}

fn id(duty: &Duty) -> &'static str {
    duty.rule.rule().id
}

fn any_jurisdiction() -> impl Strategy<Value = Jurisdiction> {
    proptest::sample::select(Jurisdiction::ALL.as_slice())
}

/// Says which duty it is, whatever became of it. A re-dated one (BJ18-27(2)c, counted from the end
/// of the training, once that is known) is the same duty.
fn key(duty: &Duty) -> (u8, usize, Option<Day>) {
    let from = (id(duty) != "BJ18-27(2)c").then_some(duty.from);
    (duty.rule.number(), duty.because, from)
}

fn moved_duty(duty: &Duty, days: i32) -> Duty {
    let mut duty = duty.clone();
    duty.from = duty.from.plus_days(days);
    duty.due.day = duty.due.day.plus_days(days);
    duty
}

fn moved_assessment(assessment: &Assessment, days: i32) -> Assessment {
    let mut assessment = assessment.clone();
    assessment.duties = assessment.duties.iter().map(|duty| moved_duty(duty, days)).collect();
    for gate in &mut assessment.gates {
        gate.since = gate.since.plus_days(days);
    }
    assessment.next_look = assessment.next_look.map(|day| day.plus_days(days));
    assessment
}

/// Leaves out when to look again, which alone takes notice of what is dated ahead.
fn said_now(assessment: Assessment) -> Assessment {
    Assessment { next_look: None, ..assessment }
}

/// Tells whether months or quarters, which weeks do not divide, have a part in a rule.
fn counts_months(duty: &Duty) -> bool {
    id(duty).ends_with(" stop")
        || ["BJ18-27(4)b", "BJ18-27(4)c", "BJ18-27(4)d", "BJ18-48"].contains(&id(duty))
}

/// The properties below say nothing unless the ledgers made up reach every rule and every state.
#[test]
fn the_ledgers_made_up_reach_every_rule_gate_and_state() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for _ in 0..1500 {
        let (first, lines, after) =
            (YEARS, lines(40), 0..700_i32).new_tree(&mut runner).unwrap().current();
        let first = Day::from_number(first);
        let entries = ledger(first, &lines, true);
        for jurisdiction in Jurisdiction::ALL {
            let found = assess(jurisdiction, &entries, first.plus_days(after));
            for duty in &found.duties {
                seen.insert(id(duty).to_owned());
                seen.insert(duty.state.name().to_owned());
            }
            seen.extend(found.gates.iter().map(|open| format!("{:?}", open.gate)));
        }
    }
    let rules = RuleIndex::all().map(|index| index.rule().id.to_owned());
    let states = State::ALL.iter().map(|state| state.name().to_owned());
    let gates = rules::Gate::ALL.iter().map(|gate| format!("{gate:?}"));
    let unseen: Vec<String> =
        rules.chain(states).chain(gates).filter(|name| !seen.contains(name)).collect();
    assert!(unseen.is_empty(), "never seen: {unseen:?}");
}

/// Nor is the correction a contact, even one that the subject asked for.
#[test]
fn a_correction_does_not_break_the_silence() {
    let text =
        "2026-01-05 失业登记办结\n误录 2026-03-01 联系\n2026-03-02 更正 针对=误录 发起方=本人";
    let entries = CaseLedger::read(text).unwrap().entries;
    let as_of: Day = "2026-07-06".parse().unwrap();
    let gates = beijing(&entries, as_of).gates;
    assert_eq!(gates.iter().map(|open| open.since).collect::<Vec<_>>(), [as_of]);
    assert_eq!(beijing(&entries, as_of.plus_days(-1)).gates, []);
}

proptest! {
    /// What is stored of an assessment stays true until its next look, but for what falls overdue.
    #[test]
    fn nothing_but_lateness_comes_about_before_the_next_look(
        first in YEARS, lines in lines(30), after in 0..700_i32, jurisdiction in any_jurisdiction(),
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let entries = ledger(first, &lines, true);
        let lasting = |day| {
            let mut found = assess(jurisdiction, &entries, day);
            for duty in &mut found.duties {
                if duty.state == State::Overdue {
                    duty.state = State::Open;
                }
            }
            found
        };
        let now = lasting(as_of);
        let look = now.next_look.unwrap_or(as_of.plus_days(400));
        prop_assert!(look > as_of);
        for days in 1..look.days_since(as_of).min(400) {
            prop_assert_eq!(&lasting(as_of.plus_days(days)), &now);
        }
    }

    #[test]
    fn a_due_date_never_lies_before_its_cause_but_for_a_fair_scheduled_too_late(
        first in YEARS, lines in lines(40), after in 0..900_i32, jurisdiction in any_jurisdiction(),
    ) {
        let first = Day::from_number(first);
        let entries = ledger(first, &lines, true);
        for duty in assess(jurisdiction, &entries, first.plus_days(after)).duties {
            let cause = entries[duty.because].on;
            if id(&duty) == "BJ18-43(2)" {
                prop_assert!(duty.due.day < duty.from);
            } else {
                prop_assert!(duty.due.day >= cause && duty.due.day >= duty.from, "{duty:?}");
            }
            // A quarter has begun before its signing, everything else is counted from its cause on.
            prop_assert!(duty.from >= cause || id(&duty) == "BJ18-48", "{duty:?}");
        }
    }

    #[test]
    fn the_state_says_what_the_days_say(
        first in YEARS, lines in lines(40), after in 0..900_i32, jurisdiction in any_jurisdiction(),
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let entries = ledger(first, &lines, true);
        for duty in assess(jurisdiction, &entries, as_of).duties {
            let day = |position: Option<usize>| position.map(|position| entries[position].on);
            let due = duty.due.day;
            let holds = match (duty.state, day(duty.met_by), day(duty.ended_by)) {
                (State::Met, Some(met), None) => met <= due && met <= as_of,
                (State::Late, Some(met), None) => due < met && met <= as_of,
                (State::Open, None, None) => as_of <= due,
                (State::Overdue | State::Missed, None, None) => due < as_of,
                (State::Void, None, Some(ended)) => ended <= due && ended <= as_of,
                (State::Missed, None, Some(ended)) => due < ended && ended <= as_of,
                _ => false,
            };
            prop_assert!(holds, "{duty:?}");
            prop_assert!(entries[duty.because].on <= as_of, "{duty:?}");
        }
    }

    /// 28 years of plain weeks later, or 400, the same weekdays, months and leap days come round.
    #[test]
    fn moving_a_ledger_by_whole_cycles_of_the_calendar_moves_everything_equally(
        first in PLAIN_YEARS, lines in lines(40), after in 0..900_i32,
        days in prop_oneof![Just(10_227), Just(146_097), Just(10 * 146_097)],
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let entries = ledger(first, &lines, true);
        let before = beijing(&entries, as_of);
        let later = beijing(&moved(&entries, days), as_of.plus_days(days));
        prop_assert_eq!(moved_assessment(&before, days), later);
    }

    /// Months and quarters apart, weeks are all that counts where no notice changes them.
    #[test]
    fn moving_a_ledger_by_whole_weeks_moves_what_is_counted_in_days_equally(
        first in PLAIN_YEARS, lines in lines(40), after in 0..900_i32, weeks in 1..300_i32,
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let days = weeks * 7;
        let entries = ledger(first, &lines, true);
        let of_days = |assessment: Assessment, days| -> Vec<Duty> {
            let duties = assessment.duties.iter().filter(|duty| !counts_months(duty));
            duties.map(|duty| moved_duty(duty, days)).collect()
        };
        let before = of_days(beijing(&entries, as_of), days);
        let later = of_days(beijing(&moved(&entries, days), as_of.plus_days(days)), 0);
        prop_assert_eq!(before, later);
    }

    #[test]
    fn the_order_of_the_lines_of_different_days_changes_nothing(
        first in YEARS, lines in lines(40), after in 0..900_i32,
        keys in vec(any::<u32>(), 40), jurisdiction in any_jurisdiction(),
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let entries = ledger(first, &lines, true);
        let (shuffled, old) = reordered(&entries, &keys);
        let mut found = assess(jurisdiction, &shuffled, as_of);
        for duty in &mut found.duties {
            duty.because = old[duty.because];
            duty.met_by = duty.met_by.map(|position| old[position]);
            duty.ended_by = duty.ended_by.map(|position| old[position]);
        }
        for gate in &mut found.gates {
            for position in &mut gate.because {
                *position = old[*position];
            }
        }
        prop_assert_eq!(assess(jurisdiction, &entries, as_of), found);
    }

    /// Also what a corrected entry was named by: a follow-up of it is one that names nothing.
    #[test]
    fn a_corrected_entry_leaves_what_its_absence_would_leave(
        first in YEARS, lines in lines(30), wrong in any_line(), corrected_after in 0..900_i32,
        after in 0..900_i32, followed_up_after in 0..60_i32, at_the_end in any::<bool>(),
        jurisdiction in any_jurisdiction(),
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let mut entries = ledger(first, &lines, true);
        let position = entries.len();
        let plain = |kind: Kind, on: Day, of: Option<usize>| Entry {
            id: "末".into(),
            kind,
            on,
            initiated_by: Initiator::Agency,
            detail: Detail::About { of, stage: None },
            office: None,
            staff: None,
        };
        // In the ledger without the error a contact far in the future holds the place.
        let mut without = entries.clone();
        without.push(plain(Kind::Contacted, Day::LAST, None));
        without.push(plain(Kind::Contacted, Day::LAST, None));
        // The error, its correction and the follow-up also come last, in order.
        let last = entries.iter().map(|entry| entry.on).max().filter(|_| at_the_end);
        let error = entry(last.unwrap_or(first), &wrong, &entries, false);
        let mut correction = first.plus_days(corrected_after.min(after));
        let mut follow_up = first.plus_days(followed_up_after);
        if at_the_end {
            correction = correction.max(error.on);
            follow_up = follow_up.max(correction);
        }
        let as_of = as_of.max(correction);
        entries.push(error);
        entries.push(plain(Kind::Corrected, correction, Some(position)));
        entries.push(plain(Kind::FollowedUp, follow_up, Some(position)));
        without.push(plain(Kind::FollowedUp, follow_up, None));
        prop_assert_eq!(
            said_now(assess(jurisdiction, &entries, as_of)),
            said_now(assess(jurisdiction, &without, as_of))
        );
    }

    /// What is known on a day stays so on any later day, if nothing is corrected: the duties are
    /// the same ones, and what was settled stays settled in the same way. Two things are known only
    /// later: the end of a training (BJ18-27(2)c is re-dated by it), and the quarter under way
    /// (BJ18-48 is about its end).
    #[test]
    fn what_is_settled_stays_settled(
        first in YEARS, lines in lines(40), after in 0..600_i32, more in 0..500_i32,
        jurisdiction in any_jurisdiction(),
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let entries = ledger(first, &lines, false);
        let later = assess(jurisdiction, &entries, as_of.plus_days(more)).duties;
        let later: HashMap<_, &Duty> = later.iter().map(|duty| (key(duty), duty)).collect();
        for duty in assess(jurisdiction, &entries, as_of).duties {
            if id(&duty) == "BJ18-48" && as_of < quarter_end(duty.from) {
                continue;
            }
            let Some(then) = later.get(&key(&duty)) else {
                return Err(TestCaseError::fail(format!("gone: {duty:?}")));
            };
            if then.from != duty.from {
                continue;
            }
            prop_assert_eq!((then.due, then.basis), (duty.due, duty.basis));
            match duty.state {
                State::Open => {}
                State::Overdue => prop_assert!(
                    matches!(then.state, State::Overdue | State::Late | State::Missed),
                    "{duty:?} became {then:?}"
                ),
                // A window past may yet be followed by what would have ended the duty.
                State::Missed => prop_assert_eq!((then.state, then.met_by), (duty.state, None)),
                State::Met | State::Late | State::Void => prop_assert_eq!(*then, &duty),
            }
        }
    }

    #[test]
    fn what_happens_after_the_as_of_day_changes_nothing(
        first in YEARS, known in lines(30), unknown in vec(any_line(), 1..10), after in 0..900_i32,
        jurisdiction in any_jurisdiction(),
    ) {
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let mut entries = ledger(first, &known, true);
        for entry in &mut entries {
            entry.on = entry.on.min(as_of);
        }
        let before = assess(jurisdiction, &entries, as_of);
        for line in &unknown {
            let mut later = entry(first, line, &entries, true);
            later.on = later.on.max(as_of.plus_days(1));
            entries.push(later);
        }
        prop_assert_eq!(said_now(before), said_now(assess(jurisdiction, &entries, as_of)));
    }

    #[test]
    fn where_only_the_national_text_sets_periods_only_two_duties_are_owed(
        first in YEARS, lines in lines(40), after in 0..900_i32,
        jurisdiction in prop_oneof![Just(Jurisdiction::Hebei), Just(Jurisdiction::National)],
    ) {
        let first = Day::from_number(first);
        let entries = ledger(first, &lines, true);
        let found = assess(jurisdiction, &entries, first.plus_days(after));
        for duty in &found.duties {
            prop_assert!(["NA18-3", "NA18-4"].contains(&id(duty)), "{duty:?}");
            prop_assert!(entries[duty.because].on.to_string().as_str() >= "2018-12-05");
        }
        prop_assert!(found.gates.is_empty());
    }

    #[test]
    fn no_day_however_absurd_brings_the_rules_down(
        lines in lines(30), days in vec(extreme_day(), 30), others in vec(extreme_day(), 30),
        as_of in extreme_day(), jurisdiction in any_jurisdiction(),
    ) {
        let mut entries = ledger(Day::FIRST, &lines, true);
        for ((entry, on), other) in entries.iter_mut().zip(days).zip(others) {
            entry.on = on;
            match &mut entry.detail {
                Detail::Training { ends } => *ends = other.max(on),
                Detail::FairDay { day, .. } => *day = other,
                _ => {}
            }
        }
        let found = assess(jurisdiction, &entries, as_of);
        prop_assert!(found.duties.iter().all(|duty| entries[duty.because].on <= as_of));
    }
}

fn extreme_day() -> impl Strategy<Value = Day> {
    prop_oneof![
        Just(Day::FIRST),
        Just(Day::LAST),
        (0..400_i32).prop_map(|days| Day::FIRST.plus_days(days)),
        (0..400_i32).prop_map(|days| Day::LAST.plus_days(-days)),
        YEARS.prop_map(Day::from_number),
    ]
}
