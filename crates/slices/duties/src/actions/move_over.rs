//! Moving somebody over to another office whose right to them was asked before: a transfer that it accepted, or
//! an office whose people all go elsewhere.

use access::Failure;
use desk::{Desk, MovedTogether, Occasion};
use kernel::Day;
use store::{StoreError, SubjectId, ToValue, Tx};

use super::hand_over::{HandOverRefusal, Receiver, reassign};
use super::take_on::{Held, hold};
use crate::sql;

/// Lets another office answer for somebody from now on; what is open goes along, what is settled stays with
/// whoever settled it, and the change is kept with its reason. Panels that were called in end: the new office asks
/// for its own. Gives who answered until now.
///
/// Asks for no right: the caller has asked for the right of its own that lets it move somebody (BJ18-23,
/// BJ18-24), and made sure that the receiver works in that office.
pub async fn move_over(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    to: Receiver,
    reason: &str,
) -> Result<Held, Failure<HandOverRefusal>> {
    let Some(held) = hold(tx, subject).await? else {
        return Err(Failure::Refused(HandOverRefusal::NoFile));
    };
    if (held.office_code, held.officer) == (to.office_code, to.officer) {
        return Err(Failure::Refused(HandOverRefusal::AlreadyThere));
    }
    reassign(tx, desk, occasion, &held, to, reason).await?;
    Ok(held)
}

/// What is open of those who go over together. What rests is counted, as in every figure (decision 0316), and told beside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenOfMoved {
    /// How much is open.
    pub open: i64,
    /// How much of it is overdue.
    pub overdue: i64,
    /// How much of what is open rests by a decision.
    pub resting: i64,
    /// How much of what is overdue does.
    pub resting_overdue: i64,
}

/// Counts what is open of those who go over together, how much of it is overdue, and how much of each rests.
pub async fn count_open_of_moved(
    tx: &mut Tx,
    moved: &MovedTogether,
    today: Day,
) -> Result<OpenOfMoved, StoreError> {
    let [first, last, to, community] = moved.values();
    let values: [&dyn ToValue; 5] = [first, last, to, community, &today];
    let (open, overdue, resting, resting_overdue) = tx.one(sql::COUNT_OF_MOVED, &values).await?;
    Ok(OpenOfMoved { open, overdue, resting, resting_overdue })
}
