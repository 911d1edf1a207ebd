//! How many zero-employment households there are: the number that is to be zero, for everybody to see.

use access::Area;
use store::{StoreError, Tx};

use crate::sql;

/// Counts the households of an area that were recognised and in which nobody works (零就业家庭). A community's office
/// sees its street's.
pub async fn households_left(tx: &mut Tx, area: Area) -> Result<i64, StoreError> {
    let first = area.first - area.first % 1_000;
    let (number,): (i64,) = tx.one(sql::HOUSEHOLDS_LEFT, &[&first, &area.last]).await?;
    Ok(number)
}
