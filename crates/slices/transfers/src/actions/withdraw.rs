//! Taking a transfer back before it is accepted.

use access::{Action, Failure, Role};
use desk::{Desk, Occasion};
use store::{SubjectId, Tx};

use super::find::{holder_of, open_case};
use super::step::close;
use crate::TransferId;
use crate::model::{AskedFor, Step, TransferRefusal, Withdrawal};

/// Takes a transfer back. What an officer asked for, whoever did so takes back, or stands in for them. What the person
/// asked for ends on their word, which anybody of the office that serves them puts down with how and when they said so; or
/// their officer, or whoever leads, takes it back with a reason that the person was told (BJ18-24). Either stands in the
/// history, for whoever decides on another one.
pub async fn withdraw(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, transfer): (SubjectId, TransferId),
    withdrawal: &Withdrawal,
) -> Result<(), Failure<TransferRefusal>> {
    let action = Action::RequestTransfer;
    let (case, _) = open_case(tx, desk, occasion, action, subject).await?;
    let transfer = case.going_on(transfer).map_err(Failure::Refused)?;
    let actor = &occasion.actor;
    if transfer.asked_for != AskedFor::Person && !actor.is_or_stands_in_for(transfer.asked_by) {
        return Err(Failure::Refused(TransferRefusal::NotTheAsker));
    }
    let asked = (transfer.asked_for, web::day_of(transfer.asked_at));
    withdrawal.check(asked, occasion.today).map_err(Failure::Refused)?;
    let is_office = matches!(withdrawal, Withdrawal::Office { .. });
    if is_office && !case.held.is_served_by(actor) && !actor.is(Role::Head) {
        return Err(Failure::Refused(TransferRefusal::NotForTheOffice));
    }
    duties::end_shares(tx, subject, holder_of(transfer.id), occasion.now).await?;
    let end = (Step::Withdrawn, None);
    close(tx, desk, occasion, (&case, transfer), end, &withdrawal.words()).await?;
    Ok(())
}
