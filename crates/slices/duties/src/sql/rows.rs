//! The rows of the tables of responsibilities, duties, gates, as they are read.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::model::{Basis, Because, CameOverdue, Settled};

store::row! {
    /// Who answers for a subject, and where it stands.
    pub(crate) struct HeldRow from "responsibility" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) since: Day,
        pub(crate) next_look: Option<Day>,
        pub(crate) standing: String,
        pub(crate) grade: Option<i64>,
        pub(crate) last_entry: Option<Day>,
    }
}

store::row! {
    /// What a subject's key is wrapped in, where its chain ends, and one of its gates, each if there is one.
    pub(crate) struct GroundRow from "subject_key" {
        pub(crate) wrapped: Option<Vec<u8>>,
        pub(crate) sequence: Option<i64>,
        pub(crate) chain: Option<[u8; 32]>,
        pub(crate) gathered: Option<i64>,
        pub(crate) clause: Option<String>,
        pub(crate) since: Option<Day>,
    }
}

store::row! {
    /// What a subject's name is sealed in; nothing where it was erased or has none.
    pub(crate) struct NameRow from "subject" {
        pub(crate) subject_id: SubjectId,
        pub(crate) label: Option<Sealed>,
        pub(crate) wrapped: Option<Vec<u8>>,
    }
}

store::row! {
    /// A duty as it is stored.
    pub struct DutyRow from "duty" {
        /// Whose.
        pub subject_id: SubjectId,
        /// Under which rule, such as `BJ18-27(1)`.
        pub rule: String,
        /// The entry that started it.
        pub because_id: EntryId,
        /// What that entry is.
        pub because_kind: String,
        /// The day it happened.
        pub because_on: Day,
        /// The day that the period is counted from.
        pub from_day: Day,
        /// Until when.
        pub due_day: Day,
        /// Whether a year without a published notice had a part in it.
        pub provisional: bool,
        /// Whether the date is the law's own.
        pub basis: Basis,
        /// What became of it.
        pub state: Settled,
        /// The entry that met it.
        pub settled_by: Option<EntryId>,
        /// The day of that entry.
        pub settled_on: Option<Day>,
        /// The office that answers for it, by code.
        pub office_code: i64,
        /// The officer who answers for it.
        pub officer_id: Option<ActorId>,
        /// The office that answered for it when it fell overdue, by code, where it was handed on since.
        pub fell_office_code: Option<i64>,
        /// The officer who did; nobody where nobody was named.
        pub fell_officer_id: Option<ActorId>,
    }
}

impl DutyRow {
    /// Tells whether it was overdue already when it came to whoever answers for it.
    #[must_use]
    pub fn came_overdue(&self) -> Option<CameOverdue> {
        CameOverdue::of(
            (self.fell_office_code?, self.fell_officer_id),
            (self.office_code, self.officer_id),
        )
    }
}

/// A duty as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ListedRow {
    pub(crate) duty: DutyRow,
    /// What the subject's name is sealed in; nothing where it was erased or has none.
    pub(crate) label: Option<Sealed>,
    /// The subject's wrapped key.
    pub(crate) wrapped: Option<Vec<u8>>,
    /// Until when nothing is asked for it.
    pub(crate) paused_until: Option<Day>,
}

impl store::FromRow for ListedRow {
    fn from_row(mut row: store::Row) -> Result<Self, store::StoreError> {
        Ok(Self {
            label: row.take("subject", "label")?,
            wrapped: row.take("subject_key", "wrapped")?,
            paused_until: row.take("pause", "paused_until")?,
            duty: <DutyRow as store::FromRow>::from_row(row)?,
        })
    }
}

/// A duty that rests, with the decision.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RestingRow {
    pub(crate) listed: ListedRow,
    pub(crate) because: Because,
    pub(crate) decided_on: Day,
    pub(crate) rests_until: Day,
}

impl store::FromRow for RestingRow {
    fn from_row(mut row: store::Row) -> Result<Self, store::StoreError> {
        Ok(Self {
            because: row.take("gate_rest", "because")?,
            decided_on: row.take("gate_rest", "decided_on")?,
            rests_until: row.take("gate_rest", "rests_until")?,
            listed: ListedRow {
                label: row.take("subject", "label")?,
                wrapped: row.take("subject_key", "wrapped")?,
                paused_until: None,
                duty: <DutyRow as store::FromRow>::from_row(row)?,
            },
        })
    }
}

