//! What the running system has left undone, or could not do: for whoever looks after it.

use kernel::Day;
use store::{StoreError, Tx};

use crate::sql;

/// How many subjects wait for something that should have happened by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Whose ledger the rules cannot read, and since when the first of them: what is stored of them stands still.
    pub unread: (i64, Option<Day>),
    /// At whom the rules should have looked before today, and since when the first of them.
    pub not_looked_at: (i64, Option<Day>),
    /// Whom no office answers for.
    pub orphaned: i64,
}

/// Counts them. Goes through every subject: for a command, not for a page.
pub async fn left(tx: &mut Tx, today: Day) -> Result<Left, StoreError> {
    let (orphaned,): (i64,) = tx.one(sql::COUNT_ORPHANS, &[]).await?;
    Ok(Left {
        unread: tx.one(sql::COUNT_UNREAD, &[]).await?,
        not_looked_at: tx.one(sql::COUNT_NOT_LOOKED_AT, &[&today]).await?,
        orphaned,
    })
}
