//! Taking a transfer back before it is accepted.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use store::{SubjectId, Tx};

use super::find::{holder_of, open_case};
use super::step::close;
use crate::TransferId;
use crate::model::{AskedFor, Step, TransferRefusal};

/// Takes a transfer back: whoever asked for it, or stands in for them; what the person asked for, anybody of the
/// office that serves them, on the person's word.
pub async fn withdraw(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, transfer): (SubjectId, TransferId),
    words: &str,
) -> Result<(), Failure<TransferRefusal>> {
    let action = Action::RequestTransfer;
    let (case, _) = open_case(tx, desk, occasion, action, subject).await?;
    let transfer = case.going_on(transfer).map_err(Failure::Refused)?;
    if transfer.asked_for != AskedFor::Person
        && !occasion.actor.is_or_stands_in_for(transfer.asked_by)
    {
        return Err(Failure::Refused(TransferRefusal::NotTheAsker));
    }
    duties::end_shares(tx, subject, holder_of(transfer.id), occasion.now).await?;
    let end = (Step::Withdrawn, None);
    close(tx, desk, occasion, (&case, transfer), end, words).await?;
    Ok(())
}
