//! Tries at which nobody was met. They are no surveys: nothing is discharged by them.

use kernel::Day;

use super::answers::Method;

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// 无人接听或无人在家.
    Nobody,
    /// 空号或号码有误.
    WrongNumber,
    /// 已搬走.
    Moved,
    /// 本人不便，另约时间.
    AnotherTime,
}
store::text_column!(Outcome {
    Nobody = "nobody",
    WrongNumber = "wrong_number",
    Moved = "moved",
    AnotherTime = "another_time",
});

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Nobody, Self::WrongNumber, Self::Moved, Self::AnotherTime];

    /// Finds an outcome by its text.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.text() == text)
    }

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Nobody => "无人接听或无人在家",
            Self::WrongNumber => "空号或号码有误",
            Self::Moved => "已搬走",
            Self::AnotherTime => "本人不便，另约时间",
        }
    }
}

/// A try about to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttempt {
    /// The day.
    pub on: Day,
    /// How it was tried.
    pub method: Method,
    /// What came of it.
    pub outcome: Outcome,
    /// What was found, such as what a neighbour said; sealed where it is stored.
    pub words: String,
}
