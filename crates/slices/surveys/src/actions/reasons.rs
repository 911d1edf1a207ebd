//! Why people are not willing or do not register, read out of the sealed entries: as figures only.

use std::collections::{BTreeMap, HashMap};

use desk::Desk;
use kernel::Day;
use store::seal::{Sealed, SubjectKey};
use store::{EntryId, StoreError, SubjectId, Tx};

use crate::model::Willingness;
use crate::sql;

/// The place that `subjects` seals what an entry says for.
const ENTRY_COLUMN: &str = "entry.sealed";
/// How a survey without a coded reason is counted.
const NOT_SAID: &str = "没有写明原因";

/// What somebody said under seal, with the wrapped key: whose, in which entry. A destroyed key leaves nothing.
type Said = (SubjectId, EntryId, Option<Sealed>, Option<Vec<u8>>);

/// How many gave a reason: of those who are not willing, and of those who are and do not register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReasonCount {
    /// Not willing.
    pub unwilling: i64,
    /// Willing, and not registering.
    pub unregistered: i64,
}

/// Counts the reasons of some surveys, office by office, so that no more than an office's are in memory.
pub(crate) async fn reasons(
    tx: &mut Tx,
    desk: &Desk,
    (first, last): (Day, Day),
    offices: impl Iterator<Item = i64>,
    wanted: &HashMap<EntryId, Willingness>,
) -> Result<Vec<(String, ReasonCount)>, StoreError> {
    let mut counts: BTreeMap<String, ReasonCount> = BTreeMap::new();
    for office in offices {
        let rows: Vec<Said> = tx.all(sql::SAID, &[&first, &last, &office, &first]).await?;
        for (subject, entry, sealed, wrapped) in rows {
            let Some(answer) = wanted.get(&entry) else { continue };
            let reason = match (sealed, wrapped) {
                (Some(sealed), Some(wrapped)) => {
                    let keys = desk.sealing.keys.as_ref();
                    let key = SubjectKey::unwrap(keys, subject, &wrapped)?;
                    reason(&key, entry, &sealed)?
                }
                // Whose key was destroyed keeps nothing but that they were met.
                _ => None,
            };
            let count = counts.entry(reason.unwrap_or_else(|| NOT_SAID.to_owned())).or_default();
            match answer {
                Willingness::Unwilling => count.unwilling += 1,
                Willingness::Willing => count.unregistered += 1,
                Willingness::Registers => {}
            }
        }
    }
    let mut counts: Vec<(String, ReasonCount)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(count.unwilling + count.unregistered));
    Ok(counts)
}

/// Reads the coded reason of a survey. Words that came in with a ledger from elsewhere and are none of the codes
/// could name somebody, and count as another reason.
fn reason(key: &SubjectKey, entry: EntryId, sealed: &Sealed) -> Result<Option<String>, StoreError> {
    let text = key.open(ENTRY_COLUMN, &entry.bytes(), sealed)?;
    let said: serde_json::Value = serde_json::from_str(text.reveal()).unwrap_or_default();
    let reason = said["reason"].as_str().filter(|reason| !reason.is_empty());
    Ok(reason.map(|reason| {
        let codes = services::model::codes::UNWILLING_REASONS;
        let other = codes.last().copied().unwrap_or(NOT_SAID);
        if codes.contains(&reason) { reason } else { other }.to_owned()
    }))
}
