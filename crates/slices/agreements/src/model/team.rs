//! The two sides of an agreement, and the parts of the team around its officer.

/// A side of the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// 甲方: the office.
    Office,
    /// 乙方: the person.
    Person,
}
store::text_column!(Side { Office = "office", Person = "person" });

impl Side {
    /// Both, in the order of the document.
    pub const ALL: [Self; 2] = [Self::Office, Self::Person];

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Office => "甲方",
            Self::Person => "乙方",
        }
    }

    /// Finds it by the name that a form sends.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.text() == name)
    }
}

/// What a member of the team is there for, beside the officer (BJ18-26, NA18-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 职业指导.
    Guidance,
    /// 职业信息分析.
    Information,
    /// 就业服务.
    Employment,
    /// 创业服务.
    Startup,
    /// 心理疏导.
    Psychology,
    /// 社区联络.
    Community,
}
store::text_column!(Part {
    Guidance = "guidance",
    Information = "information",
    Employment = "employment",
    Startup = "startup",
    Psychology = "psychology",
    Community = "community",
});

impl Part {
    /// Every part, those that the article names first.
    pub const ALL: [Self; 6] = [
        Self::Information,
        Self::Employment,
        Self::Startup,
        Self::Guidance,
        Self::Psychology,
        Self::Community,
    ];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Guidance => "职业指导",
            Self::Information => "职业信息分析",
            Self::Employment => "就业服务",
            Self::Startup => "创业服务",
            Self::Psychology => "心理疏导",
            Self::Community => "社区联络",
        }
    }

    /// Finds it by the name that a form sends.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.text() == name)
    }
}
