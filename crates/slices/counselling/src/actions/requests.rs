//! Wishes for guidance that wait for a time (BJ18-14(1), 预约登记).

use access::Failure;
use desk::{Desk, Occasion};
use store::ledger::Channel;
use store::{Instant, StoreError, SubjectId, Tx};

use super::book::{Booking, NewAppointment, put};
use super::receive::enter_to_write;
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, Form, LENGTHS, Planned, State};
use crate::sql::{self, AppointmentRow};

/// A wish for guidance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Whose.
    pub subject: SubjectId,
    /// The form of guidance: general or special.
    pub form: Form,
    /// How long it should take, in minutes.
    pub minutes: i64,
    /// How it was asked for.
    pub channel: Channel,
    /// What the person wants to talk about; may be empty.
    pub note: String,
}

/// Notes a wish; the person's office sees it among those that wait.
pub async fn request(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    wish: &Wish,
) -> Result<AppointmentId, Failure<CounselRefusal>> {
    let entered = enter_to_write(tx, desk, occasion, wish.subject).await?;
    if wish.form == Form::Group {
        return Err(Failure::Refused(CounselRefusal::GroupAlone));
    }
    if !LENGTHS.contains(&wish.minutes) {
        return Err(Failure::Refused(CounselRefusal::Length));
    }
    let booking = Booking {
        subject: wish.subject,
        staff: occasion.actor.id,
        planned: Planned { day: occasion.today, minute: 0, minutes: wish.minutes },
        form: wish.form,
        channel: wish.channel,
        note: wish.note.clone(),
        request: None,
    };
    let new = NewAppointment {
        id: AppointmentId::new(occasion.now, desk.sealing.entropy.as_ref()),
        booking: &booking,
        place: None,
        follows: None,
        state: State::Requested,
        own_office: entered.held.office_code,
        why: "",
    };
    put(tx, desk, occasion, &entered.key, &new).await?;
    Ok(new.id)
}

/// A place in the list of wishes: when one was noted, and which.
pub(crate) type After = (Instant, AppointmentId);

/// Gives the wishes of the people whom an office answers for, wherever they were noted, the oldest first, at most so many:
/// who went over to another office took theirs along.
pub async fn waiting(
    tx: &mut Tx,
    office_code: i64,
    limit: i64,
) -> Result<Vec<AppointmentRow>, StoreError> {
    waiting_after(tx, office_code, None, limit).await
}

/// The same after a place in the list.
pub(crate) async fn waiting_after(
    tx: &mut Tx,
    office_code: i64,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<AppointmentRow>, StoreError> {
    let first = (Instant::from_micros(i64::MIN), AppointmentId::from_bytes([0; 16]));
    let (made_at, id) = after.unwrap_or(first);
    tx.all(sql::REQUESTS, &[&office_code, &made_at, &id, &limit]).await
}

/// Counts them.
pub(crate) async fn count_waiting(tx: &mut Tx, office_code: i64) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(sql::COUNT_REQUESTS, &[&office_code]).await?;
    Ok(count)
}
