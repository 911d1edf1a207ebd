//! Checking a ledger from beginning to end.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;

use kernel::Day;
use ledger::{Reader, subject_of};
use rules::{Rulebook, State};

use crate::block::{self, Outcome, Question, SubjectDigest};
use crate::input::{Block, Blocks};
use crate::json::write_duty;
use crate::parallel::in_order;
use crate::row::{DutyRow, GateRow, RefusedLine};
use crate::spill::{Spill, rows};
use crate::summary::Summary;

/// How a ledger is to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Options<'law> {
    /// The rules.
    pub rulebook: &'law Rulebook<'law>,
    /// The day as of which duties and gates are judged.
    pub as_of: Day,
    /// The file is grouped by subject, so that memory need hold one subject at a time.
    pub grouped: bool,
    /// Gates are wanted too.
    pub gates: bool,
    /// Offices, staff and the summary by them are wanted.
    pub offices: bool,
    /// How many threads check.
    pub jobs: NonZeroUsize,
}

/// What a check has found. The duties are kept outside memory and handed over by
/// [`Checked::duties`].
#[derive(Debug, Default)]
pub struct Checked {
    spill: Spill,
    /// The gates that hold, by subject and gate. Empty where they were not asked for.
    pub gates: Vec<GateRow>,
    /// The summary by office and staff. Empty where it was not asked for.
    pub summary: Summary,
    /// How many subjects have entries.
    pub subjects: u64,
    /// How many entries stand in the lines that were not refused, corrected and future ones too.
    pub entries: u64,
    /// How many duties there are.
    pub duty_count: u64,
    /// How many duties are overdue.
    pub overdue: u64,
    /// How many lines were refused.
    pub refused: u64,
}

impl Checked {
    /// Hands every duty over in the order of the contract: by due date, subject, rule, all by
    /// bytes, ties by the order of the starting entries.
    pub fn duties<E: From<io::Error>>(
        self,
        mut take: impl FnMut(&DutyRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut merge = self.spill.merge()?;
        while let Some(chunk) = merge.next_chunk()? {
            rows(&chunk, &mut take)?;
        }
        Ok(())
    }

    /// Writes the duties in the same order as the contract's JSON, those only whose state is
    /// wanted, on several threads.
    pub fn write_duties(
        self,
        jobs: NonZeroUsize,
        wanted: impl Fn(State) -> bool + Sync,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let mut merge = self.spill.merge()?;
        in_order(
            jobs,
            || merge.next_chunk(),
            |chunk: &Vec<u8>| {
                let mut text = Vec::with_capacity(chunk.len() * 3);
                rows::<io::Error>(chunk, |row| {
                    if wanted(row.state) { write_duty(row, &mut text) } else { Ok(()) }
                })?;
                Ok(text)
            },
            |_, text: io::Result<Vec<u8>>| out.write_all(&text?),
        )
    }
}

/// What the check tells while it runs.
pub trait Listener {
    /// So many bytes of the ledger have been dealt with.
    fn progress(&mut self, bytes: u64);
    /// A line was refused; lines come in their order.
    fn refused(&mut self, line: &RefusedLine);
}

/// Checks a ledger in the form of the contract.
pub fn check(
    source: impl BufRead + Send,
    options: Options<'_>,
    listener: &mut dyn Listener,
) -> io::Result<Checked> {
    let mut tally = Tally::default();
    if options.grouped {
        check_grouped(Blocks::new(source), options, &mut tally, listener)?;
    } else {
        check_scattered(source, options, &mut tally, listener)?;
    }
    tally.checked.gates.sort_by(|one, other| {
        (&one.subject, one.gate.clause()).cmp(&(&other.subject, other.gate.clause()))
    });
    Ok(tally.checked)
}

impl Options<'_> {
    const fn question(&self) -> Question<'_> {
        Question {
            rulebook: self.rulebook,
            as_of: self.as_of,
            gates: self.gates,
            offices: self.offices,
        }
    }
}

#[derive(Debug, Default)]
struct Tally {
    checked: Checked,
}

impl Tally {
    fn tell_and_take(&mut self, outcome: Outcome, listener: &mut dyn Listener) -> io::Result<()> {
        for refused in &outcome.refused {
            listener.refused(refused);
        }
        self.take(outcome)
    }

    fn take(&mut self, outcome: Outcome) -> io::Result<()> {
        let checked = &mut self.checked;
        checked.subjects += outcome.subjects.len() as u64;
        checked.entries += outcome.entries;
        checked.duty_count += outcome.duty_count;
        checked.overdue += outcome.overdue;
        checked.refused += outcome.refused.len() as u64;
        checked.gates.extend(outcome.gates);
        checked.summary.merge(outcome.summary);
        checked.spill.add(outcome.duties)
    }
}

