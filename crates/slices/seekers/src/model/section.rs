//! The six sections of the personal ledger (BJ18-17), and the four that a person in hardship's has beside them
//! (BJ18-32).

use rules::Kind;

/// A section of the personal ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileSection {
    /// 第十七条（一）求职者基本情况.
    Person,
    /// 第十七条（二）求职登记情况.
    Registration,
    /// 第十七条（三）匹配推荐和求职成功情况.
    Placement,
    /// 第十七条（四）就业指导情况.
    Guidance,
    /// 第十七条（五）服务跟踪检查情况.
    FollowUp,
    /// 第十七条（六）其他.
    Other,
    /// 第三十二条（一）就业需求档案及其变动情况.
    DemandFile,
    /// 第三十二条（二）就业援助服务协议及其履行情况.
    Agreement,
    /// 第三十二条（三）就业援助服务专员及专门服务团队的情况.
    Team,
    /// 第三十二条（四）历次专门服务情况.
    Services,
}

impl FileSection {
    /// Every section in the order of the articles: those of everybody's ledger, then those of a person in
    /// hardship's.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Registration,
        Self::Placement,
        Self::Guidance,
        Self::FollowUp,
        Self::Other,
        Self::DemandFile,
        Self::Agreement,
        Self::Team,
        Self::Services,
    ];

    /// Tells whether only the ledger of a person in hardship has it (BJ18-32).
    #[must_use]
    pub const fn is_of_hardship(self) -> bool {
        matches!(self, Self::DemandFile | Self::Agreement | Self::Team | Self::Services)
    }

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
            Self::DemandFile => "七、就业需求档案及其变动情况",
            Self::Agreement => "八、援助协议及其履行情况",
            Self::Team => "九、服务专员及专门服务团队",
            Self::Services => "十、历次专门服务情况",
        }
    }

    /// Gives the heading in four words, for where there is little room.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Person => "基本情况",
            Self::Registration => "求职登记",
            Self::Placement => "匹配推荐",
            Self::Guidance => "就业指导",
            Self::FollowUp => "跟踪检查",
            Self::Other => "其他留痕",
            Self::DemandFile => "需求档案",
            Self::Agreement => "援助协议",
            Self::Team => "服务团队",
            Self::Services => "专门服务",
        }
    }

    /// Gives the clause that asks for it.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Person => "BJ18-17(1)",
            Self::Registration => "BJ18-17(2)",
            Self::Placement => "BJ18-17(3)",
            Self::Guidance => "BJ18-17(4)",
            Self::FollowUp => "BJ18-17(5)",
            Self::Other => "BJ18-17(6)",
            Self::DemandFile => "BJ18-32(1)",
            Self::Agreement => "BJ18-32(2)",
            Self::Team => "BJ18-32(3)",
            Self::Services => "BJ18-32(4)",
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
            Self::DemandFile => "demand-file",
            Self::Agreement => "agreement",
            Self::Team => "team",
            Self::Services => "services",
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
            Kind::DemandFileOpened => Self::DemandFile,
            Kind::AgreementSigned | Kind::AgreementEnded => Self::Agreement,
            Kind::PlanAdopted
            | Kind::PlanRevised
            | Kind::ConsultationRequested
            | Kind::ConsultationOpinion => Self::Services,
            _ => Self::Other,
        }
    }
}
