//! Booking an appointment: two can ask for one time, and one of them gets it.

use access::Failure;
use desk::{Desk, Occasion};
use duties::HolderId;
use kernel::Day;
use store::ledger::Channel;
use store::seal::SubjectKey;
use store::{ActorId, SubjectId, ToValue, Tx};
use subjects::SealedText;

use super::around::near;
use super::change::seal_reason;
use super::free::{bookable, check_time, hold_counsellor, take, timetable};
use super::receive::{enter_to_write, open_to};
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, Form, LENGTHS, Moment, Planned, State};
use crate::sql::{self, AppointmentRow};

/// What the person wants to talk about.
pub(crate) const NOTE: SealedText = SealedText::of("appointment.note");
/// How many free times a refusal names.
const NAMED: usize = 3;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// For whom.
    pub subject: SubjectId,
    /// With whom.
    pub staff: ActorId,
    /// When.
    pub planned: Planned,
    /// The form of guidance: general or special.
    pub form: Form,
    /// How it was asked for.
    pub channel: Channel,
    /// What the person wants to talk about; may be empty.
    pub note: String,
    /// The wish that it fulfils.
    pub request: Option<AppointmentId>,
}

/// Books an appointment.
pub async fn book(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    booking: &Booking,
) -> Result<AppointmentId, Failure<CounselRefusal>> {
    book_because(tx, desk, occasion, booking, "").await
}

/// Books an appointment, and keeps with it why it is this time and counsellor.
pub(crate) async fn book_because(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    booking: &Booking,
    why: &str,
) -> Result<AppointmentId, Failure<CounselRefusal>> {
    let entered = enter_to_write(tx, desk, occasion, booking.subject).await?;
    if booking.form == Form::Group {
        return Err(Failure::Refused(CounselRefusal::GroupAlone));
    }
    let near = near(tx, &entered.held).await?;
    let Some(counsellor) = near.find(booking.staff) else {
        return Err(Failure::Refused(CounselRefusal::NotNear));
    };
    let request = match booking.request {
        Some(id) => Some(fulfil(tx, booking.subject, id).await?),
        None => None,
    };
    let id = request.as_ref().map_or_else(
        || AppointmentId::new(occasion.now, desk.sealing.entropy.as_ref()),
        |request| request.appointment_id,
    );
    let place =
        Place { staff: booking.staff, office: counsellor.office_code, planned: booking.planned };
    claim(tx, desk, occasion, booking.subject, id, place).await?;
    if let Some(request) = request {
        let next = AppointmentRow { form: booking.form, ..place.put_into(&request, State::Booked) };
        super::change::change(tx, desk, occasion, &entered.key, &request, &next, why).await?;
    } else {
        let row = NewAppointment {
            id,
            booking,
            place: Some(place),
            follows: None,
            state: State::Booked,
            own_office: entered.held.office_code,
            why,
        };
        put(tx, desk, occasion, &entered.key, &row).await?;
    }
    let to = (place.staff, place.office);
    open_to(tx, desk, occasion, &entered.held, holder(id), to).await?;
    Ok(id)
}

/// The name under which a file is opened for an appointment.
pub(crate) const fn holder(id: AppointmentId) -> HolderId {
    HolderId::from_bytes(id.bytes())
}

/// Where and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) staff: ActorId,
    pub(crate) office: i64,
    pub(crate) planned: Planned,
}

impl Place {
    /// Puts an appointment there.
    pub(crate) fn put_into(self, row: &AppointmentRow, state: State) -> AppointmentRow {
        AppointmentRow {
            office_code: self.office,
            staff_id: Some(self.staff),
            day: Some(self.planned.day),
            minute: Some(self.planned.minute),
            minutes: self.planned.minutes,
            state,
            ..row.clone()
        }
    }
}

