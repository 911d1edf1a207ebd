//! Group sessions: 分类指导 for several people at once (BJ18-14(3), SD19-2(4)).

use std::fmt;

store::identifier! {
    /// Names a group session.
    pub SessionId
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionState {
    /// Announced.
    Planned,
    /// It took place.
    Held,
    /// Called off.
    Cancelled,
}
store::text_column!(SessionState { Planned = "planned", Held = "held", Cancelled = "cancelled" });

impl SessionState {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Planned => "报名中",
            Self::Held => "已举办",
            Self::Cancelled => "已取消",
        }
    }
}

/// Why a session was called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalledOff {
    /// 报名人数不足.
    TooFew,
    /// 主持人不能到场.
    LeaderAway,
    /// 场地不能使用.
    NoRoom,
    /// 并入另一场.
    Joined,
    /// 其他.
    Other,
}
store::text_column!(CalledOff {
    TooFew = "too_few",
    LeaderAway = "leader_away",
    NoRoom = "no_room",
    Joined = "joined",
    Other = "other",
});

impl CalledOff {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::TooFew, Self::LeaderAway, Self::NoRoom, Self::Joined, Self::Other];

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::TooFew => "报名人数不足",
            Self::LeaderAway => "主持人不能到场",
            Self::NoRoom => "场地不能使用",
            Self::Joined => "并入另一场",
            Self::Other => "其他",
        }
    }

    /// Finds a reason by the text that a form sends.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.text() == text)
    }
}

/// Whether somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attendance {
    /// Signed up.
    Signed,
    /// Came.
    Came,
    /// Did not come.
    Absent,
    /// Signed off before.
    Withdrawn,
}
store::text_column!(Attendance {
    Signed = "signed",
    Came = "came",
    Absent = "absent",
    Withdrawn = "withdrawn",
});

impl Attendance {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Signed => "已报名",
            Self::Came => "到场",
            Self::Absent => "未到",
            Self::Withdrawn => "已退出",
        }
    }
}

impl fmt::Display for Attendance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.term())
    }
}