fn check_grouped<R: BufRead + Send>(
    mut blocks: Blocks<R>,
    options: Options<'_>,
    tally: &mut Tally,
    listener: &mut dyn Listener,
) -> io::Result<()> {
    let question = options.question();
    let nothing = HashSet::new();
    let mut seams = Seams::default();
    let mut bytes = 0;
    in_order(
        options.jobs,
        || blocks.next(last_subject_start),
        |block: &Block| block::check(question, block.lines(), &nothing),
        |block, outcome| {
            bytes += block.len() as u64;
            if let Some(outcome) = seams.pass(block, outcome, question) {
                tally.tell_and_take(outcome, listener)?;
            }
            listener.progress(bytes);
            Ok(())
        },
    )?;
    seams.last.map_or(Ok(()), |(_, outcome)| tally.tell_and_take(outcome, listener))
}

/// Watches over the seams between blocks, which are checked without knowing of each other.
///
/// A subject of an earlier block may not come back, and one that a refused line only seems to
/// interrupt goes on; both are rare, and the blocks in question are then checked again.
#[derive(Default)]
struct Seams {
    /// The subjects that are over.
    over: HashSet<SubjectDigest>,
    /// The last block with its outcome, held back because its last subject may go on.
    last: Option<(Block, Outcome)>,
}

impl Seams {
    /// Takes the next block with its outcome, and gives the one before it, now settled.
    fn pass(
        &mut self,
        block: Block,
        mut outcome: Outcome,
        question: Question<'_>,
    ) -> Option<Outcome> {
        if outcome.subjects.iter().any(|subject| self.over.contains(subject)) {
            outcome = block::check(question, block.lines(), &self.over);
        }
        let Some((last_block, last)) = self.last.take() else {
            self.hold(block, outcome);
            return None;
        };
        let going_on = last.subjects.last().copied();
        if going_on.is_some() && outcome.subjects.first().copied() == going_on {
            for subject in &last.subjects {
                self.over.remove(subject);
            }
            let joined = last_block.join(&block);
            let outcome = block::check(question, joined.lines(), &self.over);
            self.hold(joined, outcome);
            return None;
        }
        if outcome.subjects.is_empty() {
            // Nothing of it counts, so the subject before it may still go on.
            let joined = last_block.join(&block);
            let mut refused = outcome.refused;
            let mut last = last;
            last.refused.append(&mut refused);
            self.last = Some((joined, last));
            return None;
        }
        if let Some(subject) = going_on {
            self.over.insert(subject);
            if outcome.subjects.contains(&subject) {
                outcome = block::check(question, block.lines(), &self.over);
            }
        }
        self.hold(block, outcome);
        Some(last)
    }

    fn hold(&mut self, block: Block, outcome: Outcome) {
        if let Some((_, over)) = outcome.subjects.split_last() {
            self.over.extend(over);
        }
        self.last = Some((block, outcome));
    }
}

/// Finds where the last subject of some whole lines begins; nothing where it is the only one. Where
/// no line can begin a subject, none is torn apart at the end.
fn last_subject_start(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::new();
    let mut last: Option<(String, usize)> = None;
    let mut end = bytes.len();
    while end > 0 {
        let start = memchr::memrchr(b'\n', &bytes[..end - 1]).map_or(0, |newline| newline + 1);
        let line = &bytes[start..end - 1];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        end = start;
        // A line that is refused, or that names another, begins no subject.
        let Ok(Some(draft)) = reader.draft(line) else { continue };
        if draft.check_first().is_err() {
            continue;
        }
        match &mut last {
            None => last = Some((draft.subject.into_owned(), start)),
            Some((subject, begins)) if *subject == draft.subject => *begins = start,
            Some((_, begins)) => return Some(*begins),
        }
    }
    last.is_none().then_some(bytes.len())
}

/// Numbered lines of whole subjects.
type Lines<'a> = Vec<(u64, &'a [u8])>;

/// How many lines a piece of work has at least, where subjects are scattered over the file.
const LINES_AT_ONCE: usize = 10_000;

