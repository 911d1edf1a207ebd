//! The transfers of a person, opened.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{Held, HolderId, hold_for, key_to};
use serde::{Deserialize, Serialize};
use store::seal::{Clear, SubjectKey};
use store::{ActorId, Instant, StoreError, SubjectId, Tx};
use subjects::{SealedDocument, SealedText};

use super::tree::codes_above;
use crate::TransferId;
use crate::model::{AskedFor, Ground, Step, TransferRefusal, Turn, path, turn};
use crate::sql::{self, StepRow, TransferRow};

/// What is said of a person in a request.
pub(crate) const CONTENT: SealedDocument<Content> = SealedDocument::of("transfer.content");
/// What is said to a step, in the row of [`step_place`].
pub(crate) const STEP_WORDS: SealedText = SealedText::of("transfer_step.words");

/// What is said of a person in a request, under seal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    /// Why.
    pub(crate) reason: String,
    /// The new address, where it changed.
    pub(crate) address: String,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub step: Step,
    /// When.
    pub at: Instant,
    /// By whom.
    pub staff: ActorId,
    /// In which office, by code.
    pub office_code: i64,
    /// With which words.
    pub words: Option<Clear>,
}

/// A transfer, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Whose.
    pub subject: SubjectId,
    /// Which.
    pub id: TransferId,
    /// The office that is to take the person over, by code.
    pub to_office_code: i64,
    /// Who wishes it.
    pub asked_for: AskedFor,
    /// Why, in a word.
    pub ground: Ground,
    /// Who put the request down.
    pub asked_by: ActorId,
    /// When.
    pub asked_at: Instant,
    /// Where it stands.
    pub step: Step,
    /// The office above that it was submitted to, by code.
    pub at_office_code: Option<i64>,
    /// The officer whom the other office named.
    pub officer: Option<ActorId>,
    /// Why, in their own words.
    pub reason: Clear,
    /// The new address, where it changed.
    pub address: Clear,
    /// What was done so far, in order.
    pub steps: Vec<Taken>,
}

impl Transfer {
    /// Who verified it.
    #[must_use]
    pub fn verified_by(&self) -> Option<ActorId> {
        let verified = self.steps.iter().rev().find(|taken| taken.step == Step::Verified);
        verified.map(|taken| taken.staff)
    }

    /// The office that answered for the person when it was asked for, by code.
    #[must_use]
    pub fn from_office_code(&self) -> Option<i64> {
        self.steps.first().map(|taken| taken.office_code)
    }
}

/// Gives the transfers of a person, the latest first. The caller has the right to read the file.
pub async fn transfers_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Transfer>, StoreError> {
    let rows: Vec<TransferRow> = tx.all(sql::OF_SUBJECT, &[&subject]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let steps: Vec<StepRow> = tx.all(sql::STEPS, &[&subject]).await?;
    rows.iter().map(|row| open(key, row, &steps)).collect()
}

fn open(key: &SubjectKey, row: &TransferRow, steps: &[StepRow]) -> Result<Transfer, StoreError> {
    let content = CONTENT.open(key, &row.transfer_id.bytes(), &row.content)?;
    let of_this = steps.iter().filter(|step| step.transfer_id == row.transfer_id);
    let steps: Result<Vec<Taken>, StoreError> = of_this
        .map(|step| {
            let place = step_place(step.transfer_id, step.place);
            Ok(Taken {
                step: step.step,
                at: step.taken_at,
                staff: step.staff_id,
                office_code: step.office_code,
                words: STEP_WORDS.open_some(key, &place, step.words.as_ref())?,
            })
        })
        .collect();
    Ok(Transfer {
        subject: row.subject_id,
        id: row.transfer_id,
        to_office_code: row.to_office_code,
        asked_for: row.asked_for,
        ground: row.ground,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        step: row.step,
        at_office_code: row.at_office_code,
        officer: row.officer_id,
        reason: Clear::new(content.reason),
        address: Clear::new(content.address),
        steps: steps?,
    })
}

/// What tells one step from a person's others.
pub(crate) fn step_place(transfer: TransferId, place: i64) -> Vec<u8> {
    let mut bytes = transfer.bytes().to_vec();
    bytes.extend_from_slice(&place.to_be_bytes());
    bytes
}

/// The name under which the file is open to the office that is to accept.
pub(crate) const fn holder_of(transfer: TransferId) -> HolderId {
    HolderId::from_bytes(transfer.bytes())
}

/// Everything that somebody who takes a step looks at.
pub(crate) struct Case {
    pub(crate) held: Held,
    pub(crate) key: SubjectKey,
    pub(crate) transfers: Vec<Transfer>,
    /// The codes of the open offices above the one that answers for the person.
    pub(crate) above: Vec<i64>,
}

impl Case {
    /// Finds a transfer that goes on.
    pub(crate) fn going_on(&self, id: TransferId) -> Result<&Transfer, TransferRefusal> {
        let transfer = self.transfers.iter().find(|transfer| transfer.id == id);
        let transfer = transfer.ok_or(TransferRefusal::NoTransfer)?;
        if transfer.step.goes_on() {
            Ok(transfer)
        } else {
            Err(TransferRefusal::NotNow(transfer.step.state()))
        }
    }

    /// Tells whose turn it is.
    pub(crate) fn turn(&self, transfer: &Transfer) -> Turn {
        let path = path(&self.above, transfer.to_office_code);
        turn(transfer.step, transfer.at_office_code, path)
    }
}

/// Holds the person until the transaction ends, asks for the right, and gives where everything stands.
pub(crate) async fn open_case(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<(Case, Relation), Failure<TransferRefusal>> {
    let (held, relation) = hold_for(tx, occasion, action, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let transfers = transfers_of(tx, &key, subject).await?;
    let above = codes_above(tx, held.office_code).await?;
    Ok((Case { held, key, transfers, above }, relation))
}
