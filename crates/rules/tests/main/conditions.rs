//! The conditions of a gate say what the rules decide, on ledgers made up at random.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kernel::Day;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rules::{Entry, Gate, Jurisdiction, Law, Rulebook};

use crate::notation::CaseLedger;
use crate::random_ledgers::{ledger, lines};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::shipped().expect("sound law files"));

/// 2018-02-01 to 2027-10-15.
const YEARS: std::ops::Range<i32> = 17_563..21_107;

/// Compares a look at each gate with what the rules say.
fn agree(jurisdiction: Jurisdiction, entries: &[Entry<'_>], as_of: Day) -> Result<(), String> {
    let rulebook = Rulebook::new(&LAW, jurisdiction);
    let open = rulebook.assess(entries, as_of).gates;
    for gate in Gate::ALL {
        let list = rulebook.conditions(gate, entries, as_of);
        let all_met = list.iter().all(|condition| condition.is_met);
        let found = open.iter().find(|open| open.gate == gate);
        if all_met != found.is_some() {
            return Err(format!("{jurisdiction:?} {as_of} {gate:?} {found:?}: {list:#?}"));
        }
        // What opened the gate stands behind its conditions.
        let behind: BTreeSet<usize> =
            list.iter().flat_map(|condition| condition.because.iter().copied()).collect();
        for position in found.map(|open| open.because.as_slice()).unwrap_or_default() {
            if !behind.contains(position) {
                return Err(format!("{gate:?}: {position} is missing in {list:#?}"));
            }
        }
    }
    Ok(())
}

/// The property says nothing unless each condition of each gate is seen met and unmet.
#[test]
fn every_condition_is_seen_met_and_unmet() {
    let rulebook = Rulebook::new(&LAW, Jurisdiction::Beijing);
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeSet<(&str, usize, bool)> = BTreeSet::new();
    for _ in 0..1500 {
        let (first, lines, after) =
            (YEARS, lines(40), 0..700_i32).new_tree(&mut runner).unwrap().current();
        let first = Day::from_number(first);
        let as_of = first.plus_days(after);
        let entries = ledger(first, &lines, true);
        for gate in Gate::ALL {
            let list = rulebook.conditions(gate, &entries, as_of);
            for (at, condition) in list.iter().rev().enumerate() {
                assert_eq!(condition.clause, gate.clause());
                seen.insert((gate.clause(), at, condition.is_met));
            }
        }
    }
    let counts: Vec<usize> = Gate::ALL
        .iter()
        .map(|gate| rulebook.conditions(*gate, &[], Day::from_number(20_600)).len())
        .collect();
    assert_eq!(counts, [3, 5, 4, 4, 2, 6]);
    for (gate, count) in Gate::ALL.iter().zip(counts) {
        for at in 0..count {
            for is_met in [true, false] {
                assert!(seen.contains(&(gate.clause(), at, is_met)), "{gate:?} {at} {is_met}");
            }
        }
    }
}

#[test]
fn a_condition_says_the_figure_that_was_found_and_the_one_that_is_asked() {
    let text = "2026-01-05 签订援助协议\n2026-01-06 就业准备评估 具备上岗条件=是\n\
                甲 2026-01-07 匹配推荐\n\
                2026-01-08 推荐结果 针对=甲 录用=否 本人原因=否";
    let read = CaseLedger::read(text).unwrap();
    let as_of: Day = "2026-02-01".parse().unwrap();
    let rulebook = Rulebook::new(&LAW, Jurisdiction::Beijing);
    let list = rulebook.conditions(Gate::PublicPost, &read.entries, as_of);
    let recommended = list.last().expect("a condition");
    assert_eq!(
        (&*recommended.words, &*recommended.found, recommended.is_met, &*recommended.because),
        ("本期协议内匹配推荐 5 次以上因非本人原因没有录用", "1 次", false, &[2][..])
    );
    assert_eq!(list[1].found, "2026-01-05 签订，2026-07-05 满 6 个月");
}

proptest! {
    #[test]
    fn all_conditions_are_met_exactly_when_the_gate_holds(
        first in YEARS, lines in lines(40), after in 0..900_i32,
        jurisdiction in proptest::sample::select(Jurisdiction::ALL.as_slice()),
    ) {
        let first = Day::from_number(first);
        let entries = ledger(first, &lines, true);
        let as_of = first.plus_days(after);
        // Also on the very days on which time opens a gate, and the days before.
        let found = Rulebook::new(&LAW, jurisdiction).assess(&entries, as_of);
        let opened = found.gates.iter().map(|open| open.since);
        let days: Vec<Day> = opened.chain(found.next_look).chain([as_of]).collect();
        for day in days.iter().flat_map(|day| [day.plus_days(-1), *day]) {
            prop_assert_eq!(agree(jurisdiction, &entries, day), Ok(()));
        }
    }
}
