//! Ledger entries as the rules see them.

use std::borrow::Cow;

use kernel::Day;

use crate::vocabulary::{Initiator, Kind, Shape};

/// Says at which stage of a training a follow-up was made (BJ18-27(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// 初期.
    Early,
    /// 中期.
    Middle,
    /// 终期.
    Final,
}

/// Says what keeps a willing person from registering (BJ18-21(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Circumstance {
    /// 无特殊情形.
    None,
    /// 生育: the next survey may wait, up to the hard cap.
    Childbirth,
    /// 陪护: likewise.
    Caring,
}

/// Points at an entry of the same subject by its place in the slice under assessment.
pub type Position = usize;

/// Carries what the rules read from an entry beyond its kind and day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail<'a> {
    /// Nothing.
    Plain,
    /// 申请失业登记.
    Claim {
        /// 材料齐全、手续完备.
        complete: bool,
    },
    /// 摸查.
    Survey {
        /// 有就业意愿.
        willing: bool,
        /// 愿意办理求职登记.
        registers: bool,
        /// 生育、陪护等情形.
        circumstance: Circumstance,
    },
    /// 签订就业援助服务协议.
    Agreement {
        /// False where the person's own duties were marked as not met at signing (BJ18-30).
        duties_met: bool,
    },
    /// 就业准备评估.
    Readiness {
        /// 具备上岗条件.
        ready: bool,
    },
    /// 参加培训、见习.
    Training {
        /// The planned last day; never before the entry's own day.
        ends: Day,
    },
    /// An entry about another entry.
    About {
        /// The entry that it is about, where it names one.
        of: Option<Position>,
        /// The stage of the training, in follow-ups that state it.
        stage: Option<Stage>,
    },
    /// 推荐结果.
    Result {
        /// The recommendation.
        of: Position,
        /// 录用.
        hired: bool,
        /// 因本人原因未就业.
        own_cause: bool,
    },
    /// Concerns a vacancy.
    Vacancy(Cow<'a, str>),
    /// Concerns a job fair.
    Fair(Cow<'a, str>),
    /// Sets the day of a job fair.
    FairDay {
        /// Which fair.
        fair: Cow<'a, str>,
        /// 举办日.
        day: Day,
    },
}

impl Detail<'_> {
    /// Tells whether entries of a kind carry such a detail.
    #[must_use]
    pub const fn fits(&self, kind: Kind) -> bool {
        matches!(
            (self, kind.shape()),
            (Self::Plain, Shape::Plain)
                | (Self::Claim { .. }, Shape::Claim)
                | (Self::Survey { .. }, Shape::Survey)
                | (Self::Agreement { .. }, Shape::Agreement)
                | (Self::Readiness { .. }, Shape::Readiness)
                | (Self::Training { .. }, Shape::Training)
                | (Self::About { of: Some(_), .. }, Shape::About)
                | (Self::About { .. }, Shape::MayBeAbout)
                | (Self::Result { .. }, Shape::Result)
                | (Self::Vacancy(_), Shape::Vacancy)
                | (Self::Fair(_), Shape::Fair)
                | (Self::FairDay { .. }, Shape::FairDay)
        )
    }
}

/// One thing that happened to one subject.
///
/// The rules see the entries of one subject at a time, as a slice in the order in which they were
/// written down; `of` is already resolved to a place in that slice. The order in which they count,
/// by day and within a day as written, is made by [`crate::Rulebook::assess`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What names the entry within its subject.
    pub id: Cow<'a, str>,
    /// What happened.
    pub kind: Kind,
    /// The day it happened.
    pub on: Day,
    /// Who set it going.
    pub initiated_by: Initiator,
    /// What else the rules need to know of it; it fits the kind.
    pub detail: Detail<'a>,
    /// The office that recorded it, where known.
    pub office: Option<Cow<'a, str>>,
    /// The member of staff who recorded it, where known.
    pub staff: Option<Cow<'a, str>>,
}

impl Entry<'_> {
    /// Gives the entry that this one is about, where it names one.
    #[must_use]
    pub const fn of(&self) -> Option<Position> {
        match self.detail {
            Detail::About { of, .. } => of,
            Detail::Result { of, .. } => Some(of),
            _ => None,
        }
    }
}
