//! Proving the whole ledger untouched, or naming the first entry that is not.
//!
//! Entries, leaves and heads are read side by side in the order of their subjects, a page of each in
//! memory at a time; then the roots with their leaves. Everything is read on one unchanging state.

use std::collections::VecDeque;
use std::sync::Arc;

use super::encoding::{self, Hash};
use super::finding::{Damage, Finding, Summary, Verdict};
use super::merkle::Tree;
use super::root::{PAGE, Root, Witness};
use crate::db::Db;
use crate::error::StoreError;
use crate::row::{FromRow, Row};
use crate::seal::KeyProvider;
use crate::statement::Statement;
use crate::tx::Tx;
use crate::value::Value;

crate::statements! {
    pub(crate) group "verify";
    /// Entries in the order of subject and place.
    ENTRIES = "SELECT subject_id, sequence, entry_id, kind, on_day, recorded_at, office_id, staff_id, channel,
            initiated_by, facts, sealed, chain
        FROM entry WHERE (subject_id, sequence) > ($1, $2) ORDER BY subject_id, sequence LIMIT $3";
    /// Leaves in the order of subject and root.
    LEAVES = "SELECT subject_id, root_number, sequence, chain
        FROM ledger_leaf WHERE (subject_id, root_number) > ($1, $2) ORDER BY subject_id, root_number LIMIT $3";
    /// Heads in the order of subjects.
    HEADS = "SELECT subject_id, sequence, chain, gathered, seal
        FROM ledger_head WHERE subject_id > $1 ORDER BY subject_id LIMIT $2";
    /// Roots in order.
    ROOTS = "SELECT number, day, sealed_at, previous, leaves, tree, signature
        FROM ledger_root WHERE number > $1 ORDER BY number LIMIT $2";
    /// The leaves of one root in the order of their subjects.
    ROOT_LEAVES = "SELECT subject_id, sequence, chain FROM ledger_leaf
        WHERE root_number = $1 AND subject_id > $2 ORDER BY subject_id LIMIT $3";
    /// Leaves that no root explains.
    STRAY_LEAVES = "SELECT count(*) AS stray FROM ledger_leaf WHERE root_number > $1";
}

type Subject = [u8; 16];

/// Verifies the ledger of a database beside whoever is writing. `witness` is what somebody outside
/// remembers of a root: without it, a consistent older copy of everything cannot show.
pub async fn verify(
    db: &Db,
    keys: Arc<dyn KeyProvider>,
    witness: Option<Witness>,
) -> Result<Verdict, StoreError> {
    db.read(async move |tx| verify_in(tx, keys.as_ref(), witness).await).await
}

/// Verifies the ledger as a transaction sees it.
pub async fn verify_in(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    witness: Option<Witness>,
) -> Result<Verdict, StoreError> {
    let mut summary = Summary { entries: 0, subjects: 0, roots: 0 };
    let end = async {
        check_chains(tx, keys, &mut summary).await?;
        check_roots(tx, keys, witness, &mut summary).await
    };
    match end.await {
        Ok(()) => Ok(Verdict::Untouched(summary)),
        Err(Stop::Found(finding)) => Ok(Verdict::Touched(*finding)),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

enum Stop {
    Found(Box<Finding>),
    Fault(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Contradiction { table, column, row, why } => {
                let what = Damage::Unreadable { table, column, row, why };
                Self::Found(Box::new(Finding { subject: None, sequence: None, root: None, what }))
            }
            other => Self::Fault(other),
        }
    }
}

fn found(subject: Subject, sequence: i64, what: Damage) -> Stop {
    let subject = Some(crate::SubjectId::from_bytes(subject));
    Stop::Found(Box::new(Finding { subject, sequence: Some(sequence), root: None, what }))
}

fn found_root(root: i64, what: Damage) -> Stop {
    Stop::Found(Box::new(Finding { subject: None, sequence: None, root: Some(root), what }))
}

/// An entry, of which only what the check itself needs is read into types: a damaged column must
/// still be digested as it is.
struct EntryRow {
    subject: Subject,
    sequence: i64,
    chain: Hash,
    columns: Vec<Value>,
}

impl FromRow for EntryRow {
    fn from_row(mut row: Row) -> Result<Self, StoreError> {
        let subject = row.take::<IdBytes>("entry", "subject_id")?.0;
        let chain = row.take("entry", "chain")?;
        let mut columns = row.values;
        columns.pop();
        let Value::Integer(sequence) = columns[1] else {
            return Err(StoreError::Contradiction {
                table: "entry",
                column: "sequence".to_owned(),
                row: crate::id::write_text(&subject),
                why: "应为整数".to_owned(),
            });
        };
        Ok(Self { subject, sequence, chain, columns })
    }
}

struct IdBytes(Subject);

impl crate::FromValue for IdBytes {
    fn from_value(value: Value) -> Result<Self, String> {
        value.into_id().map(Self)
    }
}

struct LeafRow {
    subject: Subject,
    root: i64,
    sequence: i64,
    chain: Hash,
}

impl FromRow for LeafRow {
    fn from_row(mut row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            subject: row.take::<IdBytes>("ledger_leaf", "subject_id")?.0,
            root: row.take("ledger_leaf", "root_number")?,
            sequence: row.take("ledger_leaf", "sequence")?,
            chain: row.take("ledger_leaf", "chain")?,
        })
    }
}

