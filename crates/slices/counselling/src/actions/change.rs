//! What becomes of an appointment before it is held: moved, called off, missed.

use access::{Action, Denied, Failure, Relation};
use desk::{Desk, Occasion};
use duties::Entered;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedText;

use super::around::near;
use super::book::{Booking, NOTE, NewAppointment, Place, claim, holder, planned_of, put};
use super::receive::{enter_received, open_to, receives};
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, Moment, Planned, State};
use crate::sql::{self, AppointmentRow, ChangeRow};

/// Why an appointment came to stand as it does, in the row of [`reason_place`].
const REASON: SealedText = SealedText::of("appointment_change.reason");

/// An appointment that is open to the actor, with its person's file.
#[derive(Debug)]
pub struct Opened {
    /// The appointment.
    pub row: AppointmentRow,
    /// The file.
    pub entered: Entered,
}

/// Opens an appointment, and notes that the person's file was read: for their own office, and for whoever is
/// booked to receive them. What was agreed in a file that was merged is read through the one in which it goes on;
/// the key is that of the appointment's own file. Must run in [`store::Db::write`].
pub async fn open(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: AppointmentId,
) -> Result<Opened, Failure<CounselRefusal>> {
    let row: Option<AppointmentRow> = tx.optional(sql::APPOINTMENT, &[&id]).await?;
    let Some(row) = row else { return Err(Failure::Refused(CounselRefusal::Missing)) };
    let home = seekers::merged_into(tx, row.subject_id).await?.unwrap_or(row.subject_id);
    let mut entered = enter_received(tx, desk, occasion, home).await?;
    let is_mine = row.staff_id.is_some_and(|staff| occasion.actor.is_or_stands_in_for(staff));
    // Somebody who receives the person has no business with what others agreed with them.
    if entered.relation == Relation::Consulted && !is_mine {
        return Err(Denied { action: Action::Counsel }.into());
    }
    if home != row.subject_id {
        entered.key = duties::key_to(tx, desk, row.subject_id).await?;
    }
    Ok(Opened { row, entered })
}

/// Opens an appointment to change it. Its person is held first: the right is asked of whoever answers for them then,
/// and the appointment is read as it stands then. Of a file that was merged nobody holds anything; whatever was agreed
/// there is over, since nothing is merged before.
pub(crate) async fn open_to_change(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: AppointmentId,
) -> Result<Opened, Failure<CounselRefusal>> {
    let row: Option<AppointmentRow> = tx.optional(sql::APPOINTMENT, &[&id]).await?;
    let Some(row) = row else { return Err(Failure::Refused(CounselRefusal::Missing)) };
    duties::hold(tx, row.subject_id).await?;
    open(tx, desk, occasion, id).await
}

impl Opened {
    /// Gives what the person wants to talk about.
    pub fn note(&self) -> Result<Option<Clear>, StoreError> {
        NOTE.open_some(&self.entered.key, &self.row.appointment_id.bytes(), self.row.note.as_ref())
    }

    /// Gives what became of it, with the reasons.
    pub async fn changes(
        &self,
        tx: &mut Tx,
    ) -> Result<Vec<(ChangeRow, Option<Clear>)>, StoreError> {
        let id = self.row.appointment_id;
        let rows: Vec<ChangeRow> = tx.all(sql::CHANGES, &[&self.row.subject_id, &id]).await?;
        rows.into_iter()
            .map(|row| {
                let place = reason_place(id, row.place);
                let reason = REASON.open_some(&self.entered.key, &place, row.reason.as_ref())?;
                Ok((row, reason))
            })
            .collect()
    }
}

