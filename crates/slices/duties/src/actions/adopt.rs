//! Adopting subjects that came in with a written ledger: somebody must answer for each of them.

use desk::Desk;
use kernel::Day;
use ledger::Field;
use store::{StoreError, SubjectId, Tx, seal};
use subjects::{facts_of, history};

use super::derive::derive;
use super::look_again::put_off;
use super::take_on::{held, take_on};
use crate::sql;

/// Adopts up to `limit` subjects that nobody answers for: the office that the latest entry names does, and
/// where the ledger names none that is known here, the office at the top. Gives how many there were.
pub async fn adopt(tx: &mut Tx, desk: &Desk, today: Day, limit: i64) -> Result<usize, StoreError> {
    let orphans: Vec<(SubjectId,)> = tx.all(sql::ORPHANS, &[&limit]).await?;
    let top: Option<(i64,)> = tx.optional(sql::TOP_OFFICE, &[]).await?;
    let (Some((top,)), false) = (top, orphans.is_empty()) else { return Ok(0) };
    for (subject,) in &orphans {
        adopt_at(tx, desk, *subject, top, today).await?;
    }
    Ok(orphans.len())
}

/// Adopts one of them; false where there is no office yet.
pub async fn adopt_one(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    today: Day,
) -> Result<bool, StoreError> {
    let top: Option<(i64,)> = tx.optional(sql::TOP_OFFICE, &[]).await?;
    let Some((top,)) = top else { return Ok(false) };
    adopt_at(tx, desk, subject, top, today).await?;
    Ok(true)
}

/// Has the office at the top answer for somebody whose ledger cannot be read, so that the file is in somebody's hands
/// all the same; the rules try again the day after. False where there is no office yet.
pub async fn adopt_unread(tx: &mut Tx, subject: SubjectId, today: Day) -> Result<bool, StoreError> {
    let top: Option<(i64,)> = tx.optional(sql::TOP_OFFICE, &[]).await?;
    let Some((top,)) = top else { return Ok(false) };
    take_on(tx, subject, top, None, today).await?;
    put_off(tx, subject, today).await?;
    Ok(true)
}

async fn adopt_at(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    top: i64,
    today: Day,
) -> Result<(), StoreError> {
    let named = office_named(tx, desk, subject).await?;
    let known = facts_of(tx, subject).await?;
    // Whoever wrote the ledger answered for them from its first day.
    let since = known.entries().iter().map(|entry| entry.on).min().unwrap_or(today);
    take_on(tx, subject, named.unwrap_or(top), None, since.min(today)).await?;
    if let Some(held) = held(tx, subject).await? {
        derive(tx, &desk.rulebook, &held, &known, today).await?;
    }
    Ok(())
}

/// Gives up to `limit` subjects that nobody answers for: to be asked where reading disturbs nobody, and where somebody
/// may have come in ([`last_brought_in`]), for it goes through every subject.
pub async fn orphans(tx: &mut Tx, limit: i64) -> Result<Vec<SubjectId>, StoreError> {
    let orphans: Vec<(SubjectId,)> = tx.all(sql::ORPHANS, &[&limit]).await?;
    Ok(orphans.into_iter().map(|(subject,)| subject).collect())
}

/// Notes in the transaction of an import that somebody came in with a written ledger, whom nobody answers for yet.
pub async fn note_brought_in(tx: &mut Tx, subject: SubjectId) -> Result<(), StoreError> {
    tx.execute(sql::PUT_BROUGHT_IN, &[&subject.bytes().to_vec()]).await.map(drop)
}

/// Gives what tells one import from the one before, empty where there was none: as long as it is the same, nobody has
/// come in. One row by its key.
pub async fn last_brought_in(tx: &mut Tx) -> Result<Vec<u8>, StoreError> {
    let last: Option<(Vec<u8>,)> = tx.optional(sql::BROUGHT_IN, &[]).await?;
    Ok(last.map(|(last,)| last).unwrap_or_default())
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