fn check_scattered(
    source: impl BufRead,
    options: Options<'_>,
    tally: &mut Tally,
    listener: &mut dyn Listener,
) -> io::Result<()> {
    let mut blocks = Vec::new();
    let mut reading = Blocks::new(source);
    while let Some(block) = reading.next(|whole| Some(whole.len()))? {
        blocks.push(block);
    }
    let bytes: u64 = blocks.iter().map(|block| block.len() as u64).sum();
    let pieces = gather(&blocks);
    let count = pieces.len() as u64;
    let question = options.question();
    let nothing = HashSet::new();
    let mut next = pieces.into_iter();
    let mut refused = Vec::new();
    let mut done = 0;
    in_order(
        options.jobs,
        || Ok::<_, io::Error>(next.next()),
        |lines: &Lines<'_>| block::check(question, lines.iter().copied(), &nothing),
        |_, mut outcome| {
            refused.append(&mut outcome.refused);
            done += 1;
            listener.progress(bytes * done / count);
            tally.take(outcome)
        },
    )?;
    refused.sort_by_key(|refused: &RefusedLine| refused.line);
    tally.checked.refused = refused.len() as u64;
    for refused in &refused {
        listener.refused(refused);
    }
    Ok(())
}

/// Gathers the lines of each subject, subjects in the order of their first lines, and makes pieces
/// of work of them. Lines that name no subject, to be refused for it, come first.
fn gather(blocks: &[Block]) -> Vec<Lines<'_>> {
    let mut numbers: HashMap<Cow<'_, str>, usize> = HashMap::new();
    let mut subjects: Vec<Lines<'_>> = vec![Lines::new()];
    for (number, line) in blocks.iter().flat_map(Block::lines) {
        let place = subject_of(line).map_or(0, |subject| {
            let next = subjects.len();
            *numbers.entry(subject).or_insert(next)
        });
        if place == subjects.len() {
            subjects.push(Lines::new());
        }
        subjects[place].push((number, line));
    }
    let mut pieces: Vec<Lines<'_>> = Vec::new();
    for mut lines in subjects {
        match pieces.last_mut() {
            Some(piece) if piece.len() < LINES_AT_ONCE => piece.append(&mut lines),
            _ => pieces.push(lines),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use rules::{Jurisdiction, Law};

    use super::*;

    #[derive(Default)]
    struct Refused(Vec<u64>);

    impl Listener for Refused {
        fn progress(&mut self, _bytes: u64) {}

        fn refused(&mut self, line: &RefusedLine) {
            self.0.push(line.line);
        }
    }

    fn line(id: usize, subject: &str, rest: &str) -> String {
        format!(r#"{{"id":"{id}","subject":"{subject}","on":"2026-06-01",{rest}}}"#)
    }

    /// A ledger grouped by subject as far as its right lines go, with lines that are refused in
    /// between: nonsense, lines of other subjects that name nothing, subjects that come back.
    fn damaged_ledger() -> String {
        let mut lines = Vec::new();
        for (number, subject) in ["a", "b", "c", "d"].into_iter().enumerate() {
            lines.push(line(1, subject, r#""kind":"recommended""#));
            lines.push("nonsense".to_owned());
            lines.push(line(2, "z", r#""kind":"followed_up","of":"1""#));
            lines.push(line(3, subject, r#""kind":"followed_up","of":"1""#));
            if number > 1 {
                lines.push(line(4, "a", r#""kind":"contacted""#));
            }
            lines.push(line(5, subject, r#""kind":"seeker_registered""#));
            lines.push(String::new());
            lines.push(line(6, subject, r#""kind":"graded","level":3,"tool":"t""#));
        }
        lines.join("\n")
    }

    fn printed(
        rulebook: &Rulebook<'_>,
        text: &str,
        least: usize,
        jobs: usize,
    ) -> (Vec<u8>, Vec<u64>) {
        let options = Options {
            rulebook,
            as_of: "2026-06-30".parse().unwrap(),
            grouped: true,
            gates: false,
            offices: false,
            jobs: NonZeroUsize::new(jobs).unwrap(),
        };
        let mut tally = Tally::default();
        let mut refused = Refused::default();
        let blocks = Blocks::of_at_least(least, text.as_bytes());
        check_grouped(blocks, options, &mut tally, &mut refused).unwrap();
        let mut out = Vec::new();
        tally.checked.write_duties(options.jobs, |_| true, &mut out).unwrap();
        (out, refused.0)
    }

    #[test]
    fn wherever_a_block_ends_the_same_comes_out() {
        let law = Law::shipped().unwrap();
        let rulebook = Rulebook::new(&law, Jurisdiction::Beijing);
        let text = damaged_ledger();
        let whole = printed(&rulebook, &text, text.len() + 1, 1);
        // The nonsense, the line that names nothing, and a coming back in the two last.
        assert_eq!(whole.1.len(), 4 * 2 + 2);
        assert_eq!(memchr::memchr_iter(b'\n', &whole.0).count(), 4 * 2);
        for least in 1..=text.len() {
            for jobs in [1, 2] {
                assert!(
                    printed(&rulebook, &text, least, jobs) == whole,
                    "blocks of {least} bytes, {jobs} jobs"
                );
            }
        }
    }
}
