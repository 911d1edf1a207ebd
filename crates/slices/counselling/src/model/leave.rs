//! Why a counsellor receives nobody on some days: from a short list, so that nothing about anybody's health or
//! family lies in the clear.

/// Why a counsellor is on leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeaveCause {
    /// 年假.
    Annual,
    /// 培训学习.
    Training,
    /// 公务外出.
    Duty,
    /// 其他: nobody is asked to say what.
    Other,
}
store::text_column!(LeaveCause {
    Annual = "annual",
    Training = "training",
    Duty = "duty",
    Other = "other",
});

impl LeaveCause {
    /// Every cause.
    pub const ALL: [Self; 4] = [Self::Annual, Self::Training, Self::Duty, Self::Other];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Annual => "年假",
            Self::Training => "培训学习",
            Self::Duty => "公务外出",
            Self::Other => "其他",
        }
    }

    /// Finds a cause by the text that a form sends.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.text() == text)
    }
}
