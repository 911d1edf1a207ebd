//! Why a step is not taken that stops, exits and objections have in common; each says it in its own words.

use kernel::Day;

use super::exit_refusal::ExitRefusal;
use super::refusal::Refusal;

/// Why a step is not taken that stops, exits and objections have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hindrance {
    /// There is nothing of this name.
    Nothing,
    /// It has gone on since.
    Moved,
    /// Nobody decides on what they had a part in.
    OwnPart,
    /// Nor on what somebody had a part in whom they stand in for.
    Cover,
    /// Another office decides.
    OtherOffice(String),
    /// A reason is missing.
    NoReason,
    /// The person was told already.
    Told,
    /// The day lies in the future.
    NotYet,
    /// The day lies before what it is about.
    Before(Day),
}

impl From<Hindrance> for Refusal {
    fn from(hindrance: Hindrance) -> Self {
        match hindrance {
            Hindrance::Nothing => Self::Nothing,
            Hindrance::Moved => Self::Moved,
            Hindrance::OwnPart => Self::OwnVerification,
            Hindrance::Cover => Self::Cover,
            Hindrance::OtherOffice(office) => Self::OtherOffice(office),
            Hindrance::NoReason => Self::NoReason,
            Hindrance::Told => Self::Told,
            Hindrance::NotYet => Self::NotYet,
            Hindrance::Before(day) => Self::Before(day),
        }
    }
}

impl From<Hindrance> for ExitRefusal {
    fn from(hindrance: Hindrance) -> Self {
        match hindrance {
            Hindrance::Nothing => Self::Nothing,
            Hindrance::Moved => Self::Moved,
            Hindrance::OwnPart => Self::OwnProposal,
            Hindrance::Cover => Self::Cover,
            Hindrance::OtherOffice(office) => Self::OtherOffice(office),
            Hindrance::NoReason => Self::NoReason,
            Hindrance::Told => Self::Told,
            Hindrance::NotYet => Self::NotYet,
            Hindrance::Before(day) => Self::Before(day),
        }
    }
}
