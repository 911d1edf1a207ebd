//! The transfers of a person, opened.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{Held, HolderId, ServiceRefusal};
use serde::{Deserialize, Serialize};
use store::seal::{self, Clear, SubjectKey};
use store::{ActorId, Instant, StoreError, SubjectId, Tx};
use subjects::RecordRefusal;

use super::tree::codes_above;
use crate::TransferId;
use crate::model::{AskedFor, Ground, Step, TransferRefusal, Turn, path, turn};
use crate::sql::{self, StepRow, TransferRow};

/// The place that the reasons of a transfer are sealed for.
pub(crate) const CONTENT_COLUMN: &str = "transfer.content";
/// The place that the words of a step are sealed for.
pub(crate) const WORDS_COLUMN: &str = "transfer_step.words";

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
    let text = key.open(CONTENT_COLUMN, &row.transfer_id.bytes(), &row.content)?;
    let content: Content =
        serde_json::from_str(text.reveal()).map_err(|error| StoreError::Contradiction {
            table: "transfer",
            column: "content".to_owned(),
            row: row.subject_id.to_string(),
            // The error of serde tells the place, never the value.
            why: format!("第 {} 行第 {} 列不合格式", error.line(), error.column()),
        })?;
    let of_this = steps.iter().filter(|step| step.transfer_id == row.transfer_id);
    let steps: Result<Vec<Taken>, StoreError> = of_this
        .map(|step| {
            let place = step_place(step.transfer_id, step.place);
            let opened = step.words.as_ref().map(|words| key.open(WORDS_COLUMN, &place, words));
            Ok(Taken {
                step: step.step,
                at: step.taken_at,
                staff: step.staff_id,
                office_code: step.office_code,
                words: opened.transpose()?,
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
    let Some(held) = duties::hold(tx, subject).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(TransferRefusal::Service(ServiceRefusal::NoFile)));
    };
    let relation = duties::relation(tx, occasion, &held, action).await?;
    let erased = ServiceRefusal::Entry(RecordRefusal::Erased);
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject)
        .await?
        .ok_or(Failure::Refused(TransferRefusal::Service(erased)))?;
    let transfers = transfers_of(tx, &key, subject).await?;
    let above = codes_above(tx, held.office_code).await?;
    Ok((Case { held, key, transfers, above }, relation))
}
