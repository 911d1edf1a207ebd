//! The offices above one.

use offices::Office;
use store::{StoreError, Tx};

/// Gives the open offices above a division, the nearest first.
pub(crate) async fn offices_above(tx: &mut Tx, code: i64) -> Result<Vec<Office>, StoreError> {
    let mut above = Vec::new();
    for level in access::above(code) {
        above.extend(offices::office_by_code(tx, level).await?);
    }
    Ok(above)
}

/// Gives their codes.
pub(crate) async fn codes_above(tx: &mut Tx, code: i64) -> Result<Vec<i64>, StoreError> {
    Ok(offices_above(tx, code).await?.iter().map(|office| office.code).collect())
}
