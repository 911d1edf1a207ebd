//! The six sections of the personal ledger (BJ18-17), and what a person in hardship's has beside them
//! (BJ18-32).

use rules::Kind;

/// A section of the personal ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileSection {
    /// （一）求职者基本情况.
    Person,
    /// （二）求职登记情况.
    Registration,
    /// （三）匹配推荐和求职成功情况.
    Placement,
    /// （四）就业指导情况.
    Guidance,
    /// （五）服务跟踪检查情况.
    FollowUp,
    /// （六）其他.
    Other,
    /// 第三十二条: what is kept beside that of a person in hardship.
    Assistance,
}

impl FileSection {
    /// Every section in the order of the articles.
    pub const ALL: [Self; 7] = [
        Self::Person,
        Self::Registration,
        Self::Placement,
        Self::Guidance,
        Self::FollowUp,
        Self::Other,
        Self::Assistance,
    ];

    /// Gives the heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Person => "一、求职者基本情况",
            Self::Registration => "二、求职登记情况",
            Self::Placement => "三、匹配推荐和求职成功情况",
            Self::Guidance => "四、就业指导情况",
            Self::FollowUp => "五、服务跟踪检查情况",
            Self::Other => "六、其他服务留痕",
            Self::Assistance => "就业困难人员另记内容",
        }
    }

    /// Gives the clause that asks for it.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Person => "《153 号文》第十七条第（一）项",
            Self::Registration => "《153 号文》第十七条第（二）项",
            Self::Placement => "《153 号文》第十七条第（三）项",
            Self::Guidance => "《153 号文》第十七条第（四）项",
            Self::FollowUp => "《153 号文》第十七条第（五）项",
            Self::Other => "《153 号文》第十七条第（六）项",
            Self::Assistance => "《153 号文》第三十二条",
        }
    }

    /// Gives the name that stands in addresses.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Registration => "registration",
            Self::Placement => "placement",
            Self::Guidance => "guidance",
            Self::FollowUp => "follow-up",
            Self::Other => "other",
            Self::Assistance => "assistance",
        }
    }

    /// Gives the section that a kind of entry belongs to. Each belongs to one, so that nothing is missing
    /// and nothing counted twice.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::SeekerRegistered | Kind::SeekerArchived => Self::Registration,
            Kind::Recommended
            | Kind::RecommendationResult
            | Kind::StartedWork
            | Kind::LeftWork
            | Kind::PublicPostRecommended
            | Kind::PublicPostPlaced
            | Kind::PublicPostEnded => Self::Placement,
            Kind::GuidanceGiven
            | Kind::ReadinessAssessed
            | Kind::TrainingStarted
            | Kind::TrainingEnded => Self::Guidance,
            Kind::FollowedUp | Kind::Contacted | Kind::Surveyed => Self::FollowUp,
            Kind::DemandFileOpened
            | Kind::AgreementSigned
            | Kind::AgreementEnded
            | Kind::PlanAdopted
            | Kind::PlanRevised
            | Kind::ConsultationRequested
            | Kind::ConsultationOpinion => Self::Assistance,
            _ => Self::Other,
        }
    }
}
