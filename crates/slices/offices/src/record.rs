//! Recording acts.

use store::{Entropy, Instant, StoreError, Tx};

use crate::model::act::{Act, ActId};
use crate::sql;

/// Records an act in the transaction in which it happens.
pub async fn record(
    tx: &mut Tx,
    act: &Act,
    now: Instant,
    entropy: &dyn Entropy,
) -> Result<(), StoreError> {
    let id = ActId::new(now, entropy);
    let values: [&dyn store::ToValue; 8] = [
        &id,
        &now,
        &act.kind,
        &act.done_by,
        &act.office_id,
        &act.about_id,
        &act.words,
        &act.remote,
    ];
    tx.execute(sql::PUT_ACT, &values).await?;
    Ok(())
}
