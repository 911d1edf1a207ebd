//! Importing a ledger: judged as a whole before the first line is written.
//!
//! Every line is first judged against what is stored, on one unchanging state; a single refusal and
//! nothing is written. Then the new entries are written, each subject's together: in one transaction
//! for a ledger of up to [`BATCH`] lines, in several for a larger one, each judged once more, because
//! somebody may have written meanwhile. A large import that breaks off has written whole subjects and
//! is simply run again: a line that is stored already, word for word, is passed over.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use ledger::Field;
use store::ledger::{Initiator, NewEntry, append};
use store::seal::{self, Clear, KeyProvider, Sealed};
use store::{Db, EntryId, Instant, StoreError, SubjectId, ToValue, Tx};

use super::record::RecordRefusal;
use crate::Sealing;
use crate::model::{
    Fresh, Judged, Origin, RefusedLine, Sheet, SubjectKind, SubjectLines, channel_named, judge,
    read_instant, take_apart,
};
use crate::stored::{self, ENTRY, REFERENCE, StoredLedger};

/// How many lines at most are written in one transaction, but never less than a subject's.
pub const BATCH: usize = 20_000;

/// What others keep of the subjects of an import: the ledger lies beneath them and knows none of them. Whoever puts
/// the system together says who they are.
pub trait Keepers: Send + Sync {
    /// Says why nothing more can be recorded of a subject that is known already, in words for the lines that would;
    /// nothing where it can.
    fn closed<'a>(
        &'a self,
        tx: &'a mut Tx,
        subject: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<Option<String>, StoreError>> + 'a>>;

    /// Hears, in the transaction that writes them, that entries were added to a subject that was known already: what
    /// was derived from its ledger has to be derived anew.
    fn grown<'a>(
        &'a self,
        tx: &'a mut Tx,
        subject: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>>;

    /// Hears, once in each transaction that writes any, of the last subject that was not known before: somebody is to
    /// answer for it and for those before it.
    fn brought_in<'a>(
        &'a self,
        tx: &'a mut Tx,
        last: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>>;
}

/// Nobody keeps anything: for a database of ledgers alone, and for tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKeepers;

impl Keepers for NoKeepers {
    fn closed<'a>(
        &'a self,
        _: &'a mut Tx,
        _: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<Option<String>, StoreError>> + 'a>> {
        Box::pin(async { Ok(None) })
    }

    fn grown<'a>(
        &'a self,
        _: &'a mut Tx,
        _: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>> {
        Box::pin(async { Ok(()) })
    }

    fn brought_in<'a>(
        &'a self,
        _: &'a mut Tx,
        _: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>> {
        Box::pin(async { Ok(()) })
    }
}

/// What an import makes, or would make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Subjects that were not known before.
    pub new_subjects: u64,
    /// Subjects of the ledger that were.
    pub known_subjects: u64,
    /// Entries that were not stored before.
    pub entries: u64,
    /// Lines that were stored already, word for word.
    pub already: u64,
    /// Lines that cannot be; while there are any, nothing is written.
    pub refused: Vec<RefusedLine>,
}

/// Why an import did not happen, or broke off. Nothing of it is stored but the entries counted as
/// written, which only a ledger of several batches can have: running it again goes on from there.
#[derive(Debug)]
pub enum ImportError {
    /// Lines are refused.
    Refused {
        /// The lines.
        refused: Vec<RefusedLine>,
        /// How many entries earlier batches had written when somebody else's entries came between.
        written: u64,
    },
    /// The store failed.
    Store {
        /// How.
        fault: StoreError,
        /// How many entries earlier batches had written.
        written: u64,
    },
}

