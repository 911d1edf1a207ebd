//! Looking again at subjects for which passing time alone changes something.

use kernel::Day;
use rules::Rulebook;
use store::{StoreError, SubjectId, Tx};
use subjects::facts_of;

use super::derive::derive;
use super::take_on::hold;
use crate::sql;

/// Has everyone looked at again if the law that is in use is not the one that the stored duties were derived by:
/// a figure was amended, a calendar published. `law` tells one law from another. Gives whether it was so.
pub async fn look_at_all_under_new_law(
    tx: &mut Tx,
    law: &[u8],
    today: Day,
) -> Result<bool, StoreError> {
    let known: Option<(Vec<u8>,)> = tx.optional(sql::DERIVED_BY, &[]).await?;
    if known.is_some_and(|(known,)| known == law) {
        return Ok(false);
    }
    tx.execute(sql::LOOK_AT_ALL, &[&today]).await?;
    tx.execute(sql::PUT_DERIVED_BY, &[&law]).await?;
    Ok(true)
}

/// Gives up to `limit` subjects whose day to be looked at again has come.
pub async fn waiting(tx: &mut Tx, today: Day, limit: i64) -> Result<Vec<SubjectId>, StoreError> {
    let waiting: Vec<(SubjectId,)> = tx.all(sql::TO_LOOK_AT, &[&today, &limit]).await?;
    Ok(waiting.into_iter().map(|(subject,)| subject).collect())
}

/// Looks again at up to `limit` subjects whose day has come; gives how many there were.
pub async fn look_again(
    tx: &mut Tx,
    rulebook: &Rulebook<'static>,
    today: Day,
    limit: i64,
) -> Result<usize, StoreError> {
    let waiting = waiting(tx, today, limit).await?;
    for subject in &waiting {
        look_at(tx, rulebook, *subject, today).await?;
    }
    Ok(waiting.len())
}

/// Lets the rules look at one subject.
pub async fn look_at(
    tx: &mut Tx,
    rulebook: &Rulebook<'static>,
    subject: SubjectId,
    today: Day,
) -> Result<(), StoreError> {
    if let Some(held) = hold(tx, subject).await? {
        let known = facts_of(tx, subject).await?;
        derive(tx, rulebook, &held, &known, today).await?;
    }
    Ok(())
}

/// Has the rules look at a subject before long, because its ledger has grown without them; whatever they look at
/// now comes before or after. Must run in [`store::Db::write`].
pub async fn look_soon(tx: &mut Tx, subject: SubjectId, today: Day) -> Result<(), StoreError> {
    tx.execute(sql::PUT_OFF, &[&today, &subject]).await.map(drop)
}

/// Puts the next look at a subject off until the day after, because the present one failed, and notes since when the
/// rules cannot read its ledger: until they have read it again.
pub async fn put_off(tx: &mut Tx, subject: SubjectId, today: Day) -> Result<(), StoreError> {
    tx.execute(sql::SET_ASIDE, &[&today.plus_days(1), &today, &subject]).await.map(drop)
}
