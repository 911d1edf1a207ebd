//! What every slice works with. The executable puts it together; handlers take it as their state.

mod behind;
mod carried;
mod companion;
mod moved;
mod served;

use std::fmt;
use std::sync::Arc;

use access::{Action, Actor, Denied, Failure, Relation};
use axum::extract::FromRef;
use kernel::Day;
use rules::Rulebook;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Clock, Db, Instant, Once, Tx};
use subjects::Sealing;
use web::{Form, Kit, Visit};

pub use behind::{Behind, Instead};
pub use companion::{
    Answer, Companion, DecidedGate, FilePart, FilePlace, NextStep, OpenFiles, Paper, PlannedVisit,
    Promised, StandsIn, UnderGate, Waiting, WaitingKind,
};
pub use grading::Scorecards;
pub use moved::{GoesAlong, MovedTogether};
pub use served::{Placed, Served, ServedList, all_served, served_by};

/// What every slice works with.
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub db: Db,
    /// Keys, and randomness for sealing.
    pub sealing: Sealing,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The rules that bind here.
    pub rulebook: Arc<Rulebook<'static>>,
    /// The scorecards by which people are graded, each from its first day on.
    pub scorecards: &'static Scorecards,
    /// What the pages share.
    pub kit: Kit,
    /// What else the slices keep of a person.
    pub companions: Arc<[Arc<dyn Companion>]>,
}

impl FromRef<Desk> for Kit {
    fn from_ref(desk: &Desk) -> Self {
        desk.kit.clone()
    }
}

impl Desk {
    /// Does what a form asks for in one transaction, once for its key and the page that it was sent to. The
    /// outcome is what the next page is found by; it is stored and holds nothing personal.
    pub async fn once<T, R, F>(&self, visit: &Visit, key: &str, case: F) -> Result<T, Failure<R>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Send + 'static,
        F: AsyncFn(&mut Tx) -> Result<T, Failure<R>> + Send + 'static,
    {
        self.once_told(visit, key, case).await.map(Once::into_inner)
    }

    /// Does what a form asks for, as [`Desk::once`] does. Of a form that is not sound nothing comes, nor of what is
    /// refused: the refusal stands at the question that `at` names, or above the form where it names none.
    pub async fn carry<T, R, F>(
        &self,
        visit: &Visit,
        form: &mut Form,
        at: fn(&R) -> &'static str,
        case: F,
    ) -> Result<Option<T>, Failure<R>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: fmt::Display + Send + 'static,
        F: AsyncFn(&mut Tx) -> Result<T, Failure<R>> + Send + 'static,
    {
        if !form.is_sound() {
            return Ok(None);
        }
        match self.once(visit, form.once(), case).await {
            Ok(outcome) => Ok(Some(outcome)),
            Err(Failure::Refused(refusal)) => {
                form.refuse(at(&refusal), refusal);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// The same as [`Desk::once`], and tells whether it was done before; the visit then says so on the next page.
    pub async fn once_told<T, R, F>(
        &self,
        visit: &Visit,
        key: &str,
        case: F,
    ) -> Result<Once<T>, Failure<R>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Send + 'static,
        F: AsyncFn(&mut Tx) -> Result<T, Failure<R>> + Send + 'static,
    {
        let place = visit.path.split('?').next().unwrap_or_default();
        let (actor, now, key) = (visit.actor.id, visit.now, format!("{key} {place}"));
        let outcome = self.db.write(async move |tx| {
            store::once(tx, actor, &key, now, async |tx: &mut Tx| case(tx).await).await
        });
        let outcome = outcome.await?;
        if matches!(outcome, Once::Again(_)) {
            visit.note_repeated();
        }
        Ok(outcome)
    }
}

/// Who acts, and when: what every use case is given.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// Who.
    pub actor: Actor,
    /// When, for what is recorded.
    pub now: Instant,
    /// The civil day at UTC+8, for what is due.
    pub today: Day,
}

impl Occasion {
    /// Lets the actor do something in a relation, or denies it.
    pub fn may(&self, action: Action, relation: Relation) -> Result<(), Denied> {
        self.actor.may(action, relation)
    }
}

impl From<&Visit> for Occasion {
    fn from(visit: &Visit) -> Self {
        Self { actor: visit.actor.clone(), now: visit.now, today: visit.today }
    }
}
