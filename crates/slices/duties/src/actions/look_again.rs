//! Looking again at subjects for which passing time alone changes something.

use kernel::Day;
use rules::Rulebook;
use store::{StoreError, SubjectId, Tx};
use subjects::facts_of;

use super::derive::derive;
use super::take_on::held;
use crate::sql;

/// Looks again at up to `limit` subjects whose day has come; gives how many there were.
pub async fn look_again(
    tx: &mut Tx,
    rulebook: &Rulebook<'static>,
    today: Day,
    limit: i64,
) -> Result<usize, StoreError> {
    let waiting: Vec<(SubjectId,)> = tx.all(sql::TO_LOOK_AT, &[&today, &limit]).await?;
    for (subject,) in &waiting {
        if let Some(held) = held(tx, *subject).await? {
            let known = facts_of(tx, *subject).await?;
            derive(tx, rulebook, &held, &known, today).await?;
        }
    }
    Ok(waiting.len())
}
