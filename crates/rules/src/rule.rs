//! What a rule is made of.
//!
//! A rule is a value that reads like its row of the rulebook: when it starts, what it owes, how
//! its period is counted, what meets it, what ends it. The rules themselves stand in
//! [`crate::duties`], each beside its citation; [`crate::Rulebook`] carries them out.

use crate::entry::{Entry, Stage};
use crate::law::{Parameter, RegulationId};
use crate::life::Life;
use crate::vocabulary::Kind;

/// A rule of the rulebook.
#[derive(Debug)]
pub struct Rule {
    /// The id that the ledger check prints, such as `BJ18-27(2)a`.
    pub id: &'static str,
    /// The regulation that must be in force on the day of the starting entry.
    pub regulation: RegulationId,
    /// What is owed, in the words of the contract (rulebook §3).
    pub owes: &'static str,
    /// What is owed, as a user reads it.
    pub duty: &'static str,
    /// The entries that start the duty. Empty for what time or a gate starts.
    pub starts: &'static [Start],
    /// The figure that fixes the due date, with its unit.
    pub period: Parameter,
    /// The day that the period is counted from.
    pub counted_from: CountedFrom,
    /// What meets the duty; the first such entry counts.
    pub met_by: &'static [Discharge],
    /// What ends the duty before it is met.
    pub ends: &'static [Ending],
}

/// An entry that starts a duty, given the state that the entries before it left.
pub struct Start {
    /// The kind of the entry.
    pub kind: Kind,
    /// What else must hold.
    pub when: fn(&Life, &Entry<'_>) -> bool,
}

impl std::fmt::Debug for Start {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Start").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Names the day that a period is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedFrom {
    /// The day of the starting entry.
    Start,
    /// Half way, rounded down, between the start of a training and its planned last day.
    MidTraining,
    /// The day that the training ended or, while it has not, its planned last day.
    EndOfTraining,
    /// The day of the fair.
    FairDay,
    /// The first day of the calendar quarter.
    Quarter,
    /// The day that the gate opened.
    GateOpening,
}

/// Says which later entry meets a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discharge {
    /// The next entry of that kind.
    Next(Kind),
    /// An entry of that kind that stands earlier on the day that the period is counted from, the
    /// exception that goes by day.
    EarlierThatDay(Kind),
    /// An entry of that kind on or after the day that the period is counted from.
    OnOrAfterFrom(Kind),
    /// An entry of that kind that names the starting entry.
    Naming(Kind),
    /// A follow-up that names the starting entry and states that stage.
    FollowUpAt(Stage),
    /// An entry of that kind about the same vacancy.
    SameVacancy(Kind),
    /// An entry of that kind about the same fair.
    SameFair(Kind),
    /// A [`Kind::ServiceStopped`] with a [`Kind::RegistryNotified`] before it, both after the gate
    /// opened.
    StoppedWithNotice,
    /// An entry of that kind anywhere in the quarter.
    InQuarter(Kind),
}

/// Says which later entry ends a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The next entry of that kind.
    Next(Kind),
    /// An entry of that kind that names the starting entry.
    Naming(Kind),
    /// An entry of that kind about the same vacancy.
    SameVacancy(Kind),
    /// An entry of that kind about the same fair.
    SameFair(Kind),
    /// Any entry that the subject initiated, or the closing of the gate otherwise than by stopping.
    GateClosing,
}

/// "End of agreement" is one of these, nothing else (rulebook §3).
pub const END_OF_AGREEMENT: &[Ending] = &[
    Ending::Next(Kind::AgreementEnded),
    Ending::Next(Kind::PublicPostPlaced),
    Ending::Next(Kind::ServiceStopped),
];

/// The end of the training in question, or of the agreement.
pub const END_OF_TRAINING_OR_AGREEMENT: &[Ending] = &[
    Ending::Naming(Kind::TrainingEnded),
    Ending::Next(Kind::AgreementEnded),
    Ending::Next(Kind::PublicPostPlaced),
    Ending::Next(Kind::ServiceStopped),
];

/// A start that needs nothing beyond its kind.
#[must_use]
pub const fn at(kind: Kind) -> Start {
    Start { kind, when: |_, _| true }
}

/// A start that depends on the state before it or on what the entry says.
#[must_use]
pub const fn at_when(kind: Kind, when: fn(&Life, &Entry<'_>) -> bool) -> Start {
    Start { kind, when }
}

/// A start that needs an employment-assistance agreement in force.
#[must_use]
pub const fn at_under_agreement(kind: Kind) -> Start {
    Start { kind, when: |life, _| life.is_under_agreement() }
}

/// A start that needs a key-enterprise agreement in force.
#[must_use]
pub const fn at_key_enterprise(kind: Kind) -> Start {
    Start { kind, when: |life, _| life.key_enterprise }
}
