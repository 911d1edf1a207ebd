//! Making ready to write: the person held, the right asked for, the ledger and what is kept beside it read.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Held, ServiceRefusal, hold_for, key_to};
use kernel::Day;
use store::seal::SubjectKey;
use store::{SubjectId, Tx};
use subjects::{LedgerFacts, facts_of};

use super::decided::Decided;
use super::exit::find::{Exit, exits_of};
use super::objections::{Objection, objections_of};
use super::open::{Case, cases_of};
use super::taking_along::take_along;
use crate::model::{Against, Hindrance};
use crate::{CaseId, ExitId, ObjectionId};

/// Everything that a step is checked against. Nobody else changes it until the transaction ends.
pub(super) struct Ready {
    pub(super) held: Held,
    pub(super) key: SubjectKey,
    pub(super) known: LedgerFacts,
    pub(super) cases: Vec<Case>,
    pub(super) exits: Vec<Exit>,
    pub(super) objections: Vec<Objection>,
}

/// Holds a person for a step that takes a right: holds them, asks the right, has what is kept with merged files go on with
/// theirs, and reads the ledger, in this order.
pub(super) async fn ready<R: From<ServiceRefusal>>(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<Ready, Failure<R>> {
    let (held, _) = hold_for::<R>(tx, occasion, action, subject).await?;
    let key = key_to::<R>(tx, desk, subject).await?;
    take_along(tx, desk, subject, &key).await?;
    let known = facts_of(tx, subject).await?;
    let cases = cases_of(tx, &key, subject).await?;
    let exits = exits_of(tx, &key, subject).await?;
    let objections = objections_of(tx, &key, subject).await?;
    Ok(Ready { held, key, known, cases, exits, objections })
}

impl Ready {
    /// Finds a case.
    pub(super) fn case<R: From<Hindrance>>(&self, id: CaseId) -> Result<&Case, Failure<R>> {
        self.cases.iter().find(|case| case.id == id).ok_or_else(|| hindered(Hindrance::Nothing))
    }

    /// Finds an exit.
    pub(super) fn exit<R: From<Hindrance>>(&self, id: ExitId) -> Result<&Exit, Failure<R>> {
        self.exits.iter().find(|exit| exit.id == id).ok_or_else(|| hindered(Hindrance::Nothing))
    }

    /// Finds an objection.
    pub(super) fn objection<R: From<Hindrance>>(
        &self,
        id: ObjectionId,
    ) -> Result<&Objection, Failure<R>> {
        let found = self.objections.iter().find(|objection| objection.id == id);
        found.ok_or_else(|| hindered(Hindrance::Nothing))
    }

    /// Finds a decision against which somebody may object.
    pub(super) fn decided<R: From<Hindrance>>(
        &self,
        against: Against,
    ) -> Result<Decided<'_>, Failure<R>> {
        let found = Decided::find(against, &self.cases, &self.exits);
        found.ok_or_else(|| hindered(Hindrance::Nothing))
    }
}

/// Words a hindrance as the step does that it is in the way of.
pub(super) fn hindered<R: From<Hindrance>>(hindrance: Hindrance) -> Failure<R> {
    Failure::Refused(R::from(hindrance))
}

/// Checks the day of something that happened: not in the future, not before a day.
pub(super) fn check_day<R: From<Hindrance>>(
    on: Day,
    first: Day,
    today: Day,
) -> Result<(), Failure<R>> {
    if on > today {
        return Err(hindered(Hindrance::NotYet));
    }
    if on < first { Err(hindered(Hindrance::Before(first))) } else { Ok(()) }
}

/// Checks that a reason was given.
pub(super) fn check_words<R: From<Hindrance>>(words: &str) -> Result<(), Failure<R>> {
    if words.trim().is_empty() { Err(hindered(Hindrance::NoReason)) } else { Ok(()) }
}

/// Makes sure that exactly one row changed: the state was checked while the person was held.
pub(super) fn changed<R: From<Hindrance>>(rows: u64) -> Result<(), Failure<R>> {
    if rows == 1 { Ok(()) } else { Err(hindered(Hindrance::Moved)) }
}
