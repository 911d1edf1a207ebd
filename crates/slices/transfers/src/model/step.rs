//! The steps of a transfer, and what it is asked for.

/// A step of a transfer. A transfer stands at one of them; its history may name [`Step::PassedOn`], too, after which
/// it still stands as submitted, one office higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// 提出申请.
    Requested,
    /// 核实 by the officer (BJ18-24).
    Verified,
    /// 提交 to the office above.
    Submitted,
    /// 逐级上报 to the next office above.
    PassedOn,
    /// 批准 by the office above both.
    Approved,
    /// 接收 by the other office.
    Accepted,
    /// 退回 by the other office.
    SentBack,
    /// 不予办理.
    Refused,
    /// 撤回.
    Withdrawn,
}
store::text_column!(Step {
    Requested = "requested",
    Verified = "verified",
    Submitted = "submitted",
    PassedOn = "passed_on",
    Approved = "approved",
    Accepted = "accepted",
    SentBack = "sent_back",
    Refused = "refused",
    Withdrawn = "withdrawn",
});

impl Step {
    /// Gives the words that users read of what was done.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Requested => "提出申请",
            Self::Verified => "专员核实",
            Self::Submitted => "本机构提交",
            Self::PassedOn => "逐级上报",
            Self::Approved => "批准",
            Self::Accepted => "接收",
            Self::SentBack => "退回",
            Self::Refused => "不予办理",
            Self::Withdrawn => "撤回",
        }
    }

    /// Gives the words for where a transfer stands.
    #[must_use]
    pub const fn state(self) -> &'static str {
        match self {
            Self::Requested => "待核实",
            Self::Verified => "待提交",
            Self::Submitted | Self::PassedOn => "待批准",
            Self::Approved => "待接收",
            Self::Accepted => "已接收",
            Self::SentBack => "已退回",
            Self::Refused => "未获批准",
            Self::Withdrawn => "已撤回",
        }
    }

    /// Tells whether the transfer goes on after it.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(
            self,
            Self::Requested | Self::Verified | Self::Submitted | Self::PassedOn | Self::Approved
        )
    }
}

/// Who wishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AskedFor {
    /// 本人.
    Person,
    /// 援助专员.
    Officer,
}
store::text_column!(AskedFor { Person = "person", Officer = "officer" });

impl AskedFor {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Person, Self::Officer];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Person => "本人提出",
            Self::Officer => "专员提出",
        }
    }
}

/// Why the person is to be served elsewhere (BJ18-23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// 常住地变更.
    Residence,
    /// 户籍所在地变更.
    Household,
    /// 就近就便.
    Convenience,
}
store::text_column!(Ground {
    Residence = "residence",
    Household = "household",
    Convenience = "convenience",
});

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 3] = [Self::Residence, Self::Household, Self::Convenience];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Residence => "常住地变更",
            Self::Household => "户籍所在地变更",
            Self::Convenience => "就近就便，改在户籍地或常住地",
        }
    }
}