struct HeadRow {
    subject: Subject,
    sequence: i64,
    chain: Hash,
    gathered: Option<i64>,
    seal: Hash,
}

impl FromRow for HeadRow {
    fn from_row(mut row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            subject: row.take::<IdBytes>("ledger_head", "subject_id")?.0,
            sequence: row.take("ledger_head", "sequence")?,
            chain: row.take("ledger_head", "chain")?,
            gathered: row.take("ledger_head", "gathered")?,
            seal: row.take("ledger_head", "seal")?,
        })
    }
}

/// Rows that are read in the order of a subject and, mostly, a second key.
trait Keyed: FromRow {
    fn subject(&self) -> Subject;
    fn key(&self) -> Option<i64>;
}

impl Keyed for EntryRow {
    fn subject(&self) -> Subject {
        self.subject
    }
    fn key(&self) -> Option<i64> {
        Some(self.sequence)
    }
}

impl Keyed for LeafRow {
    fn subject(&self) -> Subject {
        self.subject
    }
    fn key(&self) -> Option<i64> {
        Some(self.root)
    }
}

impl Keyed for HeadRow {
    fn subject(&self) -> Subject {
        self.subject
    }
    fn key(&self) -> Option<i64> {
        None
    }
}

/// Reads rows in order, a page at a time.
struct Cursor<T> {
    statement: &'static Statement,
    page: VecDeque<T>,
    after: (Subject, Option<i64>),
    ended: bool,
}

impl<T: Keyed> Cursor<T> {
    fn new(statement: &'static Statement, first_key: Option<i64>) -> Self {
        Self { statement, page: VecDeque::new(), after: ([0; 16], first_key), ended: false }
    }

    /// Shows the next row without taking it.
    async fn peek(&mut self, tx: &mut Tx) -> Result<Option<&T>, StoreError> {
        if self.page.is_empty() && !self.ended {
            let subject = Value::Id(self.after.0);
            let rows: Vec<T> = match self.after.1 {
                Some(key) => tx.all(self.statement, &[&subject, &key, &PAGE]).await?,
                None => tx.all(self.statement, &[&subject, &PAGE]).await?,
            };
            self.page = rows.into();
            match self.page.back() {
                Some(last) => self.after = (last.subject(), last.key()),
                None => self.ended = true,
            }
        }
        Ok(self.page.front())
    }

    /// Takes the next row if it is this subject's.
    async fn take_of(&mut self, tx: &mut Tx, subject: Subject) -> Result<Option<T>, StoreError> {
        let is_his = self.peek(tx).await?.is_some_and(|row| row.subject() == subject);
        Ok(if is_his { self.page.pop_front() } else { None })
    }

    async fn next_subject(&mut self, tx: &mut Tx) -> Result<Option<Subject>, StoreError> {
        Ok(self.peek(tx).await?.map(Keyed::subject))
    }
}

async fn check_chains(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    summary: &mut Summary,
) -> Result<(), Stop> {
    let mut entries = Cursor::<EntryRow>::new(ENTRIES, Some(i64::MIN));
    let mut leaves = Cursor::<LeafRow>::new(LEAVES, Some(i64::MIN));
    let mut heads = Cursor::<HeadRow>::new(HEADS, None);
    loop {
        let next = [
            entries.next_subject(tx).await?,
            leaves.next_subject(tx).await?,
            heads.next_subject(tx).await?,
        ];
        let Some(subject) = next.into_iter().flatten().min() else { return Ok(()) };
        summary.subjects += 1;
        let mut last = 0;
        let mut chain = encoding::NOTHING;
        let mut leaf = leaves.take_of(tx, subject).await?;
        let mut gathered = None;
        while let Some(entry) = entries.take_of(tx, subject).await? {
            if entry.sequence != last + 1 {
                let (sequence, what) = if entry.sequence > last {
                    (last + 1, Damage::Missing)
                } else {
                    (entry.sequence, Damage::Unordered)
                };
                return Err(found(subject, sequence, what));
            }
            last = entry.sequence;
            chain = encoding::chain(&chain, &entry.columns);
            if chain != entry.chain {
                return Err(found(subject, last, Damage::Changed));
            }
            summary.entries += 1;
            // One head may be held by one root only: the chain moves on before the next gathers it.
            if let Some(here) = leaf.take_if(|leaf| leaf.sequence <= last) {
                if here.sequence != last || here.chain != chain {
                    return Err(found(
                        subject,
                        here.sequence,
                        Damage::NotAsGathered { root: here.root },
                    ));
                }
                gathered = Some((here.root, last));
                leaf = leaves.take_of(tx, subject).await?;
            }
        }
        if let Some(leaf) = leaf {
            // A root holds more than the ledger does: the tail was cut off, or an older copy put back.
            return Err(if leaf.sequence > last {
                found(subject, last + 1, Damage::CutOff { root: leaf.root })
            } else {
                found(subject, leaf.sequence, Damage::NotAsGathered { root: leaf.root })
            });
        }
        let head = heads.take_of(tx, subject).await?;
        check_head(keys, subject, (last, chain), gathered, head)?;
    }
}

