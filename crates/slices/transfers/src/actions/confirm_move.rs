//! A whole office goes over on the word of two: whoever ordered it does not confirm it. Before it is confirmed, the order
//! can be taken back.

use access::Failure;
use desk::Occasion;
use store::{StoreError, ToValue, Tx};

use super::move_office::{OfficeMove, opened};
use super::rehearse::{may_move, rehearse};
use crate::MoveId;
use crate::model::{MoveState, TransferRefusal};
use crate::sql::{self, MoveRow};

/// Confirms an order, so that it can be carried out: by a head over both offices who did not order it, nor stands in for
/// whoever did. People are counted anew, as they are by now.
pub async fn confirm_move(
    tx: &mut Tx,
    occasion: &Occasion,
    id: MoveId,
) -> Result<(), Failure<TransferRefusal>> {
    let waiting = hold_waiting(tx, occasion, id).await?;
    if occasion.actor.is_or_stands_in_for(waiting.begun_by) {
        return Err(Failure::Refused(TransferRefusal::OwnMove));
    }
    let asked = &waiting.asked;
    let place = (asked.scope, asked.from_code, asked.to_office_code);
    let rehearsal = rehearse(tx, occasion, place).await?;
    let values: [&dyn ToValue; 4] = [&occasion.actor.id, &occasion.now, &rehearsal.people, &id];
    tx.execute(sql::CONFIRM_MOVE, &values).await?;
    Ok(())
}

/// Takes an order back that is not confirmed yet: by whoever gave it; or another head over both offices turns it down, with
/// a reason. Nobody has gone over, and nobody will by it.
pub async fn withdraw_move(
    tx: &mut Tx,
    occasion: &Occasion,
    id: MoveId,
    words: &str,
) -> Result<(), Failure<TransferRefusal>> {
    let waiting = hold_waiting(tx, occasion, id).await?;
    let words = words.trim();
    if words.is_empty() && !occasion.actor.is_or_stands_in_for(waiting.begun_by) {
        return Err(Failure::Refused(TransferRefusal::Blank("不予确认的理由")));
    }
    let because = (!words.is_empty()).then(|| words.to_owned());
    let values: [&dyn ToValue; 4] = [&occasion.actor.id, &occasion.now, &because, &id];
    tx.execute(sql::WITHDRAW_MOVE, &values).await?;
    Ok(())
}

/// Holds an order until the end of the transaction, asks for the right to it, and makes sure that it waits.
async fn hold_waiting(
    tx: &mut Tx,
    occasion: &Occasion,
    id: MoveId,
) -> Result<OfficeMove, Failure<TransferRefusal>> {
    let row: Option<MoveRow> = tx.optional(sql::HOLD_MOVE, &[&id]).await?;
    let found = opened(row.ok_or(Failure::Refused(TransferRefusal::NoTransfer))?)?;
    let asked = &found.asked;
    may_move(occasion, asked.scope, asked.from_code, asked.to_office_code)?;
    match found.state() {
        MoveState::Waiting => Ok(found),
        other => Err(Failure::Refused(TransferRefusal::NotNow(other.term()))),
    }
}

/// Gives the orders that the actor can confirm, what waits longest first.
pub(crate) async fn to_confirm(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<OfficeMove>, StoreError> {
    let area = occasion.actor.area;
    let rows: Vec<MoveRow> =
        tx.all(sql::MOVES_TO_CONFIRM, &[&area.first, &area.last, &limit]).await?;
    let mut orders = Vec::with_capacity(rows.len());
    for row in rows {
        let order = opened(row)?;
        let asked = &order.asked;
        let may = may_move(occasion, asked.scope, asked.from_code, asked.to_office_code).is_ok();
        if may && !occasion.actor.is_or_stands_in_for(order.begun_by) {
            orders.push(order);
        }
    }
    Ok(orders)
}
