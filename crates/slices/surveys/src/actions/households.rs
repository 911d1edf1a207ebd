//! How many zero-employment households there are: the number that is to be zero, for everybody to see.

use access::Area;
use store::{StoreError, Tx};

/// Counts the households of an area that were recognised and in which nobody works (零就业家庭), as every page does. A
/// community's office sees its street's.
pub async fn households_left(tx: &mut Tx, area: Area) -> Result<i64, StoreError> {
    duties::households_without_work(tx, area).await
}