fn check_head(
    keys: &dyn KeyProvider,
    subject: Subject,
    (last, chain): (i64, Hash),
    gathered: Option<(i64, i64)>,
    head: Option<HeadRow>,
) -> Result<(), Stop> {
    let Some(head) = head else { return Err(found(subject, last, Damage::NoHead)) };
    let attested = keys.attest(&encoding::head(subject, head.sequence, &head.chain))?;
    if attested != head.seal {
        return Err(found(subject, head.sequence, Damage::HeadNotAttested));
    }
    if head.sequence > last {
        return Err(found(subject, last + 1, Damage::Missing));
    }
    if head.sequence < last {
        return Err(found(subject, head.sequence + 1, Damage::Unattested));
    }
    if head.chain != chain {
        return Err(found(subject, last, Damage::HeadDiffers));
    }
    // The number of the root that holds this very head, if one does.
    let expected = gathered.filter(|(_, sequence)| *sequence == last).map(|(root, _)| root);
    if head.gathered != expected {
        return Err(found(subject, last, Damage::WronglyGathered));
    }
    Ok(())
}

async fn check_roots(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    witness: Option<Witness>,
    summary: &mut Summary,
) -> Result<(), Stop> {
    let verifying_key = keys.verifying_key()?;
    let mut last: Option<Root> = None;
    loop {
        let number = last.as_ref().map_or(0, |root| root.number);
        // One beyond the ends is asked for too, so that a root numbered below one shows.
        let after = if last.is_none() { i64::MIN } else { number };
        let Some(root) = tx.all::<Root>(ROOTS, &[&after, &1_i64]).await?.pop() else { break };
        if root.number != number + 1 {
            return Err(found_root(number + 1, Damage::RootMissing));
        }
        let previous = last.as_ref().map_or(encoding::NOTHING, Root::digest);
        if root.previous != previous || last.as_ref().is_some_and(|last| last.day >= root.day) {
            return Err(found_root(root.number, Damage::RootUnlinked));
        }
        if !root.is_signed_by(&verifying_key) {
            return Err(found_root(root.number, Damage::RootNotSigned));
        }
        let (leaves, tree) = tree_of(tx, root.number).await?;
        if leaves != root.leaves || tree != root.tree {
            return Err(found_root(root.number, Damage::LeavesDiffer));
        }
        if let Some(witness) = witness
            && witness.number == root.number
            && witness.digest != root.digest()
        {
            return Err(found_root(root.number, Damage::OtherThanWitnessed));
        }
        summary.roots += 1;
        last = Some(root);
    }
    let number = last.map_or(0, |root| root.number);
    let (stray,): (i64,) = tx.one(STRAY_LEAVES, &[&number]).await?;
    if stray > 0 {
        return Err(found_root(number + 1, Damage::RootMissing));
    }
    match witness {
        Some(witness) if witness.number > number => {
            Err(found_root(number + 1, Damage::OlderThanWitnessed))
        }
        _ => Ok(()),
    }
}

async fn tree_of(tx: &mut Tx, number: i64) -> Result<(i64, Hash), Stop> {
    let mut tree = Tree::default();
    let mut after = Value::Id([0; 16]);
    loop {
        let leaves: Vec<(IdBytes, i64, Hash)> =
            tx.all(ROOT_LEAVES, &[&number, &after, &PAGE]).await?;
        for (subject, sequence, chain) in &leaves {
            tree.push(encoding::leaf(subject.0, *sequence, chain), false);
            after = Value::Id(subject.0);
        }
        if leaves.is_empty() {
            let (leaves, tree, _) = tree.finish();
            return Ok((leaves, tree));
        }
    }
}
