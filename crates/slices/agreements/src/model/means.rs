//! How somebody was told.

/// How somebody was told of a change of their officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// 电话.
    Phone,
    /// 前台当面.
    Counter,
    /// 上门.
    Visit,
    /// 书面, by the note that is printed.
    Paper,
}
store::text_column!(Means { Phone = "phone", Counter = "counter", Visit = "visit", Paper = "paper" });

impl Means {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Phone, Self::Counter, Self::Visit, Self::Paper];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Phone => "电话",
            Self::Counter => "前台当面",
            Self::Visit => "上门",
            Self::Paper => "交给或寄给本人告知单",
        }
    }

    /// Finds it by the text that stands for it.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.text() == text)
    }
}