impl fmt::Display for ImportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = match self {
            Self::Refused { refused, written } => {
                write!(out, "有 {} 行被拒", refused.len())?;
                written
            }
            Self::Store { fault, written } => {
                fault.fmt(out)?;
                written
            }
        };
        match written {
            0 => out.write_str("；没有导入任何记录"),
            _ => write!(out, "；此前各批已写入 {written} 条，重新运行同一命令会接着导入，不会重复"),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<StoreError> for ImportError {
    fn from(fault: StoreError) -> Self {
        Self::Store { fault, written: 0 }
    }
}

impl ImportError {
    /// The same after so many entries were written.
    fn after(self, written: u64) -> Self {
        match self {
            Self::Refused { refused, .. } => Self::Refused { refused, written },
            Self::Store { fault, .. } => Self::Store { fault, written },
        }
    }
}

/// Says what an import would make; writes nothing.
pub async fn rehearse(
    db: &Db,
    keys: Arc<dyn KeyProvider>,
    keepers: Arc<dyn Keepers>,
    sheet: Arc<Sheet>,
) -> Result<Imported, StoreError> {
    db.read(async move |tx| {
        let mut told = Imported { refused: sheet.refused.clone(), ..Imported::default() };
        for lines in &sheet.subjects {
            let of = (keys.as_ref(), keepers.as_ref());
            let (stored, judged) = judge_subject(tx, of, &sheet, lines).await?;
            told.count(stored.is_some(), &judged);
            told.refused.extend(judged.refused);
        }
        told.refused.sort_by_key(|refused| refused.line);
        Ok(told)
    })
    .await
}

/// Imports a ledger, or refuses all of it. `progress` hears how many lines have been dealt with.
pub async fn import(
    db: &Db,
    sealing: &Sealing,
    keepers: Arc<dyn Keepers>,
    sheet: Arc<Sheet>,
    now: Instant,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Imported, ImportError> {
    let (keys, asked) = (Arc::clone(&sealing.keys), Arc::clone(&keepers));
    let planned = rehearse(db, keys, asked, Arc::clone(&sheet)).await?;
    if !planned.refused.is_empty() {
        return Err(ImportError::Refused { refused: planned.refused, written: 0 });
    }
    let mut total = Imported::default();
    let mut from = 0;
    let mut lines = 0;
    while from < sheet.subjects.len() {
        let until = batch_end(&sheet, from);
        let written = {
            let (sealing, sheet) = (sealing.clone(), Arc::clone(&sheet));
            let keepers = Arc::clone(&keepers);
            db.write(async move |tx| {
                let subjects = &sheet.subjects[from..until];
                let of = (&sealing, keepers.as_ref());
                write(tx, of, &sheet, subjects, now, lines * 2).await
            })
            .await
            .map_err(|error: ImportError| error.after(total.entries))?
        };
        total.new_subjects += written.new_subjects;
        total.known_subjects += written.known_subjects;
        total.entries += written.entries;
        total.already += written.already;
        for subject in &sheet.subjects[from..until] {
            lines += i64::try_from(subject.lines.len()).unwrap_or(i64::MAX);
        }
        progress(lines.unsigned_abs());
        from = until;
    }
    Ok(total)
}

impl Imported {
    fn count(&mut self, is_known: bool, judged: &Judged) {
        if is_known {
            self.known_subjects += 1;
        } else if !judged.fresh.is_empty() {
            self.new_subjects += 1;
        }
        self.entries += judged.fresh.len() as u64;
        self.already += judged.already;
    }
}

/// Gives the end of the batch that begins with a subject.
fn batch_end(sheet: &Sheet, from: usize) -> usize {
    let mut lines = 0;
    let rest = sheet.subjects[from..].iter();
    let fitting = rest
        .take_while(|subject| {
            lines += subject.lines.len();
            lines <= BATCH
        })
        .count();
    from + fitting.max(1)
}

async fn judge_subject(
    tx: &mut Tx,
    (keys, keepers): (&dyn KeyProvider, &dyn Keepers),
    sheet: &Sheet,
    lines: &SubjectLines,
) -> Result<(Option<StoredLedger>, Judged), StoreError> {
    let Some(row) = stored::find(tx, keys, &lines.normalised).await? else {
        let judged = judge(sheet, lines, None, &[])
            .map_err(|why| stored::contradiction(SubjectId::from_bytes([0; 16]), 0, why))?;
        return Ok((None, judged));
    };
    let Some(mut stored) = stored::open(tx, keys, &row).await? else {
        return Ok((None, refuse_all(lines, &RecordRefusal::Erased.to_string())));
    };
    let entries = std::mem::take(&mut stored.entries);
    let (ids, written): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
    let mut judged = judge(sheet, lines, Some(stored.reference.reveal()), &written)
        .map_err(|why| stored::contradiction(stored.subject, 0, why))?;
    // What is stored already, word for word, is passed over wherever the file goes on.
    if !judged.fresh.is_empty()
        && let Some(why) = keepers.closed(tx, stored.subject).await?
    {
        judged = refuse_all(lines, &why);
    }
    stored.entries = ids.into_iter().zip(written).collect();
    Ok((Some(stored), judged))
}

/// Refuses every line of a subject for one reason.
fn refuse_all(lines: &SubjectLines, reason: &str) -> Judged {
    let refuse = |(number, _): &(u64, _)| RefusedLine { line: *number, reason: reason.to_owned() };
    Judged { refused: lines.lines.iter().map(refuse).collect(), ..Judged::default() }
}

/// Judges subjects once more and writes what is new of them, in the caller's transaction. `ticks` is
/// how many ids were made before: those made from later instants sort later, so that subjects stay in
/// the order of the file.
async fn write(
    tx: &mut Tx,
    (sealing, keepers): (&Sealing, &dyn Keepers),
    sheet: &Sheet,
    subjects: &[SubjectLines],
    now: Instant,
    mut ticks: i64,
) -> Result<Imported, ImportError> {
    let mut told = Imported::default();
    let mut last = None;
    let mut next = || {
        ticks += 1;
        Instant::from_micros(now.micros().saturating_add(ticks))
    };
    for lines in subjects {
        let of = (sealing.keys.as_ref(), keepers);
        let (stored, judged) = judge_subject(tx, of, sheet, lines).await?;
        if !judged.refused.is_empty() {
            return Err(ImportError::Refused { refused: judged.refused, written: 0 });
        }
        told.count(stored.is_some(), &judged);
        if judged.fresh.is_empty() {
            continue;
        }
        let stored = if let Some(stored) = stored {
            keepers.grown(tx, stored.subject).await?;
            stored
        } else {
            let opened = open_subject(tx, sealing, lines, next(), now).await?;
            last = Some(opened.subject);
            opened
        };
        let mut names: Vec<EntryId> = stored.entries.iter().map(|(name, _)| *name).collect();
        for fresh in &judged.fresh {
            let id = EntryId::new(next(), sealing.entropy.as_ref());
            let entry = new_entry(&stored, sealing, fresh, id, &names, now)?;
            append(tx, sealing.keys.as_ref(), &entry).await?;
            names.push(id);
        }
    }
    if let Some(last) = last {
        keepers.brought_in(tx, last).await?;
    }
    Ok(told)
}

async fn open_subject(
    tx: &mut Tx,
    sealing: &Sealing,
    lines: &SubjectLines,
    tick: Instant,
    now: Instant,
) -> Result<StoredLedger, StoreError> {
    let (keys, entropy) = (sealing.keys.as_ref(), sealing.entropy.as_ref());
    let subject = SubjectId::new(tick, entropy);
    let key = seal::make_key(tx, keys, subject, now, entropy).await?;
    let reference = Clear::new(lines.reference.clone());
    let lookup = stored::lookup(keys, &lines.reference)?;
    let sealed = REFERENCE.seal(sealing, &key, &[], reference.reveal());
    let nothing: Option<Sealed> = None;
    let kind = SubjectKind::Imported;
    let row: [&dyn ToValue; 6] = [&subject, &lookup, &sealed, &now, &nothing, &kind];
    if tx.execute(crate::sql::PUT, &row).await? == 0 {
        return Err(tx.conflict(crate::sql::PUT));
    }
    Ok(StoredLedger { subject, key, reference, entries: Vec::new() })
}

fn new_entry(
    stored: &StoredLedger,
    sealing: &Sealing,
    fresh: &Fresh,
    id: EntryId,
    names: &[EntryId],
    now: Instant,
) -> Result<NewEntry, StoreError> {
    let of = fresh.of.and_then(|place| names.get(place)).map(EntryId::to_string);
    let written = &fresh.written;
    let digest = |field, text: &str| stored::digest(sealing.keys.as_ref(), field, text);
    let parts = take_apart(written, Origin::Imported, of, digest)?;
    Ok(NewEntry {
        subject: stored.subject,
        id,
        kind: fresh.kind.name(),
        on: fresh.on,
        recorded_at: written.text(Field::RecordedAt).and_then(read_instant).unwrap_or(now),
        // Offices and staff stand as they were written among the sealed detail: their own slices
        // will give them identities.
        office: None,
        staff: None,
        channel: written.text(Field::Channel).and_then(channel_named),
        initiated_by: match fresh.initiated_by {
            rules::Initiator::Subject => Initiator::Subject,
            rules::Initiator::Agency => Initiator::Agency,
        },
        facts: parts.facts,
        sealed: Some(ENTRY.seal(sealing, &stored.key, &id.bytes(), parts.personal)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_ends_between_subjects() {
        let mut text = String::new();
        for (subject, lines) in [("a", BATCH - 1), ("b", 1), ("c", 1), ("d", BATCH + 1), ("e", 1)] {
            for id in 0..lines {
                text.push_str("{\"id\":\"");
                text.push_str(&id.to_string());
                text.push_str("\",\"subject\":\"");
                text.push_str(subject);
                text.push_str("\",\"kind\":\"intake\",\"on\":\"2026-01-05\"}\n");
            }
        }
        let sheet = Sheet::read(text.into_bytes());
        let mut ends = vec![0];
        while let Some(from) = ends.last().filter(|end| **end < sheet.subjects.len()) {
            ends.push(batch_end(&sheet, *from));
        }
        assert_eq!(ends, [0, 2, 3, 4, 5]);
    }
}
