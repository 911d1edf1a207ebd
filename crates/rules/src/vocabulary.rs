//! The words of the ledger: what can happen to a subject, and who sets it going.
//!
//! The contract is §2 of the rulebook; the Chinese terms are those of `docs/glossary.md`.

use std::fmt;

/// Says who set a thing going: the subject, or the agency that serves them.
///
/// The silence of six months (BJ18-13(3), BJ18-21(2)) runs from the last entry that the subject
/// initiated, so every kind has a default and an entry may say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Initiator {
    /// 服务对象本人或单位.
    Subject,
    /// 公共就业服务机构.
    Agency,
}

/// Groups the kinds by the detail that the rules read from their entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Nothing beyond kind and day matters to a rule.
    Plain,
    /// A [`crate::Detail::Claim`].
    Claim,
    /// A [`crate::Detail::Survey`].
    Survey,
    /// A [`crate::Detail::Agreement`].
    Agreement,
    /// A [`crate::Detail::Readiness`].
    Readiness,
    /// A [`crate::Detail::Training`].
    Training,
    /// A [`crate::Detail::About`] that always names an entry.
    About,
    /// A [`crate::Detail::About`] that may name one.
    MayBeAbout,
    /// A [`crate::Detail::Result`].
    Result,
    /// A [`crate::Detail::Vacancy`].
    Vacancy,
    /// A [`crate::Detail::Fair`].
    Fair,
    /// A [`crate::Detail::FairDay`].
    FairDay,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal $term:literal $initiator:ident $shape:ident,)*) => {
        /// Names what happened: the kind of a ledger entry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// Every kind, in the order of the rulebook.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the name that the ledger's written form uses.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Gives the Chinese term that users read.
            #[must_use]
            pub const fn term(self) -> &'static str {
                match self { $(Self::$variant => $term,)* }
            }

            /// Finds a kind by the name that the ledger's written form uses.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            /// Says who initiates such an entry unless it says otherwise.
            #[must_use]
            pub const fn default_initiator(self) -> Initiator {
                match self { $(Self::$variant => Initiator::$initiator,)* }
            }

            /// Gives the shape of the detail that entries of this kind carry.
            #[must_use]
            pub const fn shape(self) -> Shape {
                match self { $(Self::$variant => Shape::$shape,)* }
            }
        }
    };
}

