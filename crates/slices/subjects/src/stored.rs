//! A subject's ledger as it is stored, opened.

use std::collections::HashMap;

use store::ledger::{self, Entry};
use store::seal::{self, Clear, KeyProvider, SubjectKey};
use store::{EntryId, StoreError, SubjectId, Tx};

use crate::model::{Parts, Written, normalise, put_together};
use crate::sealed::SealedText;
use crate::sql::{self, SubjectRow};

/// What lies sealed of an entry, and of a subject.
pub(crate) const ENTRY: SealedText = SealedText::of("entry.sealed");
pub(crate) const REFERENCE: SealedText = SealedText::of("subject.reference");
pub(crate) const LABEL: SealedText = SealedText::of("subject.label");
/// The fields that digests are keyed for.
const REFERENCE_FIELD: &str = "subject.reference";

/// How many entries are read at a time.
const PAGE: i64 = 1_000;

/// A subject's ledger in the clear.
pub(crate) struct StoredLedger {
    pub(crate) subject: SubjectId,
    pub(crate) key: SubjectKey,
    pub(crate) reference: Clear,
    /// The entries in order, with their names in the database.
    pub(crate) entries: Vec<(EntryId, Written)>,
}

/// Finds a subject by its reference, written in whatever way.
pub(crate) async fn find(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    reference: &str,
) -> Result<Option<SubjectRow>, StoreError> {
    let lookup = lookup(keys, reference)?;
    tx.optional(sql::FIND, &[&lookup]).await
}

/// The digest under which the rules recognise a vacancy or fair, as text.
pub(crate) fn digest(
    keys: &dyn KeyProvider,
    field: ::ledger::Field,
    text: &str,
) -> Result<String, StoreError> {
    let digest = keys.lookup(&format!("entry.{}", field.name()), text)?;
    let halves = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect())
}

/// The digest under which a reference is found.
pub(crate) fn lookup(keys: &dyn KeyProvider, reference: &str) -> Result<[u8; 32], StoreError> {
    keys.lookup(REFERENCE_FIELD, &normalise(reference))
}

/// Opens a subject's ledger; nothing if its key was destroyed.
pub(crate) async fn open(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    row: &SubjectRow,
) -> Result<Option<StoredLedger>, StoreError> {
    let subject = row.subject_id;
    let Some(key) = seal::key_of(tx, keys, subject).await? else { return Ok(None) };
    let reference = REFERENCE.open(&key, &[], &row.reference)?;
    let mut entries: Vec<(EntryId, Written)> = Vec::new();
    let mut ids: HashMap<String, usize> = HashMap::new();
    let mut after = 0;
    loop {
        let page = ledger::entries_of(tx, subject, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.sequence;
        for entry in &page {
            let id_of = |name: &str| {
                let place = ids.get(name)?;
                let (_, written) = entries.get(*place)?;
                written.text(::ledger::Field::Id).map(str::to_owned)
            };
            let mut written = read(entry, &key, reference.reveal(), id_of)?;
            // What was recorded at a desk has no other id than its name in the database.
            if written.text(::ledger::Field::Id).is_none() {
                let id = serde_json::Value::String(entry.entry_id.to_string());
                written.put(::ledger::Field::Id, id);
            }
            ids.insert(entry.entry_id.to_string(), entries.len());
            entries.push((entry.entry_id, written));
        }
    }
    Ok(Some(StoredLedger { subject, key, reference, entries }))
}

fn read(
    entry: &Entry,
    key: &SubjectKey,
    reference: &str,
    id_of: impl Fn(&str) -> Option<String>,
) -> Result<Written, StoreError> {
    let parts = parts_of(key, entry)?;
    put_together(&entry.kind, entry.on_day.to_string(), reference, &parts, id_of)
        .map_err(|why| contradiction(entry.subject_id, entry.sequence, why))
}

/// Gives both parts of an entry in the clear.
pub(crate) fn parts_of(key: &SubjectKey, entry: &Entry) -> Result<Parts, StoreError> {
    let personal = ENTRY.open_some(key, &entry.entry_id.bytes(), entry.sealed.as_ref())?;
    let personal = personal.map_or_else(|| "{}".to_owned(), |text| text.reveal().to_owned());
    Ok(Parts { facts: entry.facts.clone(), personal })
}

/// Says that a stored entry is none that this slice could have written.
pub(crate) fn contradiction(subject: SubjectId, sequence: i64, why: String) -> StoreError {
    StoreError::Contradiction {
        table: "entry",
        column: "facts".to_owned(),
        row: format!("{subject} {sequence}"),
        why,
    }
}
