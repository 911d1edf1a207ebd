//! What an assessment of a subject yields.

use std::fmt;

use kernel::Day;

use crate::calendar::Due;
use crate::duties::RULES;
use crate::entry::Position;
use crate::gates::Gate;
use crate::law::Basis;
use crate::rule::Rule;

/// Points at a rule by its place in [`RULES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(pub(crate) u8);

impl RuleIndex {
    /// Every rule.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..RULES.len()).filter_map(|index| u8::try_from(index).ok().map(Self))
    }

    /// Gives the rule.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        &RULES[usize::from(self.0)]
    }

    /// Gives the place in [`RULES`].
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Finds the rule at a place in [`RULES`].
    #[must_use]
    pub fn numbered(number: u8) -> Option<Self> {
        (usize::from(number) < RULES.len()).then_some(Self(number))
    }
}

/// Says how a duty stands on the as-of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum State {
    /// 按期: discharged on or before the due date.
    Met,
    /// 迟办: discharged after it.
    Late,
    /// 待办: not discharged, the due date not past.
    Open,
    /// 逾期: not discharged, the due date past.
    Overdue,
    /// 终止: ended on or before the due date, so that nothing was left undone.
    Void,
    /// 错过: ended after the due date, or its window or quarter is past; it cannot be made good.
    Missed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Met, Self::Late, Self::Open, Self::Overdue, Self::Void, Self::Missed];

    /// Gives the name that the ledger check prints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Late => "late",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Void => "void",
            Self::Missed => "missed",
        }
    }

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Met => "按期",
            Self::Late => "迟办",
            Self::Open => "待办",
            Self::Overdue => "逾期",
            Self::Void => "终止",
            Self::Missed => "错过",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.term())
    }
}

/// What the rules say must happen, or must have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Under which rule.
    pub rule: RuleIndex,
    /// The entry that started it.
    pub because: Position,
    /// The day that the period is counted from.
    pub from: Day,
    /// Until when.
    pub due: Due,
    /// Whether the due date is the law's own or contains a local norm.
    pub basis: Basis,
    /// How it stands on the as-of day.
    pub state: State,
    /// The entry that discharged it.
    pub met_by: Option<Position>,
    /// The entry that ended it before it was discharged.
    pub ended_by: Option<Position>,
}

/// A gate that holds on the as-of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenGate {
    /// Which gate.
    pub gate: Gate,
    /// The day it opened and since which it has held without a break.
    pub since: Day,
    /// The entries that show it, in the order in which they count.
    pub because: Vec<Position>,
}

/// Everything that the rules say of one subject on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// The duties, settled ones too, in the order of their starting entries.
    pub duties: Vec<Duty>,
    /// The gates that hold.
    pub gates: Vec<OpenGate>,
    /// Where the subject stands.
    pub standing: Standing,
    /// The next day on which the assessment changes though nothing is recorded, except that what is
    /// open becomes overdue: a gate opens, a window or a quarter ends, or an entry dated ahead comes
    /// to count. Until then the assessment can be kept.
    pub next_look: Option<Day>,
}

/// Where a subject stands after the entries that count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state that the rulebook names")]
pub struct Standing {
    /// A service ledger was opened.
    pub ledger_opened: bool,
    /// Registered as a seeker (BJ18-11).
    pub seeker_registered: bool,
    /// Registered as unemployed (NA18-3).
    pub unemployment_registered: bool,
    /// Recognised as a person in hardship (BJ18-13).
    pub hardship_recognised: bool,
    /// An employment-assistance agreement is in force (BJ18-23).
    pub under_agreement: bool,
    /// At work: the last of start and end was a start.
    pub at_work: bool,
    /// Placed in a public-welfare post (BJ18-30): the last of placing and end was a placing.
    pub placed: bool,
    /// The last assessment of readiness, where there was one (BJ18-15).
    pub ready: Option<bool>,
    /// A key-enterprise agreement is in force (BJ18-48).
    pub key_enterprise: bool,
    /// The service was stopped and the subject has not come back.
    pub stopped: bool,
}

impl Standing {
    /// Tells whether the subject earns a living by work: in the market, or in a public-welfare post, by which households
    /// without work come to have some (NA18-8). No rule of BJ18 takes a post for work.
    #[must_use]
    pub const fn has_work(&self) -> bool {
        self.at_work || self.placed
    }
}
