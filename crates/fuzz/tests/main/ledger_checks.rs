//! Whole ledgers, from lines to duties.

use std::collections::HashSet;
use std::io;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

use check::{GateRow, Listener, Options, RefusedLine, Summary, check};
use ledger::Reader;
use rules::{Jurisdiction, Rulebook};

use crate::edits::{Edit, changed, edits, place};
use crate::ledger_lines::{LINES, changed_fields};
use crate::{LAW, target, today};

static RULEBOOKS: LazyLock<Vec<Rulebook<'static>>> = LazyLock::new(|| {
    Jurisdiction::ALL.into_iter().map(|jurisdiction| Rulebook::new(&LAW, jurisdiction)).collect()
});

/// What a check says of a ledger.
#[derive(Clone, Debug, PartialEq)]
struct Findings {
    duties: Vec<String>,
    gates: Vec<GateRow>,
    summary: Summary,
    subjects: u64,
    entries: u64,
    overdue: u64,
}

struct Refusals(Vec<RefusedLine>);

impl Listener for Refusals {
    fn progress(&mut self, _: u64) {}

    fn refused(&mut self, line: &RefusedLine) {
        self.0.push(line.clone());
    }
}

fn findings(
    lines: &[Vec<u8>],
    rulebook: usize,
    grouped: bool,
    jobs: usize,
) -> (Findings, Vec<RefusedLine>) {
    let options = Options {
        rulebook: &RULEBOOKS[rulebook % RULEBOOKS.len()],
        as_of: today(),
        grouped,
        gates: true,
        offices: true,
        jobs: NonZeroUsize::new(jobs).expect("some threads"),
    };
    let mut refusals = Refusals(Vec::new());
    let text = lines.join(&b'\n');
    let mut checked = check(&*text, options, &mut refusals).expect("a ledger in memory");
    assert_eq!(checked.refused, refusals.0.len() as u64);
    assert!(refusals.0.is_sorted_by(|one, other| one.line < other.line));
    let (count, overdue) = (checked.duty_count, checked.overdue);
    let (subjects, entries) = (checked.subjects, checked.entries);
    let gates = std::mem::take(&mut checked.gates);
    let summary = std::mem::take(&mut checked.summary);
    let mut duties = Vec::new();
    let mut last = None;
    checked
        .duties::<io::Error>(|row| {
            let key = (row.due.day, row.subject.to_owned());
            assert!(last.as_ref().is_none_or(|last| *last <= key));
            last = Some(key);
            duties.push(format!("{row:?}"));
            Ok(())
        })
        .expect("duties in memory");
    assert_eq!(count, duties.len() as u64);
    (Findings { duties, gates, summary, subjects, entries, overdue }, refusals.0)
}

fn subject(line: &[u8]) -> Option<String> {
    Reader::new().draft(line).ok().flatten().map(|draft| draft.subject.into_owned())
}

/// Takes a stretch of the lines and changes it: lines come twice, change places, go, break off,
/// get other fields or other bytes.
fn changed_ledger(start: u16, length: u16, edits: &[Edit]) -> Vec<Vec<u8>> {
    let start = place(start, LINES.len());
    let end = (start + 2 + usize::from(length % 60)).min(LINES.len());
    let mut lines = LINES[start..end].to_vec();
    for &(what, first, second, byte) in edits {
        if lines.is_empty() {
            break;
        }
        let first = place(first, lines.len());
        let other = place(second, lines.len());
        match what % 12 {
            0 => lines.insert(other, lines[first].clone()),
            1 | 2 => lines.swap(first, other),
            3 => drop(lines.remove(first)),
            4 => lines[first].truncate(usize::from(second % 200)),
            5..=9 => {
                if serde_json::from_slice::<serde_json::Value>(&lines[first])
                    .is_ok_and(|value| value.is_object())
                {
                    lines[first] =
                        changed_fields(&lines[first], &[(byte % 4, second, second, byte)]);
                }
            }
            _ => lines[first] = changed(&lines[first], &[(what, second, second, byte)]),
        }
    }
    // A line end within a line would make two of it.
    for line in &mut lines {
        line.retain(|byte| *byte != b'\n');
    }
    lines
}

/// Puts the lines of each subject together, the subjects in the order in which they first come.
fn grouped(lines: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut order = Vec::new();
    for line in lines {
        let subject = subject(line);
        if !order.contains(&subject) {
            order.push(subject);
        }
    }
    let of = |wanted: &Option<String>| {
        let lines = lines.iter().filter(|line| subject(line) == *wanted);
        lines.cloned().collect::<Vec<_>>()
    };
    order.iter().flat_map(of).collect()
}

#[test]
fn a_ledger_grouped_or_scattered_on_any_number_of_threads() {
    let generator = (bolero::produce::<(u16, u16, u8)>(), edits(20));
    target!().with_generator(generator).for_each(|((start, length, rulebook), edits)| {
        let rulebook = usize::from(*rulebook);
        let lines = changed_ledger(*start, *length, edits);
        let (scattered, _) = findings(&lines, rulebook, false, 1);
        let together = grouped(&lines);
        let (expected, refused) = findings(&together, rulebook, false, 1);
        assert_eq!(scattered, expected);
        for jobs in [1, 3] {
            let (found, told) = findings(&together, rulebook, true, jobs);
            assert_eq!((found, told), (expected.clone(), refused.clone()));
        }
    });
}

#[test]
fn a_refused_line_is_as_good_as_none() {
    let generator = (bolero::produce::<(u16, u16, u8)>(), edits(12));
    target!().with_generator(generator).for_each(|((start, length, rulebook), edits)| {
        let rulebook = usize::from(*rulebook);
        let lines = changed_ledger(*start, *length, edits);
        let (with, refused) = findings(&lines, rulebook, false, 1);
        let refused: HashSet<u64> = refused.iter().map(|line| line.line).collect();
        let kept: Vec<Vec<u8>> = (1..)
            .zip(&lines)
            .filter(|(number, _)| !refused.contains(number))
            .map(|(_, line)| line.clone())
            .collect();
        let (without, again) = findings(&kept, rulebook, false, 1);
        assert_eq!(again, []);
        assert_eq!(with, without);
    });
}

#[test]
fn a_subject_is_judged_by_its_own_lines() {
    let generator = (bolero::produce::<(u16, u16, u8)>(), edits(12));
    target!().with_generator(generator).for_each(|((start, length, rulebook), edits)| {
        let rulebook = usize::from(*rulebook);
        let lines = changed_ledger(*start, *length, edits);
        let (all, _) = findings(&lines, rulebook, false, 1);
        let Some(one) = lines.iter().find_map(|line| subject(line)) else { return };
        let (own, others): (Vec<_>, Vec<_>) =
            lines.iter().cloned().partition(|line| subject(line).as_ref() == Some(&one));
        let (own, _) = findings(&own, rulebook, false, 1);
        let (others, _) = findings(&others, rulebook, false, 1);
        assert_eq!(all.entries, own.entries + others.entries);
        assert_eq!(all.overdue, own.overdue + others.overdue);
        let mut parts = [own.duties, others.duties].concat();
        let mut whole = all.duties;
        parts.sort();
        whole.sort();
        assert_eq!(whole, parts);
    });
}
