//! What every slice works with. The executable puts it together; handlers take it as their state.

use std::sync::Arc;

use access::{Action, Actor, Denied, Relation};
use axum::extract::FromRef;
use kernel::Day;
use rules::Rulebook;
use store::{Clock, Db, Instant};
use subjects::Sealing;
use web::{Kit, Visit};

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
    /// What the pages share.
    pub kit: Kit,
}

impl FromRef<Desk> for Kit {
    fn from_ref(desk: &Desk) -> Self {
        desk.kit.clone()
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
