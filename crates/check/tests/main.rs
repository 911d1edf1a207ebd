//! A whole ledger, whatever the order of its subjects.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use check::{Listener, Options, RefusedLine, check, write_gate};
use city::LedgerPlan;
use kernel::Day;
use proptest::prelude::*;
use rules::{Jurisdiction, Law, Rulebook};

struct NothingRefused;

impl Listener for NothingRefused {
    fn progress(&mut self, _bytes: u64) {}

    fn refused(&mut self, line: &RefusedLine) {
        panic!("line {} was refused: {}", line.line, line.reason);
    }
}

fn day() -> Day {
    Day::new(2026, 6, 30).expect("a day")
}

/// Gives the lines of a small city, subject by subject.
fn subjects(law: &Law) -> Vec<Vec<String>> {
    let mut text = Vec::new();
    let plan = LedgerPlan::of_two_years(40, 11, day());
    city::write_ledger(&plan, law, &mut text, &mut |_| {}).expect("memory can be written to");
    let text = String::from_utf8(text).expect("a ledger is text");
    let mut subjects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        let subject = ledger::subject_of(line.as_bytes()).expect("every line has a subject");
        subjects.entry(subject.into_owned()).or_default().push(line.to_owned());
    }
    subjects.into_values().collect()
}

/// Gives the duties and then the gates of a ledger, as they are printed.
fn printed(law: &Law, lines: &[&str], grouped: bool) -> Vec<String> {
    let rulebook = Rulebook::new(law, Jurisdiction::Beijing);
    let options = Options {
        rulebook: &rulebook,
        as_of: day(),
        grouped,
        gates: true,
        offices: false,
        jobs: NonZeroUsize::MIN,
    };
    let text = lines.join("\n");
    let mut checked = check(text.as_bytes(), options, &mut NothingRefused).expect("it is read");
    let gates = std::mem::take(&mut checked.gates);
    let mut out = Vec::new();
    checked.write_duties(options.jobs, |_| true, &mut out).expect("memory can be written to");
    for gate in &gates {
        write_gate(gate, &mut out).expect("memory can be written to");
    }
    let out = String::from_utf8(out).expect("what is printed is text");
    out.lines().map(str::to_owned).collect()
}

#[test]
fn splitting_a_ledger_by_subject_changes_nothing() {
    let law = Law::shipped().expect("the law is in order");
    let subjects = subjects(&law);
    let whole: Vec<&str> = subjects.iter().flatten().map(String::as_str).collect();
    let mut whole = printed(&law, &whole, true);
    let mut parts: Vec<String> = subjects
        .iter()
        .flat_map(|lines| {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            printed(&law, &lines, true)
        })
        .collect();
    assert!(whole.len() > 200, "only {} duties and gates", whole.len());
    whole.sort();
    parts.sort();
    assert_eq!(parts, whole);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_lines_of_different_subjects_changes_nothing(
        draws in prop::collection::vec(any::<prop::sample::Index>(), 1500),
    ) {
        let law = Law::shipped().expect("the law is in order");
        let subjects = subjects(&law);
        let whole: Vec<&str> = subjects.iter().flatten().map(String::as_str).collect();
        // Each draw takes the next line of some subject that has lines left.
        let mut left: Vec<std::slice::Iter<'_, String>> =
            subjects.iter().map(|lines| lines.iter()).collect();
        let mut mixed: Vec<&str> = Vec::new();
        for draw in draws.iter().cycle() {
            left.retain(|lines| lines.len() > 0);
            if left.is_empty() {
                break;
            }
            let place = draw.index(left.len());
            mixed.extend(left[place].next().map(String::as_str));
        }
        prop_assert_eq!(mixed.len(), whole.len());
        prop_assert_eq!(printed(&law, &mixed, false), printed(&law, &whole, true));
    }
}
