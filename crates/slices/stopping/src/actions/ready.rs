//! Making ready to write: the person held, the right asked for, the ledger and what is kept beside it read.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{Held, ServiceRefusal};
use kernel::Day;
use serde::Serialize;
use store::seal::{self, Clear, Sealed, SubjectKey};
use store::{SubjectId, Tx};
use subjects::{LedgerFacts, RecordRefusal, facts_of};

use super::open::{Case, Objection, cases_of, objections_of};
use crate::model::Refusal;
use crate::{CaseId, ObjectionId};

/// Everything that a step is checked against. Nobody else changes it until the transaction ends.
pub(super) struct Ready {
    pub(super) held: Held,
    pub(super) key: SubjectKey,
    pub(super) known: LedgerFacts,
    pub(super) cases: Vec<Case>,
    pub(super) objections: Vec<Objection>,
}

/// A person who is held for a step, with their key and what their ledger says.
pub(super) struct Ground {
    pub(super) held: Held,
    pub(super) key: SubjectKey,
    pub(super) known: LedgerFacts,
}

/// Holds a person, asks the right and reads the ledger, in this order.
pub(super) async fn ground<R: From<ServiceRefusal>>(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<Ground, Failure<R>> {
    let refused = |refusal: ServiceRefusal| Failure::Refused(R::from(refusal));
    let Some(held) = duties::hold(tx, subject).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(refused(ServiceRefusal::NoFile));
    };
    duties::relation::<R>(tx, occasion, &held, action).await?;
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let key = key.ok_or_else(|| refused(ServiceRefusal::Entry(RecordRefusal::Erased)))?;
    let known = facts_of(tx, subject).await?;
    Ok(Ground { held, key, known })
}

/// Holds a person for a step that takes a right.
pub(super) async fn ready(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<Ready, Failure<Refusal>> {
    let Ground { held, key, known } = ground(tx, desk, occasion, action, subject).await?;
    let cases = cases_of(tx, &key, subject).await?;
    let objections = objections_of(tx, &key, subject).await?;
    Ok(Ready { held, key, known, cases, objections })
}

impl Ready {
    /// Finds a case.
    pub(super) fn case(&self, id: CaseId) -> Result<&Case, Failure<Refusal>> {
        let found = self.cases.iter().find(|case| case.id == id);
        found.ok_or(Failure::Refused(Refusal::Nothing))
    }

    /// Finds an objection.
    pub(super) fn objection(&self, id: ObjectionId) -> Result<&Objection, Failure<Refusal>> {
        let found = self.objections.iter().find(|objection| objection.id == id);
        found.ok_or(Failure::Refused(Refusal::Nothing))
    }

    /// Seals a document.
    pub(super) fn seal(
        &self,
        desk: &Desk,
        column: &str,
        place: &[u8],
        document: &impl Serialize,
    ) -> Sealed {
        let text = Clear::new(serde_json::json!(document).to_string());
        self.key.seal(column, place, &text, desk.sealing.entropy.as_ref())
    }

    /// Seals a text.
    pub(super) fn seal_words(
        &self,
        desk: &Desk,
        column: &str,
        place: &[u8],
        words: &str,
    ) -> Sealed {
        self.key.seal(column, place, &Clear::new(words.trim()), desk.sealing.entropy.as_ref())
    }
}

/// Checks the day of something that happened: not in the future, not before a day.
pub(super) fn check_day(on: Day, first: Day, today: Day) -> Result<(), Refusal> {
    if on > today {
        return Err(Refusal::NotYet);
    }
    if on < first { Err(Refusal::Before(first)) } else { Ok(()) }
}

/// Makes sure that exactly one row changed: the state was checked while the person was held.
pub(super) fn changed(rows: u64) -> Result<(), Failure<Refusal>> {
    if rows == 1 { Ok(()) } else { Err(Failure::Refused(Refusal::Moved)) }
}
