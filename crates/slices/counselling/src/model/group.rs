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
