//! Whose people a list shows: those whom whoever looks answers for, or all whom they may see.

use access::{Action, Actor, OfficeLevel, Relation, Role};
use store::ActorId;
use web::parts::{Tab, Tabs};
use web::{Query, Visit};

/// Whose people a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// 我负责的: those whom the actor answers for, or stands in for.
    Own,
    /// 全所: all whom the actor may see.
    Whole,
}

impl Scope {
    /// Reads what an address asks for. Without a wish whoever serves as an officer begins with their own people, and
    /// whoever leads or works at the desk with all.
    #[must_use]
    pub fn asked(actor: &Actor, query: &Query) -> Self {
        match query.0.text("whose") {
            Some("own") => Self::Own,
            Some("all") => Self::Whole,
            _ if actor.is(Role::AssistanceOfficer) && !actor.is(Role::Head) => Self::Own,
            _ => Self::Whole,
        }
    }

    /// Gives the name in an address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Whole => "all",
        }
    }

    /// Tells whether somebody whom an office and an officer answer for stands in the list.
    #[must_use]
    pub fn holds(self, actor: &Actor, office_code: i64, officer: Option<ActorId>) -> bool {
        self == Self::Whole || actor.relation_to(office_code, officer) == Relation::Assigned
    }

    /// Gives the views to choose from, each at its address; nothing for whoever never answers for anybody.
    #[must_use]
    pub fn tabs(self, visit: &Visit, path: impl Fn(Self) -> String) -> Option<Tabs> {
        visit.may(Action::ReadFile, Relation::Assigned).ok()?;
        let whole = match OfficeLevel::of_code(visit.actor.area.first) {
            OfficeLevel::Street | OfficeLevel::Community => "全所",
            _ => "全部机构",
        };
        let tab = |scope: Self, label: &str| Tab {
            label: label.to_owned(),
            path: path(scope),
            count: None,
            is_current: scope == self,
        };
        let tabs = vec![tab(Self::Own, "我负责的"), tab(Self::Whole, whole)];
        Some(Tabs { label: "看谁负责的".to_owned(), tabs })
    }
}