/// Takes the time of a counsellor for a person's appointment, or says what speaks against it. The caller holds the
/// person, so that two bookings of theirs at once, with two counsellors, are judged one by one.
pub(crate) async fn claim(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    id: AppointmentId,
    Place { staff, office, planned }: Place,
) -> Result<(), Failure<CounselRefusal>> {
    if !LENGTHS.contains(&planned.minutes) {
        return Err(Failure::Refused(CounselRefusal::Length));
    }
    let calendar = desk.rulebook.law().calendar();
    hold_counsellor(tx, staff, office).await?;
    let table = timetable(tx, staff, bookable(occasion.today)).await?;
    check_time(occasion, calendar, &table, planned).map_err(Failure::Refused)?;
    let own: Vec<AppointmentRow> = tx.all(sql::OF_SUBJECT, &[&subject]).await?;
    let other = own
        .iter()
        .filter(|row| row.state == State::Booked && row.appointment_id != id)
        .filter_map(planned_of)
        .find(|other| other.overlaps(planned));
    if let Some(other) = other {
        let at = Moment { day: other.day, minute: other.minute };
        return Err(Failure::Refused(CounselRefusal::OwnOverlap { at }));
    }
    if take(tx, staff, planned, &id).await? {
        return Ok(());
    }
    // What was taken a moment ago by another transaction is seen now.
    let mut table = timetable(tx, staff, bookable(occasion.today)).await?;
    table
        .taken
        .extend(crate::model::steps(planned.minute, planned.minutes).map(|at| (planned.day, at)));
    let now = Moment::of(occasion.now, occasion.today);
    let mut next = table.next_free(calendar, planned.minutes, now, usize::MAX);
    let wanted = Moment { day: planned.day, minute: planned.minute };
    // Those nearest to what was wanted, in their order.
    next.sort_by_key(|free| {
        (free.day.days_since(wanted.day).abs(), (free.minute - wanted.minute).abs())
    });
    next.truncate(NAMED);
    next.sort_unstable();
    Err(Failure::Refused(CounselRefusal::Taken { next }))
}

/// Gives the time of an appointment.
#[must_use]
pub fn planned_of(row: &AppointmentRow) -> Option<Planned> {
    Some(Planned { day: row.day?, minute: row.minute?, minutes: row.minutes })
}

async fn fulfil(
    tx: &mut Tx,
    subject: SubjectId,
    id: AppointmentId,
) -> Result<AppointmentRow, Failure<CounselRefusal>> {
    let row: Option<AppointmentRow> = tx.optional(sql::APPOINTMENT, &[&id]).await?;
    match row {
        Some(row) if row.subject_id != subject => Err(Failure::Refused(CounselRefusal::Missing)),
        Some(row) if row.state == State::Requested => Ok(row),
        Some(row) => Err(Failure::Refused(CounselRefusal::state(row.state, "安排时间"))),
        None => Err(Failure::Refused(CounselRefusal::Missing)),
    }
}

/// An appointment about to be stored.
pub(crate) struct NewAppointment<'b> {
    pub(crate) id: AppointmentId,
    pub(crate) booking: &'b Booking,
    pub(crate) place: Option<Place>,
    pub(crate) follows: Option<AppointmentId>,
    pub(crate) state: State,
    /// The person's own office, where a wish waits.
    pub(crate) own_office: i64,
    /// Why it is this time and counsellor; may be empty.
    pub(crate) why: &'b str,
}

/// Stores a new appointment with its first change.
pub(crate) async fn put(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    key: &SubjectKey,
    new: &NewAppointment<'_>,
) -> Result<(), Failure<CounselRefusal>> {
    let booking = new.booking;
    let note = NOTE.seal_some(&desk.sealing, key, &new.id.bytes(), &booking.note);
    let staff = new.place.map(|place| place.staff);
    let day: Option<Day> = new.place.map(|place| place.planned.day);
    let minute = new.place.map(|place| place.planned.minute);
    let office = new.place.map_or(new.own_office, |place| place.office);
    let values: [&dyn ToValue; 14] = [
        &booking.subject,
        &new.id,
        &office,
        &staff,
        &day,
        &minute,
        &booking.planned.minutes,
        &booking.form,
        &new.state,
        &booking.channel,
        &occasion.actor.id,
        &occasion.now,
        &note,
        &new.follows,
    ];
    tx.execute(sql::PUT_APPOINTMENT, &values).await?;
    let why = seal_reason(desk, key, new.id, 0, new.why);
    let values: [&dyn ToValue; 10] = [
        &booking.subject,
        &new.id,
        &0_i64,
        &occasion.now,
        &occasion.actor.id,
        &new.state,
        &staff,
        &day,
        &minute,
        &why,
    ];
    tx.execute(sql::PUT_CHANGE, &values).await?;
    Ok(())
}
