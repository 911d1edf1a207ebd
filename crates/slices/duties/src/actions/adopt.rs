//! Adopting subjects that came in with a written ledger: somebody must answer for each of them.

use desk::Desk;
use kernel::Day;
use ledger::Field;
use store::{StoreError, SubjectId, Tx, seal};
use subjects::{facts_of, history};

use super::derive::derive;
use super::take_on::{held, take_on};
use crate::sql;

/// Adopts up to `limit` subjects that nobody answers for: the office that the latest entry names does, and
/// where the ledger names none that is known here, the office at the top. Gives how many there were.
pub async fn adopt(tx: &mut Tx, desk: &Desk, today: Day, limit: i64) -> Result<usize, StoreError> {
    let orphans: Vec<(SubjectId,)> = tx.all(sql::ORPHANS, &[&limit]).await?;
    let top: Option<(i64,)> = tx.optional(sql::TOP_OFFICE, &[]).await?;
    let (Some((top,)), false) = (top, orphans.is_empty()) else { return Ok(0) };
    for (subject,) in &orphans {
        let named = office_named(tx, desk, *subject).await?;
        let known = facts_of(tx, *subject).await?;
        // Whoever wrote the ledger answered for them from its first day.
        let since = known.entries().iter().map(|entry| entry.on).min().unwrap_or(today);
        take_on(tx, *subject, named.unwrap_or(top), None, since.min(today)).await?;
        if let Some(held) = held(tx, *subject).await? {
            derive(tx, &desk.rulebook, &held, &known, today).await?;
        }
    }
    Ok(orphans.len())
}

/// Tells whether there is somebody to adopt: to be asked where reading disturbs nobody, for it goes through every
/// subject.
pub async fn is_somebody_orphaned(tx: &mut Tx) -> Result<bool, StoreError> {
    let orphan: Vec<(SubjectId,)> = tx.all(sql::ORPHANS, &[&1_i64]).await?;
    Ok(!orphan.is_empty())
}

/// Finds the office that the latest entry names.
async fn office_named(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Option<i64>, StoreError> {
    let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    for entry in history(tx, &key, subject).await?.iter().rev() {
        if let Some(name) = entry.text(Field::Office) {
            let found: Vec<(i64,)> = tx.all(sql::OFFICE_NAMED, &[&name.reveal()]).await?;
            // A name that two offices share names neither.
            if let [(code,)] = found.as_slice() {
                return Ok(Some(*code));
            }
        }
    }
    Ok(None)
}
