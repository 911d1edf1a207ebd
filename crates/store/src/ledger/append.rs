//! Appending to a subject's chain, and reading it.

use super::encoding::{self, Hash};
use super::entry::{Entry, NewEntry};
use crate::error::StoreError;
use crate::id::SubjectId;
use crate::seal::KeyProvider;
use crate::statement::Statement;
use crate::tx::Tx;
use crate::value::{ToValue, Value};

crate::statements! {
    pub(crate) group "ledger";
    /// Where a subject's chain ends.
    HEAD = "SELECT sequence, chain, gathered FROM ledger_head WHERE subject_id = $1";
    /// A further entry.
    APPEND = "INSERT INTO entry (subject_id, sequence, entry_id, kind, on_day, recorded_at, office_id, staff_id,
            channel, initiated_by, facts, sealed, chain)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    /// Moves the end of a chain on; changes nothing when another transaction was first.
    ADVANCE = "INSERT INTO ledger_head (subject_id, sequence, chain, gathered, seal) VALUES ($1, $2, $3, NULL, $4)
        ON CONFLICT (subject_id) DO UPDATE
        SET sequence = excluded.sequence, chain = excluded.chain, gathered = NULL, seal = excluded.seal
        WHERE ledger_head.sequence = $5";
    /// The same where the root of a day has not gathered it yet, so that the index by that stays as it is.
    ADVANCE_FURTHER = "UPDATE ledger_head SET sequence = $1, chain = $2, seal = $3
        WHERE subject_id = $4 AND sequence = $5 AND gathered IS NULL";
    /// A subject's entries in order, from one on.
    ENTRIES = "SELECT subject_id, sequence, entry_id, kind, on_day, recorded_at, office_id, staff_id, channel,
            initiated_by, facts, sealed, chain
        FROM entry WHERE subject_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
}

/// What became of an appended entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its place among the subject's entries.
    pub sequence: i64,
    /// The chain's digest at it.
    pub chain: [u8; 32],
}

/// Where a chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    sequence: i64,
    chain: Hash,
    /// Whether it stands and the root of a day has yet to gather it.
    is_ungathered: bool,
}

impl Head {
    /// A chain without an entry.
    pub const BEGINNING: Self =
        Self { sequence: 0, chain: encoding::NOTHING, is_ungathered: false };

    /// The end that the columns of `ledger_head` tell, for whoever reads them together with others.
    #[must_use]
    pub const fn of(sequence: i64, chain: [u8; 32], gathered: Option<i64>) -> Self {
        Self { sequence, chain, is_ungathered: gathered.is_none() }
    }
}

/// Appends an entry to its subject's chain in the caller's transaction.
pub async fn append(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    entry: &NewEntry,
) -> Result<Appended, StoreError> {
    append_all(tx, keys, entry.subject, std::slice::from_ref(entry)).await
}

/// Appends entries of one subject to its chain in the caller's transaction, in their order; gives where the
/// last one stands. The chain's end is read and written once.
pub async fn append_all(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    subject: SubjectId,
    entries: &[NewEntry],
) -> Result<Appended, StoreError> {
    let found: Option<(i64, Hash, Option<i64>)> = tx.optional(HEAD, &[&subject]).await?;
    let head = found
        .map_or(Head::BEGINNING, |(sequence, chain, gathered)| Head::of(sequence, chain, gathered));
    append_after(tx, keys, subject, head, entries).await
}

/// The same after a head that the caller has read in this transaction. Should it be another one by now, the whole
/// job is repeated.
pub async fn append_after(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    subject: SubjectId,
    head: Head,
    entries: &[NewEntry],
) -> Result<Appended, StoreError> {
    let Head { sequence: last, mut chain, is_ungathered } = head;
    let mut sequence = last;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        debug_assert_eq!(entry.subject, subject);
        sequence += 1;
        let mut columns = columns(entry, sequence);
        chain = encoding::chain(&chain, &columns);
        columns.push(chain.to_value());
        rows.push(columns);
    }
    if rows.is_empty() {
        return Ok(Appended { sequence, chain });
    }
    let seal = keys.attest(&encoding::head(subject.bytes(), sequence, &chain))?;
    // The head goes first: on PostgreSQL it is the row that two writers of one subject meet at. Should
    // another have been first, the entries that went along are undone with everything else.
    let (advance, head): (_, [&dyn ToValue; 5]) = if is_ungathered {
        (ADVANCE_FURTHER, [&sequence, &chain, &seal, &subject, &last])
    } else {
        (ADVANCE, [&subject, &sequence, &chain, &seal, &last])
    };
    let rows: Vec<Vec<&dyn ToValue>> =
        rows.iter().map(|row| row.iter().map(|value| value as &dyn ToValue).collect()).collect();
    let mut steps: Vec<(&'static Statement, &[&dyn ToValue])> = vec![(advance, &head)];
    steps.extend(rows.iter().map(|row| (APPEND, row.as_slice())));
    match tx.execute_all(&steps).await {
        Ok(changed) if changed.first() == Some(&1) => {}
        // The place in the chain is taken, which only another transaction can have done.
        Err(error) if error.is_duplicate() => return Err(tx.conflict(APPEND)),
        Ok(_) => return Err(tx.conflict(advance)),
        Err(error) => return Err(error),
    }
    Ok(Appended { sequence, chain })
}

/// Reads up to `limit` of a subject's entries, those after the given place.
pub async fn entries_of(
    tx: &mut Tx,
    subject: SubjectId,
    after: i64,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    tx.all(ENTRIES, &[&subject, &after, &limit]).await
}

impl Entry {
    /// The digest that the chain must have at this entry after the given one (zeros before the first):
    /// whoever holds a subject's entries can follow its chain without the database.
    #[must_use]
    pub fn chained(&self, previous: &[u8; 32]) -> [u8; 32] {
        let columns = [
            self.subject_id.to_value(),
            self.sequence.to_value(),
            self.entry_id.to_value(),
            self.kind.to_value(),
            self.on_day.to_value(),
            self.recorded_at.to_value(),
            self.office_id.to_value(),
            self.staff_id.to_value(),
            self.channel.to_value(),
            self.initiated_by.to_value(),
            self.facts.to_value(),
            self.sealed.to_value(),
        ];
        encoding::chain(previous, &columns)
    }
}

/// The columns of an entry in the order of the table, without the chain.
fn columns(entry: &NewEntry, sequence: i64) -> Vec<Value> {
    vec![
        entry.subject.to_value(),
        sequence.to_value(),
        entry.id.to_value(),
        entry.kind.to_value(),
        entry.on.to_value(),
        entry.recorded_at.to_value(),
        entry.office.to_value(),
        entry.staff.to_value(),
        entry.channel.to_value(),
        entry.initiated_by.to_value(),
        entry.facts.to_value(),
        entry.sealed.to_value(),
    ]
}
