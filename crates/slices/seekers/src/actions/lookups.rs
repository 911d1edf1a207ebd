//! What merged files are found by: those that were merged by an earlier version had lost it, and with it whoever came
//! with an old number or an old telephone was given a second file.

use desk::Desk;
use store::seal;
use store::{StoreError, SubjectId, Tx};
use subjects::label_of;

use super::person::{person_of, put_lookups};
use crate::sql;

/// How many files are looked at in one transaction: short enough for clerks not to notice.
const AT_ONCE: i64 = 100;

/// Gives merged files back what they are found by, where they have nothing; gives how many. To be run when the system
/// starts; does nothing where nothing is missing.
pub async fn restore_lookups(desk: &Desk) -> Result<usize, StoreError> {
    let nobody = SubjectId::from_bytes([0; 16]);
    let (mut after, mut restored) = ((nobody, nobody), 0);
    loop {
        let own = desk.clone();
        let some =
            desk.db.write::<_, _, StoreError>(async move |tx| restore(tx, &own, after).await);
        let (count, last) = some.await?;
        restored += count;
        match last {
            Some(last) => after = last,
            None => return Ok(restored),
        }
    }
}

/// Does so for some of them, after a place; gives how many, and the last one, unless it was all.
async fn restore(
    tx: &mut Tx,
    desk: &Desk,
    (kept, gone): (SubjectId, SubjectId),
) -> Result<(usize, Option<(SubjectId, SubjectId)>), StoreError> {
    let found: Vec<(SubjectId, SubjectId)> =
        tx.all(sql::MERGED_UNFOUND, &[&kept, &gone, &AT_ONCE]).await?;
    let mut restored = 0;
    for (_, file) in &found {
        let keys = desk.sealing.keys.as_ref();
        let Some(key) = seal::key_of(tx, keys, *file).await? else { continue };
        let Some(label) = label_of(tx, &desk.sealing, *file).await? else { continue };
        let Some(person) = person_of(tx, &key, *file).await? else { continue };
        put_lookups(tx, keys, *file, label.name.reveal(), &person.particulars, false).await?;
        restored += 1;
    }
    Ok((restored, found.last().copied()))
}
