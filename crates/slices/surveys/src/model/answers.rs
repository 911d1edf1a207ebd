//! What a survey found out (BJ18 第十九条).

use kernel::Day;
use ledger::Field;
use rules::{Circumstance, Kind};
use store::ledger::Channel;
use subjects::Happening;

/// 摸查方式, BJ18 第十九条.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// 电话访问.
    Phone,
    /// 前台接待.
    Counter,
    /// 主动上门.
    Visit,
}
store::text_column!(Method { Phone = "phone", Counter = "counter", Visit = "visit" });

impl Method {
    /// Every method.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Counter, Self::Visit];

    /// Finds a method by its text.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.text() == text)
    }

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Phone => "电话访问",
            Self::Counter => "前台接待",
            Self::Visit => "主动上门",
        }
    }

    const fn channel(self) -> Channel {
        match self {
            Self::Phone => Channel::Phone,
            Self::Counter => Channel::Counter,
            Self::Visit => Channel::Visit,
        }
    }
}

/// Whether somebody wants to work, and registers: the three answers that there are, as one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Willingness {
    /// Willing, and registers as a seeker.
    Registers,
    /// Willing, and does not register for the time being.
    Willing,
    /// Not willing for the time being.
    Unwilling,
}

impl Willingness {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Registers, Self::Willing, Self::Unwilling];

    /// Reads the ledger's two flags. Whoever is not willing does not register.
    #[must_use]
    pub const fn of(willing: bool, registers: bool) -> Self {
        match (willing, registers) {
            (true, true) => Self::Registers,
            (true, false) => Self::Willing,
            (false, _) => Self::Unwilling,
        }
    }

    /// Gives the name under which a form sends it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registers => "registers",
            Self::Willing => "willing",
            Self::Unwilling => "unwilling",
        }
    }

    /// Finds an answer by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.name() == name)
    }

    /// Gives the words that users read: those of BJ18 第二十一条.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Registers => "有就业意愿，进行求职登记",
            Self::Willing => "有就业意愿，暂不进行求职登记",
            Self::Unwilling => "暂无就业意愿",
        }
    }

    /// Tells whether somebody wants to work.
    #[must_use]
    pub const fn is_willing(self) -> bool {
        !matches!(self, Self::Unwilling)
    }
}

/// The day on which an officer means to come again, and why then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The day.
    pub on: Day,
    /// Why not on the last day that the rule leaves; personal, sealed where it is stored.
    pub why: String,
}

/// What a survey found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The day of the survey.
    pub on: Day,
    /// How the person was met.
    pub method: Method,
    /// Whether they want to work, and register.
    pub willingness: Willingness,
    /// What keeps them from registering, where the law knows it.
    pub circumstance: Circumstance,
    /// The reason for not being willing or not registering, one of `services`' codes; blank for none.
    pub reason: String,
    /// In their own words, and whatever else; blank for nothing.
    pub words: String,
    /// The day of the next survey, where it is not the last that the rule leaves.
    pub planned: Option<Planned>,
}

impl Answers {
    /// Makes the entry.
    #[must_use]
    pub fn happening(&self) -> Happening {
        Happening::new(Kind::Surveyed, self.on)
            .through(self.method.channel())
            .text(Field::Method, self.method.text())
            .flag(Field::Willing, self.willingness.is_willing())
            .flag(Field::Registers, self.willingness == Willingness::Registers)
            .text(Field::Circumstance, circumstance_name(self.circumstance))
            .text(Field::Reason, self.reason.as_str())
            .text(Field::Note, self.words.as_str())
    }
}

/// The ledger's name of a circumstance.
const fn circumstance_name(circumstance: Circumstance) -> &'static str {
    match circumstance {
        Circumstance::None => "none",
        Circumstance::Childbirth => "childbirth",
        Circumstance::Caring => "caring",
    }
}

/// Gives a circumstance in words.
#[must_use]
pub fn circumstance_words(circumstance: Circumstance) -> &'static str {
    let codes = services::model::codes::CIRCUMSTANCES;
    services::model::codes::words_of(codes, circumstance_name(circumstance))
}
