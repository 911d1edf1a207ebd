//! The steps of a case.

/// How far people have come with a case. Whether its ground still holds is another matter, which the ledger knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseState {
    /// 核实中: the officer tries to reach the person.
    Verifying,
    /// 待批准: verified, it waits for whoever leads the office.
    Submitted,
    /// 已批准: the registry was notified and the service stopped.
    Approved,
    /// 不予批准.
    Refused,
    /// 暂不停止: circumstances speak against it.
    Spared,
    /// 已撤回, or closed after the person came back.
    Withdrawn,
}
store::text_column!(CaseState {
    Verifying = "verifying",
    Submitted = "submitted",
    Approved = "approved",
    Refused = "refused",
    Spared = "spared",
    Withdrawn = "withdrawn",
});

impl CaseState {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Verifying => "核实中",
            Self::Submitted => "待批准",
            Self::Approved => "已批准停止",
            Self::Refused => "不予批准",
            Self::Spared => "暂不停止",
            Self::Withdrawn => "已撤回",
        }
    }

    /// Tells whether somebody has something to do about it.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Verifying | Self::Submitted)
    }
}

/// What came of an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// 异议成立: what it is against is taken back.
    Upheld,
    /// 异议不成立.
    Refused,
}
store::text_column!(Outcome { Upheld = "upheld", Refused = "refused" });

impl Outcome {
    /// Gives the word that users read; [`super::Against::came_to`] says what follows from it.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Upheld => "异议成立",
            Self::Refused => "异议不成立",
        }
    }
}

/// What the registry is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// 停止服务.
    Stopped,
    /// 撤回反馈.
    Withdrawn,
}
store::text_column!(Purpose { Stopped = "stopped", Withdrawn = "withdrawn" });

impl Purpose {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Stopped => "停止服务的反馈（第 1 封）",
            Self::Withdrawn => "撤回反馈（第 2 封，更正第 1 封）",
        }
    }
}