store::row! {
    /// A gate as a list shows it.
    pub struct GateRow from "gate" {
        /// Whose.
        pub subject_id: SubjectId,
        /// Which, by its clause.
        pub clause: String,
        /// Since when it holds.
        pub since: Day,
        /// The office that answers for the subject.
        pub office_code: i64,
        /// The officer who does.
        pub officer_id: Option<ActorId>,
    }
}

store::row! {
    /// A gate that rests.
    pub(crate) struct RestRow from "gate_rest" {
        pub(crate) subject_id: SubjectId,
        pub(crate) clause: String,
        pub(crate) because: Because,
        pub(crate) decided_on: Day,
        pub(crate) rests_until: Day,
    }
}

store::row! {
    /// How much is open in an office, with an officer.
    pub struct LoadRow from "duty" {
        /// The office, by code.
        pub office_code: i64,
        /// The officer; nobody where nobody was named.
        pub officer_id: Option<ActorId>,
        /// How much is overdue.
        pub overdue: i64,
        /// How much is due today.
        pub today: i64,
        /// How much is due later this week.
        pub week: i64,
        /// How much is due later.
        pub later: i64,
        /// How much of what is overdue rests.
        pub resting_overdue: i64,
        /// How much of what is due today does.
        pub resting_today: i64,
        /// How much of what is due later this week does.
        pub resting_week: i64,
        /// How much of what is due later does.
        pub resting_later: i64,
    }
}

impl LoadRow {
    /// How much is open: overdue, today, this week, later.
    #[must_use]
    pub const fn open(&self) -> [i64; 4] {
        [self.overdue, self.today, self.week, self.later]
    }

    /// How much of each rests: people decided that it need not be done for now.
    #[must_use]
    pub const fn resting(&self) -> [i64; 4] {
        [self.resting_overdue, self.resting_today, self.resting_week, self.resting_later]
    }
}

store::row! {
    /// How duties were settled in an office, with an officer.
    pub struct SettledRow from "duty" {
        /// The office, by code.
        pub office_code: i64,
        /// The officer; nobody where nobody was named.
        pub officer_id: Option<ActorId>,
        /// How.
        pub state: Settled,
        /// How many.
        pub number: i64,
    }
}

store::row! {
    /// How much of somebody's is open, by due date and rule.
    pub(crate) struct OpenRow from "duty" {
        pub(crate) due_day: Day,
        pub(crate) rule: String,
        pub(crate) number: i64,
        /// How much of it rests.
        pub(crate) resting: i64,
        /// How much of it was overdue before it came to whoever answers for it.
        pub(crate) fallen: i64,
    }
}

store::row! {
    /// How many duties were handed on when they were overdue already, from whom to whom.
    pub struct FallenRow from "duty" {
        /// The office that answers for them, by code.
        pub office_code: i64,
        /// The officer; nobody where nobody was named.
        pub officer_id: Option<ActorId>,
        /// The office that answered for them when they fell overdue, by code.
        pub fell_office_code: i64,
        /// The officer who did; nobody where nobody was named.
        pub fell_officer_id: Option<ActorId>,
        /// What became of them.
        pub state: Settled,
        /// How many.
        pub number: i64,
    }
}

store::row! {
    /// A pause as it is stored.
    pub(crate) struct PauseRow from "pause" {
        pub(crate) subject_id: SubjectId,
        pub(crate) paused_at: Instant,
        pub(crate) until: Day,
        pub(crate) by_staff_id: ActorId,
        pub(crate) reason: Sealed,
        pub(crate) ended_at: Option<Instant>,
    }
}

store::row! {
    /// How many people of a level an officer answers for.
    pub struct CaseRow from "responsibility" {
        /// The office, by code.
        pub office_code: i64,
        /// The officer; nobody where nobody was named.
        pub officer_id: Option<ActorId>,
        /// The level of difficulty, 0 where there is none yet.
        pub level: i64,
        /// How many.
        pub number: i64,
        /// For how many of those under agreement nothing was recorded for a while.
        pub quiet: i64,
    }
}

store::row! {
    /// A start or an end of work, or a correction.
    pub(crate) struct WorkRow from "entry" {
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) kind: String,
        pub(crate) on_day: Day,
        pub(crate) facts: String,
    }
}
