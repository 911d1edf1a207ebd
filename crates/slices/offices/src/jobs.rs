//! What is done from time to time without anybody asking.

use store::{Db, Instant, StoreError};

use crate::model::second_factor::RECOVERY_LIMIT;
use crate::model::session::ABSOLUTE_LIMIT;
use crate::sql;

/// How long failures in a row are remembered after the last one, in seconds.
const BRAKES_KEPT: i64 = 48 * 3600;

/// Forgets sessions that have ended by themselves, and failures of long ago. To be run once an hour or so.
pub async fn tidy(db: &Db, now: Instant) -> Result<u64, StoreError> {
    let ended = now.plus_seconds(-ABSOLUTE_LIMIT);
    let quiet = now.plus_seconds(-BRAKES_KEPT);
    db.write(async move |tx| {
        let sessions = tx.execute(sql::FORGET_SESSIONS, &[&ended]).await?;
        let wishes = now.plus_seconds(-RECOVERY_LIMIT);
        let wishes = tx.execute(sql::FORGET_RECOVERIES, &[&wishes]).await?;
        Ok(sessions + wishes + tx.execute(sql::FORGET_BRAKES, &[&quiet]).await?)
    })
    .await
}
