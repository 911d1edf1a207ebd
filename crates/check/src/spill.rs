//! Keeping sorted runs of duties, in memory while they are few and on disk beyond that, and
//! merging them into one order.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use crate::record;
use crate::row::DutyRow;

/// How many bytes of records stay in memory.
const KEPT_IN_MEMORY: usize = 16 << 20;

/// How many bytes the readers of all runs take together while merging.
const READ_AHEAD: usize = 16 << 20;

/// How many bytes of records are handed over at once, about.
const CHUNK: usize = 1 << 20;

/// How many bytes are read of a run at once, at least.
const LEAST_READ: usize = 4 << 10;

/// A sorted run of records.
#[derive(Debug)]
enum Run {
    Memory(Vec<u8>),
    Disk { start: u64, length: u64 },
}

/// Sorted runs, waiting to be merged.
#[derive(Debug)]
pub(crate) struct Spill {
    runs: Vec<Run>,
    in_memory: usize,
    kept_in_memory: usize,
    read_ahead: usize,
    file: Option<File>,
    written: u64,
}

impl Default for Spill {
    fn default() -> Self {
        Self::with_limits(KEPT_IN_MEMORY, READ_AHEAD)
    }
}

impl Spill {
    const fn with_limits(kept_in_memory: usize, read_ahead: usize) -> Self {
        let runs = Vec::new();
        Self { runs, in_memory: 0, kept_in_memory, read_ahead, file: None, written: 0 }
    }

    /// Takes a sorted run in.
    pub(crate) fn add(&mut self, run: Vec<u8>) -> io::Result<()> {
        if run.is_empty() {
            return Ok(());
        }
        self.in_memory += run.len();
        self.runs.push(Run::Memory(run));
        if self.in_memory > self.kept_in_memory {
            self.write_out()?;
        }
        Ok(())
    }

    fn write_out(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            self.file = Some(tempfile::tempfile()?);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        for run in &mut self.runs {
            if let Run::Memory(bytes) = run {
                file.write_all(bytes)?;
                let length = bytes.len() as u64;
                *run = Run::Disk { start: self.written, length };
                self.written += length;
            }
        }
        self.in_memory = 0;
        Ok(())
    }

    /// Begins to merge the runs.
    pub(crate) fn merge(mut self) -> io::Result<Merge> {
        let buffer = (self.read_ahead / self.runs.len().max(1)).clamp(LEAST_READ, 1 << 20);
        let mut heads = BinaryHeap::with_capacity(self.runs.len());
        for run in self.runs {
            let mut reader = RunReader::new(run, buffer);
            if let Some(head) = reader.head(self.file.as_mut())? {
                heads.push(Waiting { head, reader });
            }
        }
        Ok(Merge { heads, file: self.file })
    }
}

/// Runs being merged: by due date, then subject, then as the runs have them. A subject's duties
/// all stand in one run.
pub(crate) struct Merge {
    heads: BinaryHeap<Waiting>,
    file: Option<File>,
}

impl Merge {
    /// Gives the next records, some chunk of them; nothing at the end.
    pub(crate) fn next_chunk(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut chunk = Vec::with_capacity(CHUNK + CHUNK / 8);
        while chunk.len() < CHUNK {
            let Some(mut first) = self.heads.pop() else { break };
            // The run goes on being the first until another one's head comes before its own.
            loop {
                chunk.extend_from_slice(first.reader.record());
                let Some(head) = first.reader.advance(self.file.as_mut())? else { break };
                first.head.set(head);
                let next = self.heads.peek();
                if chunk.len() >= CHUNK || next.is_some_and(|next| next.head < first.head) {
                    self.heads.push(first);
                    break;
                }
            }
        }
        Ok(Some(chunk).filter(|chunk| !chunk.is_empty()))
    }
}

/// Reads the records of a chunk one after another.
pub(crate) fn rows<E: From<io::Error>>(
    chunk: &[u8],
    mut take: impl FnMut(&DutyRow<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = chunk;
    while !rest.is_empty() {
        let (row, length) = record::read(rest).ok_or_else(torn)?;
        take(&row)?;
        rest = &rest[length..];
    }
    Ok(())
}

/// What decides the order between runs.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    due: i32,
    subject: Vec<u8>,
}

impl Head {
    fn set(&mut self, (due, subject): (i32, &[u8])) {
        self.due = due;
        self.subject.clear();
        self.subject.extend_from_slice(subject);
    }
}

/// A run with its head, ordered so that the heap gives the least first.
struct Waiting {
    head: Head,
    reader: RunReader,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.head == other.head
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        other.head.cmp(&self.head)
    }
}

