//! A counsellor's own hours and leave.

use access::{Action, Failure};
use desk::Occasion;
use kernel::Day;
use store::{ActorId, StoreError, ToValue, Tx};

use crate::model::{CounselRefusal, LeaveCause, WeeklyHours};
use crate::sql::{self, LeaveRow};

/// Sets the hours of a member of staff, in place of all they had. What is booked stays booked. The caller has
/// made sure of the right.
pub async fn put_hours(tx: &mut Tx, staff: ActorId, hours: &WeeklyHours) -> Result<(), StoreError> {
    // Two pages that set hours at once do so one after the other, and no booking looks in between.
    offices::hold_staff(tx, staff).await?;
    tx.execute(sql::CLEAR_HOURS, &[&staff]).await?;
    for (place, span) in hours.spans() {
        let place = i64::try_from(place).unwrap_or(0);
        let values: [&dyn ToValue; 4] = [&staff, &place, &span.from, &span.to];
        tx.execute(sql::PUT_HOURS, &values).await?;
    }
    Ok(())
}

/// Sets the actor's own hours.
pub async fn set_hours(
    tx: &mut Tx,
    occasion: &Occasion,
    hours: &WeeklyHours,
) -> Result<(), Failure<CounselRefusal>> {
    check_own(occasion)?;
    Ok(put_hours(tx, occasion.actor.id, hours).await?)
}

/// Takes leave. Gives how many appointments are booked on those days: somebody must move them.
pub async fn take_leave(
    tx: &mut Tx,
    occasion: &Occasion,
    (first, last): (Day, Day),
    cause: LeaveCause,
) -> Result<usize, Failure<CounselRefusal>> {
    check_own(occasion)?;
    let staff = occasion.actor.id;
    if last < first {
        return Err(Failure::Refused(CounselRefusal::LeaveOrder));
    }
    if last < occasion.today {
        return Err(Failure::Refused(CounselRefusal::Past));
    }
    // A booking of these days comes before, and is counted, or after, and is refused.
    offices::hold_staff(tx, staff).await?;
    let leaves = leave_of(tx, staff, first).await?;
    if leaves.iter().any(|leave| leave.first_day <= last && first <= leave.last_day) {
        return Err(Failure::Refused(CounselRefusal::LeaveOverlap));
    }
    let values: [&dyn ToValue; 5] = [&staff, &first, &last, &cause, &occasion.now];
    tx.execute(sql::PUT_LEAVE, &values).await?;
    let (booked,): (i64,) = tx.one(sql::BOOKED_OF_STAFF, &[&staff, &first, &last]).await?;
    Ok(usize::try_from(booked).unwrap_or_default())
}

/// Takes no leave after all.
pub async fn end_leave(
    tx: &mut Tx,
    occasion: &Occasion,
    first: Day,
) -> Result<(), Failure<CounselRefusal>> {
    check_own(occasion)?;
    if tx.execute(sql::REMOVE_LEAVE, &[&occasion.actor.id, &first]).await? == 0 {
        return Err(Failure::Refused(CounselRefusal::Missing));
    }
    Ok(())
}

/// Gives the leave of a member of staff that ends on a day or after it.
pub async fn leave_of(tx: &mut Tx, staff: ActorId, from: Day) -> Result<Vec<LeaveRow>, StoreError> {
    tx.all(sql::LEAVES, &[&staff, &from]).await
}

/// Lets through whoever counsels at all: their own time is theirs to set.
fn check_own(occasion: &Occasion) -> Result<(), access::Denied> {
    let action = Action::Counsel;
    if occasion.actor.may_ever(action) { Ok(()) } else { Err(access::Denied { action }) }
}
