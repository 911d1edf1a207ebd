//! The officer verifies what a transfer is asked for.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use store::{SubjectId, Tx};

use super::find::open_case;
use super::step::go_on;
use crate::TransferId;
use crate::model::{Step, TransferRefusal, Turn};

/// Verifies a transfer, with what was found (BJ18-24).
pub async fn verify(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, transfer): (SubjectId, TransferId),
    words: &str,
) -> Result<(), Failure<TransferRefusal>> {
    let action = Action::RequestTransfer;
    let (case, _) = open_case(tx, desk, occasion, action, subject).await?;
    let transfer = case.going_on(transfer).map_err(Failure::Refused)?;
    if case.turn(transfer) != Turn::Verify {
        return Err(Failure::Refused(TransferRefusal::NotNow(transfer.step.state())));
    }
    if !case.held.is_served_by(&occasion.actor) {
        return Err(Failure::Refused(TransferRefusal::NotTheOfficer));
    }
    if words.trim().is_empty() {
        return Err(Failure::Refused(TransferRefusal::Blank("核实的情况")));
    }
    let next = (Step::Verified, Step::Verified, None);
    go_on(tx, desk, occasion, (&case, transfer), next, words).await?;
    Ok(())
}