kinds! {
    /// Information about a person was collected (摸底、前台、网络、招聘会).
    Intake "intake" "信息采集" Subject Plain,
    /// 建立个人服务台账.
    LedgerOpened "ledger_opened" "建立服务台账" Agency Plain,
    /// 建立就业需求档案.
    DemandFileOpened "demand_file_opened" "建立就业需求档案" Agency Plain,
    /// 求职登记.
    SeekerRegistered "seeker_registered" "求职登记" Subject Plain,
    /// 求职信息归档.
    SeekerArchived "seeker_archived" "求职信息归档" Agency Plain,
    /// 就业困难分级.
    Graded "graded" "就业困难分级" Agency Plain,
    /// 申请失业登记.
    UnemploymentClaimed "unemployment_claimed" "申请失业登记" Subject Claim,
    /// 失业登记办结.
    UnemploymentRegistered "unemployment_registered" "失业登记办结" Agency Plain,
    /// 注销失业登记.
    UnemploymentClosed "unemployment_closed" "注销失业登记" Agency Plain,
    /// 就业困难人员认定.
    HardshipRecognised "hardship_recognised" "就业困难人员认定" Agency Plain,
    /// 就业困难人员退出.
    HardshipEnded "hardship_ended" "就业困难人员退出" Agency Plain,
    /// 摸查 or 跟踪摸查.
    Surveyed "surveyed" "摸查" Agency Survey,
    /// 签订就业援助服务协议.
    AgreementSigned "agreement_signed" "签订援助协议" Agency Agreement,
    /// 协议终止.
    AgreementEnded "agreement_ended" "终止援助协议" Agency Plain,
    /// 制定就业援助方案.
    PlanAdopted "plan_adopted" "制定援助方案" Agency Plain,
    /// 修订就业援助方案.
    PlanRevised "plan_revised" "修订援助方案" Agency Plain,
    /// 评估是否具备上岗条件.
    ReadinessAssessed "readiness_assessed" "就业准备评估" Agency Readiness,
    /// 就业指导.
    GuidanceGiven "guidance_given" "就业指导" Subject Plain,
    /// 参加培训或见习.
    TrainingStarted "training_started" "培训见习开始" Subject Training,
    /// 培训或见习结束.
    TrainingEnded "training_ended" "培训见习结束" Subject About,
    /// 匹配推荐.
    Recommended "recommended" "匹配推荐" Agency Plain,
    /// 推荐结果.
    RecommendationResult "recommendation_result" "推荐结果" Agency Result,
    /// 应聘上岗.
    StartedWork "started_work" "上岗" Subject Plain,
    /// 离职.
    LeftWork "left_work" "离职" Subject Plain,
    /// 跟踪回访.
    FollowedUp "followed_up" "跟踪回访" Agency MayBeAbout,
    /// 申请专家会诊.
    ConsultationRequested "consultation_requested" "申请专家会诊" Agency Plain,
    /// 专家会诊意见.
    ConsultationOpinion "consultation_opinion" "专家会诊意见" Agency MayBeAbout,
    /// 公益性岗位推荐.
    PublicPostRecommended "public_post_recommended" "推荐公益性岗位" Agency Plain,
    /// 公益性岗位安置.
    PublicPostPlaced "public_post_placed" "安置公益性岗位" Agency Plain,
    /// 公益性岗位期满.
    PublicPostEnded "public_post_ended" "公益性岗位期满" Agency Plain,
    /// 明确无就业意愿或拒绝服务.
    ServiceDeclined "service_declined" "拒绝服务" Subject Plain,
    /// 向就失业登记管理部门反馈.
    RegistryNotified "registry_notified" "反馈登记管理部门" Agency Plain,
    /// 不再提供服务.
    ServiceStopped "service_stopped" "停止服务" Agency Plain,
    /// Any other contact.
    Contacted "contacted" "联系" Subject MayBeAbout,
    /// The named entry was made in error.
    Corrected "corrected" "更正" Agency About,
    /// 申请核验资质、招聘需求登记.
    VerificationClaimed "verification_claimed" "申请资质核验" Subject Plain,
    /// 审核通过.
    Verified "verified" "核验通过" Agency About,
    /// 审核不通过.
    VerificationRefused "verification_refused" "核验不通过" Agency About,
    /// 提交招聘信息.
    VacancySubmitted "vacancy_submitted" "提交招聘信息" Subject Vacancy,
    /// 招聘信息审核通过.
    VacancyApproved "vacancy_approved" "招聘信息审核通过" Agency Vacancy,
    /// 招聘信息退回修改.
    VacancyReturned "vacancy_returned" "退回招聘信息" Agency Vacancy,
    /// 招聘信息发布.
    VacancyPublished "vacancy_published" "发布招聘信息" Agency Vacancy,
    /// 招聘信息失效.
    VacancyExpired "vacancy_expired" "招聘信息失效" Agency Vacancy,
    /// 招聘信息归档.
    VacancyArchived "vacancy_archived" "招聘信息归档" Agency Vacancy,
    /// 用人指导.
    EmployerGuided "employer_guided" "用人指导" Subject Plain,
    /// 为单位匹配推荐.
    CandidatesRecommended "candidates_recommended" "推荐求职者" Agency Plain,
    /// 招聘完成.
    RecruitmentCompleted "recruitment_completed" "招聘完成" Subject Plain,
    /// 签订重点企业日常服务协议.
    KeyAgreementSigned "key_agreement_signed" "签订重点企业协议" Agency Plain,
    /// 终止重点企业日常服务协议.
    KeyAgreementEnded "key_agreement_ended" "终止重点企业协议" Agency Plain,
    /// 定于某日举办招聘会.
    FairScheduled "fair_scheduled" "确定招聘会" Agency FairDay,
    /// 招聘会预发布.
    FairAnnounced "fair_announced" "预发布招聘会" Agency Fair,
    /// 招聘会举办.
    FairHeld "fair_held" "举办招聘会" Agency Fair,
}

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Finds a kind by its Chinese term.
    #[must_use]
    pub fn of_term(term: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.term() == term)
    }

    /// Tells whether an entry of this kind may name an entry of that kind by `of`.
    #[must_use]
    pub const fn may_name(self, named: Self) -> bool {
        match self {
            Self::RecommendationResult => matches!(named, Self::Recommended),
            Self::TrainingEnded => matches!(named, Self::TrainingStarted),
            Self::Verified | Self::VerificationRefused => {
                matches!(named, Self::VerificationClaimed)
            }
            Self::ConsultationOpinion => matches!(named, Self::ConsultationRequested),
            // A correction stands: what was wrongly corrected is entered anew.
            Self::Corrected => !matches!(named, Self::Corrected),
            _ => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.term())
    }
}
