//! Whose day somebody looks at on a page of their own.

use access::Actor;
use store::ActorId;

use crate::actions::agenda::Whose;

/// Whose day an actor looks at on a page of their own.
pub(super) struct Own {
    pub(super) whose: Whose,
    /// A colleague whom they stand in for, where it is that one's.
    pub(super) absent: Option<ActorId>,
    /// Whether a community assistant asks for what they answer for themselves.
    pub(super) is_asked_for: bool,
}

impl Own {
    /// Somebody's whom the actor stands in for, or their own; of a community assistant who asks for nobody's, that of those
    /// who live there.
    pub(super) fn of(actor: &Actor, officer: Option<ActorId>) -> Self {
        let absent = officer.filter(|officer| actor.stands_in_for.contains(officer));
        let is_asked_for = officer == Some(actor.serves_as());
        let whose = match actor.community().filter(|_| absent.is_none() && !is_asked_for) {
            Some(code) => Whose::Community(code),
            None => Whose::Officer(absent.unwrap_or(actor.serves_as())),
        };
        Self { whose, absent, is_asked_for }
    }
}
