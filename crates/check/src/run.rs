//! Checking a ledger from beginning to end.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;

use kernel::Day;
use ledger::subject_of;
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
    /// How many entries count.
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
        check_grouped(source, options, &mut tally, listener)?;
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
    seen: HashSet<SubjectDigest>,
}

impl Tally {
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

fn check_grouped(
    source: impl BufRead + Send,
    options: Options<'_>,
    tally: &mut Tally,
    listener: &mut dyn Listener,
) -> io::Result<()> {
    let question = options.question();
    let nothing = HashSet::new();
    let mut blocks = Blocks::new(source);
    let mut bytes = 0;
    in_order(
        options.jobs,
        || blocks.next(last_subject_start),
        |block: &Block| block::check(question, block.lines(), &nothing),
        |block, mut outcome| {
            // Blocks are checked without knowing of each other. Where a subject of an earlier one
            // comes back, which a grouped file does not do, the block is checked again.
            if outcome.subjects.iter().any(|subject| tally.seen.contains(subject)) {
                outcome = block::check(question, block.lines(), &tally.seen);
            }
            tally.seen.extend(&outcome.subjects);
            for refused in &outcome.refused {
                listener.refused(refused);
            }
            bytes += block.len() as u64;
            listener.progress(bytes);
            tally.take(outcome)
        },
    )
}

/// Finds where the last subject of some whole lines begins; nothing where it is the only one.
fn last_subject_start(bytes: &[u8]) -> Option<usize> {
    let mut end = bytes.len();
    let mut last: Option<String> = None;
    let mut start_of_last = end;
    while end > 0 {
        let start = memchr::memrchr(b'\n', &bytes[..end - 1]).map_or(0, |newline| newline + 1);
        // A line without a subject is refused wherever it stands.
        if let Some(subject) = subject_of(&bytes[start..end]) {
            match &last {
                Some(last) if *last == subject => {}
                Some(_) => return Some(start_of_last),
                None => last = Some(subject.into_owned()),
            }
            start_of_last = start;
        }
        end = start;
    }
    None
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
