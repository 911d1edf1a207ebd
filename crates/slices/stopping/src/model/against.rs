//! What somebody may object against: whatever ended something for them and takes two people to decide, or evidence.

use super::state::Outcome;
use crate::{CaseId, ExitId};

/// A decision against which somebody may object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Against {
    /// 停止服务 (BJ18-13, BJ18-21, BJ18-29).
    Stop(CaseId),
    /// 退出就业困难人员 (BJ18-26).
    Exit(ExitId),
}

impl From<CaseId> for Against {
    fn from(case: CaseId) -> Self {
        Self::Stop(case)
    }
}

impl From<ExitId> for Against {
    fn from(exit: ExitId) -> Self {
        Self::Exit(exit)
    }
}

impl Against {
    /// Reads the two columns in which it is kept; nothing where neither is filled, which the database keeps out.
    pub(crate) fn kept(case: Option<CaseId>, exit: Option<ExitId>) -> Option<Self> {
        case.map(Self::Stop).or(exit.map(Self::Exit))
    }

    /// Gives the two columns in which it is kept.
    pub(crate) const fn columns(self) -> (Option<CaseId>, Option<ExitId>) {
        match self {
            Self::Stop(case) => (Some(case), None),
            Self::Exit(exit) => (None, Some(exit)),
        }
    }

    /// Gives the words that users read for the decision.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Stop(_) => "停止服务",
            Self::Exit(_) => "退出就业困难人员",
        }
    }

    /// Gives the articles that it rests on.
    #[must_use]
    pub const fn clauses(self) -> &'static str {
        match self {
            Self::Stop(_) => "BJ18-13、BJ18-21、BJ18-29",
            Self::Exit(_) => "BJ18-26",
        }
    }

    /// Says what came of an objection against it.
    #[must_use]
    pub const fn came_to(self, outcome: Outcome) -> &'static str {
        match (self, outcome) {
            (Self::Stop(_), Outcome::Upheld) => "异议成立，恢复服务",
            (Self::Exit(_), Outcome::Upheld) => "异议成立，恢复就业困难人员认定",
            (_, Outcome::Refused) => "异议不成立",
        }
    }
}
