//! Appointing the responsible officer: whoever an agreement names answers for the person from that day on.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use store::{ActorId, SubjectId, Tx};

use super::hand_over::{HandOverRefusal, Receiver, reassign};
use super::share::relation;
use super::take_on::hold;

/// Makes a colleague the responsible officer, because an agreement names them (BJ18-23); what is open goes along.
/// Takes no head: whoever serves the people of the office signs for it, and the person stays with the office.
/// Gives whether anything changed. The caller has made sure that the officer works in the office that answers
/// for the person.
pub async fn appoint(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    officer: ActorId,
    reason: &str,
) -> Result<bool, Failure<HandOverRefusal>> {
    let Some(held) = hold(tx, subject).await? else {
        occasion.may(Action::RecordService, Relation::Elsewhere)?;
        return Err(Failure::Refused(HandOverRefusal::NoFile));
    };
    relation(tx, occasion, &held, Action::RecordService).await?;
    if held.officer == Some(officer) {
        return Ok(false);
    }
    let to = Receiver { office_code: held.office_code, officer: Some(officer) };
    reassign(tx, desk, occasion, &held, to, reason).await?;
    Ok(true)
}