/// Reads the records of a run one after another.
struct RunReader {
    bytes: Vec<u8>,
    /// Where the present record begins, and how long it is.
    at: usize,
    length: usize,
    /// What is still on disk.
    next: u64,
    left: u64,
    buffer: usize,
}

impl RunReader {
    fn new(run: Run, buffer: usize) -> Self {
        let (bytes, next, left) = match run {
            Run::Memory(bytes) => (bytes, 0, 0),
            Run::Disk { start, length } => (Vec::new(), start, length),
        };
        Self { bytes, at: 0, length: 0, next, left, buffer }
    }

    fn head(&mut self, file: Option<&mut File>) -> io::Result<Option<Head>> {
        let head = self.advance(file)?;
        Ok(head.map(|(due, subject)| Head { due, subject: subject.to_vec() }))
    }

    /// Gives the present record.
    fn record(&self) -> &[u8] {
        &self.bytes[self.at..self.at + self.length]
    }

    /// Goes on to the next record and gives what its place in the order depends on.
    fn advance(&mut self, mut file: Option<&mut File>) -> io::Result<Option<(i32, &[u8])>> {
        self.at += self.length;
        self.length = 0;
        while record::outline(&self.bytes[self.at..]).is_none() {
            if self.left == 0 {
                return if self.at == self.bytes.len() { Ok(None) } else { Err(torn()) };
            }
            self.read_more(file.as_deref_mut().ok_or_else(torn)?)?;
        }
        let outline = record::outline(&self.bytes[self.at..]).ok_or_else(torn)?;
        self.length = outline.length;
        Ok(Some((outline.due, outline.subject)))
    }

    fn read_more(&mut self, file: &mut File) -> io::Result<()> {
        self.bytes.drain(..self.at);
        self.at = 0;
        let wanted = self.left.min(self.buffer as u64);
        file.seek(SeekFrom::Start(self.next))?;
        file.take(wanted).read_to_end(&mut self.bytes)?;
        self.next += wanted;
        self.left -= wanted;
        Ok(())
    }
}

fn torn() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "a spilled record is torn")
}

#[cfg(test)]
mod tests {
    use kernel::Day;
    use proptest::prelude::*;
    use rules::{Basis, Due, Kind, RuleIndex, State};

    use super::*;
    use crate::row::EntryMention;

    fn record(due: u8, subject: &str, id: &str) -> Vec<u8> {
        let on = Day::from_number(20_000);
        let mut bytes = Vec::new();
        record::write(
            &DutyRow {
                subject,
                rule: RuleIndex::all().next().expect("there are rules"),
                because: EntryMention { id, kind: Kind::Intake, on },
                from: on,
                due: Due::certain(on.plus_days(due.into())),
                state: State::Open,
                met_by: None,
                basis: Basis::Law,
                office: "",
                staff: "",
            },
            &mut bytes,
        );
        bytes
    }

    proptest! {
        /// Runs of different subjects, each sorted, come out in one order, whether they stay in
        /// memory or go to disk, however little of a run is read at once.
        #[test]
        fn runs_merge_into_one_order(
            runs in prop::collection::vec(prop::collection::vec((0..9_u8, 0..60_usize), 0..40), 0..9),
            kept_in_memory in prop_oneof![Just(0_usize), Just(700), Just(1 << 20)],
        ) {
            let mut spill = Spill::with_limits(kept_in_memory, 0);
            let mut wanted = Vec::new();
            for (number, mut duties) in runs.into_iter().enumerate() {
                duties.sort_unstable();
                let mut run = Vec::new();
                for (due, length) in duties {
                    let subject = format!("{}{number}", number * 7 % 5);
                    // Some ids are longer than what is read at once.
                    let id = "长".repeat(length * length);
                    run.extend_from_slice(&record(due, &subject, &id));
                    wanted.push((due, subject, length * length));
                }
                spill.add(run).unwrap();
            }
            wanted.sort_unstable();
            let mut merged = Vec::new();
            let mut merge = spill.merge().unwrap();
            while let Some(chunk) = merge.next_chunk().unwrap() {
                rows::<io::Error>(&chunk, |row| {
                    let due = row.due.day.number() - 20_000;
                    let length = row.because.id.chars().count();
                    merged.push((u8::try_from(due).unwrap(), row.subject.to_owned(), length));
                    Ok(())
                }).unwrap();
            }
            prop_assert_eq!(merged, wanted);
        }
    }

    #[test]
    fn a_torn_run_is_a_fault_and_not_an_end() {
        let mut run = record(1, "a", "1");
        run.pop();
        let mut spill = Spill::default();
        spill.add(run).unwrap();
        assert!(spill.merge().is_err());
    }
}
