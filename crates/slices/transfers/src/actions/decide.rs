//! The office above both approves a transfer; whoever's turn it is may refuse it.

use access::{Action, Failure, Role};
use desk::{Desk, Occasion};
use duties::{NewShare, Purpose};
use store::{SubjectId, Tx};

use super::find::{Case, Transfer, holder_of, open_case};
use super::step::{close, go_on};
use crate::TransferId;
use crate::model::{Step, TransferRefusal, Turn};

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// 批准.
    Approve,
    /// 不予办理, with a reason.
    Refuse,
}

/// Decides on a transfer. It is approved by the head of the office above both (BJ18-23), who neither asked for it nor
/// verified it, nor stands in for whoever did; from then on the other office may read the file. It is refused by
/// whoever's turn it is.
pub async fn decide(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, transfer): (SubjectId, TransferId),
    decision: Decision,
    words: &str,
) -> Result<(), Failure<TransferRefusal>> {
    let action = match decision {
        Decision::Approve => Action::DecideTransfer,
        // The officer who verifies refuses, too, what does not fit.
        Decision::Refuse if occasion.actor.is(Role::Head) => Action::DecideTransfer,
        Decision::Refuse => Action::RequestTransfer,
    };
    let (case, _) = open_case(tx, desk, occasion, action, subject).await?;
    let transfer = case.going_on(transfer).map_err(Failure::Refused)?;
    is_turn(tx, occasion, (&case, transfer), decision).await?;
    if decision == Decision::Refuse {
        if words.trim().is_empty() {
            return Err(Failure::Refused(TransferRefusal::Blank("不予办理的理由")));
        }
        let end = (Step::Refused, None);
        close(tx, desk, occasion, (&case, transfer), end, words).await?;
        return Ok(());
    }
    if occasion.actor.is_or_stands_in_for(transfer.asked_by) {
        return Err(Failure::Refused(TransferRefusal::OwnRequest));
    }
    if transfer.verified_by().is_some_and(|staff| occasion.actor.is_or_stands_in_for(staff)) {
        return Err(Failure::Refused(TransferRefusal::OwnVerification));
    }
    let next = (Step::Approved, Step::Approved, None);
    go_on(tx, desk, occasion, (&case, transfer), next, words).await?;
    let share = NewShare {
        holder: holder_of(transfer.id),
        purpose: Purpose::Transfer,
        office_code: transfer.to_office_code,
        staff: None,
    };
    duties::share(tx, subject, &share, occasion.now, desk.sealing.entropy.as_ref()).await?;
    Ok(())
}

/// Asks whether it is the actor's turn.
async fn is_turn(
    tx: &mut Tx,
    occasion: &Occasion,
    (case, transfer): (&Case, &Transfer),
    decision: Decision,
) -> Result<(), Failure<TransferRefusal>> {
    let actor = &occasion.actor;
    let office = match (case.turn(transfer), decision) {
        (Turn::Decide { at }, _) | (Turn::PassOn { at, .. }, Decision::Refuse) => at,
        // Whoever would only pass it on is told who comes next.
        (Turn::PassOn { next, .. }, Decision::Approve) => {
            let name = offices::office_name(tx, next).await?;
            return Err(Failure::Refused(TransferRefusal::OtherOffice(name)));
        }
        (Turn::Verify, Decision::Refuse) if case.held.is_served_by(actor) => {
            return Ok(());
        }
        (Turn::Verify, Decision::Refuse) => {
            return Err(Failure::Refused(TransferRefusal::NotTheOfficer));
        }
        (Turn::Submit, Decision::Refuse) if actor.is(Role::Head) => case.held.office_code,
        _ => return Err(Failure::Refused(TransferRefusal::NotNow(transfer.step.state()))),
    };
    if actor.area.first == office {
        return Ok(());
    }
    let name = offices::office_name(tx, office).await?;
    Err(Failure::Refused(TransferRefusal::OtherOffice(name)))
}
