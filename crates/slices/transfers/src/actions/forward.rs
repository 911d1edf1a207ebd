//! A transfer climbs: the office submits it, the office above passes it on.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use serde::{Deserialize, Serialize};
use store::{SubjectId, Tx};

use super::find::open_case;
use super::step::go_on;
use crate::TransferId;
use crate::model::{Step, TransferRefusal, Turn, path};

/// To which office a transfer has climbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    /// The office, by code.
    pub at_office_code: i64,
}

/// Submits a transfer, by the head of the office that answers for the person, or passes it on, by the head of the office
/// above that it came to (逐级上报, BJ18-24).
pub async fn forward(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, transfer): (SubjectId, TransferId),
    words: &str,
) -> Result<Forwarded, Failure<TransferRefusal>> {
    let action = Action::DecideTransfer;
    let (case, relation) = open_case(tx, desk, occasion, action, subject).await?;
    let transfer = case.going_on(transfer).map_err(Failure::Refused)?;
    let actor = &occasion.actor;
    let (taken, next) = match case.turn(transfer) {
        Turn::Submit => {
            let is_own = actor.area.first == case.held.office_code
                && matches!(relation, Relation::Office | Relation::Assigned);
            if !is_own {
                let name = offices::office_name(tx, case.held.office_code).await?;
                return Err(Failure::Refused(TransferRefusal::OtherOffice(name)));
            }
            let path = path(&case.above, transfer.to_office_code);
            let first = path.and_then(|path| path.first().copied());
            (Step::Submitted, first.ok_or(Failure::Refused(TransferRefusal::NothingAbove))?)
        }
        Turn::PassOn { at, next } => {
            if actor.area.first != at {
                let name = offices::office_name(tx, at).await?;
                return Err(Failure::Refused(TransferRefusal::OtherOffice(name)));
            }
            (Step::PassedOn, next)
        }
        _ => return Err(Failure::Refused(TransferRefusal::NotNow(transfer.step.state()))),
    };
    let stands = (taken, Step::Submitted, Some(next));
    go_on(tx, desk, occasion, (&case, transfer), stands, words).await?;
    Ok(Forwarded { at_office_code: next })
}
