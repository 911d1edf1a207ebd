//! Whose file is open to whom for guidance: the person's own office serves them; whoever is booked to receive
//! them there or elsewhere has the file open until that is over.

use access::{Action, Denied, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{Entered, Held, HolderId, NewShare, Purpose};
use store::{ActorId, StoreError, SubjectId, Tx};

use crate::model::{CounselRefusal, State};
use crate::sql::{self, AppointmentRow, SessionRow};

/// Opens the file of one of the actor's own people for guidance.
pub(crate) async fn enter(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Entered, Failure<CounselRefusal>> {
    let entered = duties::enter(tx, desk, occasion, Action::Counsel, subject, None).await;
    let entered = entered.map_err(|failure| failure.map(CounselRefusal::from))?;
    match entered.relation {
        Relation::Consulted => Err(Denied { action: Action::Counsel }.into()),
        _ => Ok(entered),
    }
}

/// Opens the file of one of the actor's own people to write: it is held until the transaction ends, so that nobody
/// moves, merges or records beside what is done, and the right is asked of how things stand then. A person is held
/// before whoever receives them, as everywhere: two who hold both in one order never wait for each other.
pub(crate) async fn enter_to_write(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Entered, Failure<CounselRefusal>> {
    duties::hold(tx, subject).await?;
    enter(tx, desk, occasion, subject).await
}

/// Opens the file of one of the actor's own people, or of somebody whom they are booked to receive. What else a
/// file may be open to them for, such as a panel, does not let them counsel.
pub(crate) async fn enter_received(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Entered, Failure<CounselRefusal>> {
    let entered = duties::enter(tx, desk, occasion, Action::Counsel, subject, None).await;
    let entered = entered.map_err(|failure| failure.map(CounselRefusal::from))?;
    if entered.relation == Relation::Consulted && !receives(tx, occasion, subject).await? {
        return Err(Denied { action: Action::Counsel }.into());
    }
    Ok(entered)
}

/// Tells whether the actor, or somebody whom they stand in for, is booked to receive a person.
pub(crate) async fn receives(
    tx: &mut Tx,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<bool, StoreError> {
    let is_meant = |staff: ActorId| occasion.actor.is_or_stands_in_for(staff);
    let booked: Vec<AppointmentRow> = tx.all(sql::OF_SUBJECT, &[&subject]).await?;
    if booked.iter().any(|row| row.state == State::Booked && row.staff_id.is_some_and(is_meant)) {
        return Ok(true);
    }
    let sessions: Vec<SessionRow> = tx.all(sql::SESSIONS_OF_SUBJECT, &[&subject]).await?;
    Ok(sessions.iter().any(|row| is_meant(row.staff_id)))
}

/// Opens a person's file to whoever receives them, until [`duties::end_shares`]. To a counsellor of the person's
/// own office too: the person may be another office's by then.
pub(crate) async fn open_to(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    held: &Held,
    holder: HolderId,
    (staff, office_code): (ActorId, i64),
) -> Result<(), StoreError> {
    let new = NewShare { holder, purpose: Purpose::Appointment, office_code, staff: Some(staff) };
    let entropy = desk.sealing.entropy.as_ref();
    duties::share(tx, held.subject, &new, occasion.now, entropy).await
}
