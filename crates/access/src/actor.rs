//! Whoever acts.

use std::fmt;

use store::{ActorId, OfficeId, StoreError};

use crate::action::Action;
use crate::area::{Area, OfficeLevel, looks_after};
use crate::place::Places;
use crate::relation::Relation;
use crate::role::Role;
use crate::table::{permitted, relations};

/// A member of staff who is signed in, with everything that a right depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub id: ActorId,
    /// The name that colleagues know.
    pub name: String,
    /// The office that they work in.
    pub office: OfficeId,
    /// Its name.
    pub office_name: String,
    /// What that office and those below it are responsible for.
    pub area: Area,
    /// What they are there for.
    pub roles: Vec<Role>,
    /// The colleagues of their office that they stand in for today; in an absent colleague's place, that colleague.
    pub stands_in_for: Vec<ActorId>,
    /// Where they stand in for colleagues of other offices.
    pub places: Places,
}

/// An actor may not do something. Told to the user; says nothing of what lies there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied {
    /// What.
    pub action: Action,
}

impl fmt::Display for Denied {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "您的岗位或所在机构无权{}。如工作需要，请联系本机构负责人办理移交、会诊或授权",
            self.action.term()
        )
    }
}

impl std::error::Error for Denied {}

impl Actor {
    /// Tells how the actor stands to what belongs to an office (by its code) and is assigned to an officer.
    #[must_use]
    pub fn relation_to(&self, office_code: i64, officer: Option<ActorId>) -> Relation {
        let is_own = |officer| officer == self.serves_as() || self.stands_in_for.contains(&officer);
        if officer.is_some_and(is_own) {
            Relation::Assigned
        } else if office_code == self.area.first {
            Relation::Office
        } else if self.area.holds(office_code) {
            Relation::Below
        } else {
            Relation::Elsewhere
        }
    }

    /// Tells whether somebody is the actor, or the actor stands in for them, in whichever office. What takes another
    /// person than whoever asked for it, verified it or decided it takes one who is not this.
    #[must_use]
    pub fn is_or_stands_in_for(&self, staff: ActorId) -> bool {
        self.id == staff
            || self.stands_in_for.contains(&staff)
            || self.places.besides.contains(&staff)
            || self.places.absent.iter().any(|absent| absent.id == staff)
    }

    /// Gives the community whose residents the actor looks after: that of their own office, for a community assistant;
    /// none for anybody else.
    #[must_use]
    pub fn community(&self) -> Option<i64> {
        let is_of_one = self.area.level() == OfficeLevel::Community;
        (is_of_one && self.is(Role::CommunityAssistant)).then_some(self.area.first)
    }

    /// Tells how the actor stands to a person whom an office answers for, who is assigned to an officer, and who lives
    /// in a division, each by its code.
    #[must_use]
    pub fn relation_to_person(
        &self,
        office_code: i64,
        officer: Option<ActorId>,
        residence_code: i64,
    ) -> Relation {
        match (self.relation_to(office_code, officer), self.community()) {
            (Relation::Elsewhere, Some(own)) if looks_after(own, office_code, residence_code) => {
                Relation::Resident
            }
            (bound, _) => bound,
        }
    }

    /// Lets the actor do something in a relation, or denies it.
    pub fn may(&self, action: Action, relation: Relation) -> Result<(), Denied> {
        let is_permitted = self.roles.iter().any(|role| permitted(*role, action, relation));
        if is_permitted { Ok(()) } else { Err(Denied { action }) }
    }

    /// Gives whom lists and figures of an action may reach: the actor's office and all below it where the action reaches
    /// down the tree, the office alone where it does not; `asked` is the office to look at instead, by code. Denies
    /// whatever lies outside of that.
    pub fn reach(&self, action: Action, asked: Option<i64>) -> Result<Area, Denied> {
        let whole = if self.may(action, Relation::Below).is_ok() {
            self.area
        } else {
            self.may(action, Relation::Office)?;
            Area::alone(self.area.first)
        };
        match asked {
            Some(code) => whole.narrowed_to(code).ok_or(Denied { action }),
            None => Ok(whole),
        }
    }

    /// Tells whether the actor may do something in any relation at all: what a menu shows, and what a
    /// route asks before its handler looks closer.
    #[must_use]
    pub fn may_ever(&self, action: Action) -> bool {
        self.roles.iter().any(|role| relations(*role, action).next().is_some())
    }

    /// Tells whether the actor holds a role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Why an action did not happen. Its transaction is undone.
#[derive(Debug)]
pub enum Failure<R> {
    /// The rules or the state of things refuse it; worded for the user.
    Refused(R),
    /// The actor has no right to it.
    Denied(Denied),
    /// The machinery failed.
    Fault(StoreError),
}

impl<R> From<StoreError> for Failure<R> {
    fn from(fault: StoreError) -> Self {
        Self::Fault(fault)
    }
}

impl<R> From<Denied> for Failure<R> {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl<R> Failure<R> {
    /// Passes a refusal on in the words of another action.
    pub fn map<S>(self, words: impl FnOnce(R) -> S) -> Failure<S> {
        match self {
            Self::Refused(refusal) => Failure::Refused(words(refusal)),
            Self::Denied(denied) => Failure::Denied(denied),
            Self::Fault(fault) => Failure::Fault(fault),
        }
    }
}

impl<R: fmt::Display> fmt::Display for Failure<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(out),
            Self::Denied(denied) => denied.fmt(out),
            Self::Fault(fault) => fault.fmt(out),
        }
    }
}

impl<R: fmt::Debug + fmt::Display> std::error::Error for Failure<R> {}
