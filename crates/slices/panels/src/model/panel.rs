//! A panel, opened.

use access::Relation;
use kernel::Day;
use store::{ActorId, EntryId, Instant, SubjectId};

/// How far a panel has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 只在台账中: it was put before no office yet.
    Recorded,
    /// 待受理: the office above has not named the experts yet.
    Asked,
    /// 会诊中.
    Sitting,
    /// 已结束.
    Over,
}

impl Stage {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Recorded => "只在台账中",
            Self::Asked => "待受理",
            Self::Sitting => "会诊中",
            Self::Over => "已结束",
        }
    }
}

/// How a panel ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The day.
    pub on: Day,
    /// With what; where somebody ended it, their reason.
    pub words: String,
    /// Who ended it; nobody where work or the end of the agreement did.
    pub by: Option<ActorId>,
}

/// A panel of experts of two offices (BJ18-28).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Whose case it is.
    pub subject: SubjectId,
    /// The entry that asked for it, which names it.
    pub request: EntryId,
    /// The office above, by code; 0 where the ledger alone knows of the request and none stands above.
    pub office_code: i64,
    /// The office that asked, by code.
    pub from_office_code: i64,
    /// The day on which it was asked for, as the ledger says.
    pub asked_on: Day,
    /// Who put it before the office above; nobody yet where the ledger alone knows of the request.
    pub asked_by: Option<ActorId>,
    /// When.
    pub asked_at: Option<Instant>,
    /// Who of the office above accepted, first.
    pub accepted_by: Option<ActorId>,
    /// When.
    pub accepted_at: Option<Instant>,
    /// When the experts sit.
    pub sits_on: Option<Day>,
    /// Who sits in it.
    pub members: Vec<ActorId>,
    /// Who sat in it until others were named.
    pub former: Vec<ActorId>,
    /// How it ended.
    pub ended: Option<Ended>,
}

impl Panel {
    /// How far it has come.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match (&self.ended, self.asked_at, self.accepted_at) {
            (Some(_), ..) => Stage::Over,
            (None, None, _) => Stage::Recorded,
            (None, Some(_), None) => Stage::Asked,
            (None, Some(_), Some(_)) => Stage::Sitting,
        }
    }

    /// Tells whether the actor may name its experts: before it was accepted, any of the counsellors and heads of the
    /// office above; afterwards its head, or whoever accepted it.
    #[must_use]
    pub fn is_named_by(&self, actor: &access::Actor) -> bool {
        let names_anew = |first: ActorId| first == actor.id || actor.is(access::Role::Head);
        actor.area.first == self.office_code && self.accepted_by.is_none_or(names_anew)
    }

    /// Tells whether the actor may end it, standing so to the person: whoever asks for panels for them, an expert who
    /// sits in it, or the head of the office above.
    #[must_use]
    pub fn is_ended_by(&self, actor: &access::Actor, relation: Relation) -> bool {
        let leads = actor.is(access::Role::Head);
        match relation {
            Relation::Assigned => true,
            Relation::Office if leads => true,
            _ => self.has(actor) || leads && actor.area.first == self.office_code,
        }
    }

    /// Tells whether somebody sits in it, or stands in for somebody who does.
    #[must_use]
    pub fn has(&self, actor: &access::Actor) -> bool {
        self.members
            .iter()
            .any(|sits| *sits == actor.serves_as() || actor.stands_in_for.contains(sits))
    }
}

/// Gives the panel that goes on; there is never a second one.
#[must_use]
pub fn lasting(panels: &[Panel]) -> Option<&Panel> {
    panels.iter().find(|panel| panel.ended.is_none())
}