/// Gives the appointments of a person, the latest first.
pub async fn appointments_of(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Vec<AppointmentRow>, StoreError> {
    tx.all(sql::OF_SUBJECT, &[&subject]).await
}

/// Counts the appointments and sessions of a member of staff that are still to come or have no outcome yet: what
/// must be moved or settled before they leave.
pub async fn open_of(tx: &mut Tx, staff: ActorId) -> Result<i64, StoreError> {
    let (open,): (i64,) = tx.one(sql::OPEN_OF_STAFF, &[&staff]).await?;
    Ok(open)
}

fn reason_place(id: AppointmentId, place: i64) -> Vec<u8> {
    let mut bytes = id.bytes().to_vec();
    bytes.extend_from_slice(&place.to_be_bytes());
    bytes
}

/// Seals why an appointment came to stand as it does; nothing where nothing is said.
pub(crate) fn seal_reason(
    desk: &Desk,
    key: &SubjectKey,
    id: AppointmentId,
    place: i64,
    reason: &str,
) -> Option<Sealed> {
    REASON.seal_some(&desk.sealing, key, &reason_place(id, place), reason)
}

/// Stores that an appointment stands otherwise, unless somebody else was first.
pub(crate) async fn change(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    key: &SubjectKey,
    before: &AppointmentRow,
    next: &AppointmentRow,
    reason: &str,
) -> Result<(), Failure<CounselRefusal>> {
    let values: [&dyn ToValue; 11] = [
        &next.office_code,
        &next.staff_id,
        &next.day,
        &next.minute,
        &next.minutes,
        &next.form,
        &next.state,
        &next.entry_id,
        &before.subject_id,
        &before.appointment_id,
        &before.changes,
    ];
    if tx.execute(sql::CHANGE_APPOINTMENT, &values).await? == 0 {
        return Err(Failure::Refused(CounselRefusal::Changed));
    }
    let place = before.changes + 1;
    let id = before.appointment_id;
    let reason = seal_reason(desk, key, id, place, reason);
    let values: [&dyn ToValue; 10] = [
        &before.subject_id,
        &id,
        &place,
        &occasion.now,
        &occasion.actor.id,
        &next.state,
        &next.staff_id,
        &next.day,
        &next.minute,
        &reason,
    ];
    tx.execute(sql::PUT_CHANGE, &values).await?;
    Ok(())
}

/// Tells whether the actor may open an appointment now.
pub(crate) async fn may_still_open(
    tx: &mut Tx,
    occasion: &Occasion,
    id: AppointmentId,
) -> Result<bool, Failure<CounselRefusal>> {
    let row: Option<AppointmentRow> = tx.optional(sql::APPOINTMENT, &[&id]).await?;
    let Some(row) = row else { return Ok(false) };
    let Some(held) = duties::held(tx, row.subject_id).await? else { return Ok(false) };
    let relation = duties::relation::<CounselRefusal>(tx, occasion, &held, Action::Counsel).await;
    match relation {
        Ok(Relation::Consulted) => Ok(receives(tx, occasion, row.subject_id).await?
            && row.state == State::Booked
            && row.staff_id == Some(occasion.actor.serves_as())),
        Ok(_) => Ok(true),
        Err(Failure::Denied(_)) => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Gives back the time that an appointment had.
pub(crate) async fn release(tx: &mut Tx, row: &AppointmentRow) -> Result<(), StoreError> {
    if let (Some(staff), Some(day)) = (row.staff_id, row.day) {
        tx.execute(sql::RELEASE, &[&staff, &day, &row.appointment_id]).await?;
    }
    Ok(())
}

/// Closes the file to whoever was to receive the person.
pub(crate) async fn close(
    tx: &mut Tx,
    occasion: &Occasion,
    row: &AppointmentRow,
) -> Result<(), StoreError> {
    duties::end_shares(tx, row.subject_id, holder(row.appointment_id), occasion.now).await
}

/// Moves an appointment to another time, perhaps to another counsellor.
pub async fn move_to(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: AppointmentId,
    (staff, planned): (ActorId, Planned),
    reason: &str,
) -> Result<(), Failure<CounselRefusal>> {
    let opened = open_to_change(tx, desk, occasion, id).await?;
    let row = &opened.row;
    if row.state != State::Booked {
        return Err(Failure::Refused(CounselRefusal::state(row.state, "改约")));
    }
    let near = near(tx, &opened.entered.held).await?;
    let Some(counsellor) = near.find(staff) else {
        return Err(Failure::Refused(CounselRefusal::NotNear));
    };
    release(tx, row).await?;
    let place = Place { staff, office: counsellor.office_code, planned };
    claim(tx, desk, occasion, row.subject_id, id, place).await?;
    let next = place.put_into(row, State::Booked);
    change(tx, desk, occasion, &opened.entered.key, row, &next, reason).await?;
    // Whoever received them before has no business with the file any more.
    close(tx, occasion, row).await?;
    let to = (staff, counsellor.office_code);
    Ok(open_to(tx, desk, occasion, &opened.entered.held, holder(id), to).await?)
}

/// Calls an appointment or a wish off, and gives its time back.
pub async fn cancel(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: AppointmentId,
    reason: &str,
) -> Result<(), Failure<CounselRefusal>> {
    if reason.trim().is_empty() {
        return Err(Failure::Refused(CounselRefusal::Blank { what: "取消的原因" }));
    }
    let opened = open_to_change(tx, desk, occasion, id).await?;
    let row = &opened.row;
    if !row.state.may_become(State::Cancelled) {
        return Err(Failure::Refused(CounselRefusal::state(row.state, "取消")));
    }
    release(tx, row).await?;
    let next = AppointmentRow { state: State::Cancelled, ..row.clone() };
    change(tx, desk, occasion, &opened.entered.key, row, &next, reason).await?;
    Ok(close(tx, occasion, row).await?)
}

/// Says when an appointment begins, if that is still to come.
pub(crate) fn not_begun(occasion: &Occasion, row: &AppointmentRow) -> Option<Moment> {
    let planned = planned_of(row)?;
    let at = Moment { day: planned.day, minute: planned.minute };
    (at > Moment::of(occasion.now, occasion.today)).then_some(at)
}

/// Marks an appointment as missed and offers it again: a wish waits in its place. Gives that wish.
pub async fn miss(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: AppointmentId,
    reason: &str,
) -> Result<AppointmentId, Failure<CounselRefusal>> {
    let opened = open_to_change(tx, desk, occasion, id).await?;
    let row = &opened.row;
    if !row.state.may_become(State::Missed) {
        return Err(Failure::Refused(CounselRefusal::state(row.state, "登记未到")));
    }
    if let Some(at) = not_begun(occasion, row) {
        return Err(Failure::Refused(CounselRefusal::NotBegun { at }));
    }
    release(tx, row).await?;
    let next = AppointmentRow { state: State::Missed, ..row.clone() };
    change(tx, desk, occasion, &opened.entered.key, row, &next, reason).await?;
    close(tx, occasion, row).await?;
    let again = Booking {
        subject: row.subject_id,
        staff: occasion.actor.id,
        planned: Planned { day: occasion.today, minute: 0, minutes: row.minutes },
        form: row.form,
        channel: row.channel,
        note: opened.note()?.map_or_else(String::new, |note| note.reveal().to_owned()),
        request: None,
    };
    let new = NewAppointment {
        id: AppointmentId::new(occasion.now, desk.sealing.entropy.as_ref()),
        booking: &again,
        place: None,
        follows: Some(id),
        state: State::Requested,
        own_office: opened.entered.held.office_code,
        why: "",
    };
    put(tx, desk, occasion, &opened.entered.key, &new).await?;
    Ok(new.id)
}
