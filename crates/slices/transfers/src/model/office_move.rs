//! Where the move of a whole office stands.

/// Where the move of a whole office stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MoveState {
    /// 待确认 by another head; nobody has gone over.
    Waiting,
    /// 已撤回 before it was confirmed; nobody goes over.
    Withdrawn,
    /// 办理中: confirmed, and not everybody has gone over yet.
    GoingOn,
    /// 已完成.
    Finished,
}

impl MoveState {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Waiting => "待另一位负责人确认",
            Self::Withdrawn => "已撤回",
            Self::GoingOn => "未完成",
            Self::Finished => "已完成",
        }
    }

    /// Tells whether anything is still to be done about it.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::Waiting | Self::GoingOn)
    }
}
