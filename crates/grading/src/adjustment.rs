//! Another level than the computed one: proposed by one person, consented to by another.

use std::fmt;

use serde::Serialize;

use crate::grade::Grading;
use crate::level::{Group, Level};

/// Somebody's wish for another level, with the reason. It changes nothing until another person
/// consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    grading: Grading,
    computed: Level,
    level: Level,
    reason: String,
    proposed_by: String,
}

/// A grading with the level that two persons set; the computed one stays beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdjustedGrading {
    #[serde(flatten)]
    proposal: Proposal,
    consented_by: String,
}

/// Says why a level cannot be set by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdjustmentRefusal {
    /// There is no computed level to depart from.
    Incomplete,
    /// The level is the computed one already.
    SameLevel(Level),
    /// No reason is given.
    NoReason,
    /// It is not said who proposes or consents.
    NoPerson,
    /// The person who proposes cannot consent.
    OwnConsent,
}

impl fmt::Display for AdjustmentRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete => formatter.write_str("必答因素尚未答完，还没有等级可以调整"),
            Self::SameLevel(level) => write!(formatter, "按量表已是{level}，不必调整"),
            Self::NoReason => formatter.write_str("调整等级须写明理由"),
            Self::NoPerson => formatter.write_str("须写明由谁提出、由谁同意"),
            Self::OwnConsent => formatter.write_str("提出调整的人不能自己同意，须由另一人同意"),
        }
    }
}

impl std::error::Error for AdjustmentRefusal {}

impl Grading {
    /// Proposes another level. `by` is the id of the person who proposes, exactly as the office
    /// keeps it.
    pub fn propose(
        &self,
        level: Level,
        reason: &str,
        by: &str,
    ) -> Result<Proposal, AdjustmentRefusal> {
        let computed = self.level().ok_or(AdjustmentRefusal::Incomplete)?;
        if level == computed {
            return Err(AdjustmentRefusal::SameLevel(level));
        }
        if reason.trim().is_empty() {
            return Err(AdjustmentRefusal::NoReason);
        }
        Ok(Proposal {
            grading: self.clone(),
            computed,
            level,
            reason: reason.trim().to_owned(),
            proposed_by: person(by)?,
        })
    }
}

impl Proposal {
    /// Consents to it; `by` is the id of the person who consents, never the one who proposed.
    pub fn consented(self, by: &str) -> Result<AdjustedGrading, AdjustmentRefusal> {
        let consented_by = person(by)?;
        if consented_by == self.proposed_by {
            return Err(AdjustmentRefusal::OwnConsent);
        }
        Ok(AdjustedGrading { proposal: self, consented_by })
    }
}

fn person(id: &str) -> Result<String, AdjustmentRefusal> {
    let id = id.trim();
    if id.is_empty() { Err(AdjustmentRefusal::NoPerson) } else { Ok(id.to_owned()) }
}

impl AdjustedGrading {
    /// Gives the grading as it was computed.
    #[must_use]
    pub const fn grading(&self) -> &Grading {
        &self.proposal.grading
    }

    /// Gives the computed level.
    #[must_use]
    pub const fn computed(&self) -> Level {
        self.proposal.computed
    }

    /// Gives the level that holds.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.proposal.level
    }

    /// Gives the group of the level that holds.
    #[must_use]
    pub const fn group(&self) -> Group {
        self.proposal.level.group()
    }

    /// Gives the reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.proposal.reason
    }

    /// Gives who proposed it.
    #[must_use]
    pub fn proposed_by(&self) -> &str {
        &self.proposal.proposed_by
    }

    /// Gives who consented.
    #[must_use]
    pub fn consented_by(&self) -> &str {
        &self.consented_by
    }
}

impl fmt::Display for AdjustedGrading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}（{}），经人工调整；按量表为 {} 分、{}。理由：{}（{} 提出，{} 同意）",
            self.level(),
            self.group(),
            self.grading().points,
            self.computed(),
            self.reason(),
            self.proposed_by(),
            self.consented_by()
        )
    }
}
