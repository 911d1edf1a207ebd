//! The fields of the written ledger, and which kind of entry carries which (rulebook §2).

use rules::Kind;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $name:literal $term:literal,)*) => {
        /// Names a field of a ledger line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Field { $($(#[$doc])* $variant,)* }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the name in the written form.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Gives the Chinese term that users read.
            #[must_use]
            pub const fn term(self) -> &'static str {
                match self { $(Self::$variant => $term,)* }
            }

            /// Finds a field by its name in the written form.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

fields! {
    /// What names the entry within its subject.
    Id "id" "编号",
    /// The person or employer.
    Subject "subject" "服务对象",
    /// What happened.
    Kind "kind" "事项",
    /// The day it happened.
    On "on" "日期",
    /// The instant it happened.
    At "at" "时刻",
    /// When it was entered.
    RecordedAt "recorded_at" "录入时间",
    /// The office that recorded it.
    Office "office" "机构",
    /// Who recorded it.
    Staff "staff" "经办人",
    /// Through which channel.
    Channel "channel" "渠道",
    /// Who set it going.
    InitiatedBy "initiated_by" "发起方",
    /// Anything else.
    Note "note" "备注",
    /// Why.
    Reason "reason" "原因",
    /// 就业困难程度, 1 to 4.
    Level "level" "级别",
    /// The grading tool.
    Tool "tool" "分级工具",
    /// 材料齐全、手续完备.
    Complete "complete" "材料齐全",
    /// 书面承诺.
    Promise "promise" "书面承诺",
    /// The group of persons in hardship.
    Group "group" "人员类别",
    /// How a survey was made.
    Method "method" "摸查方式",
    /// 有就业意愿.
    Willing "willing" "有意愿",
    /// 愿意办理求职登记.
    Registers "registers" "愿登记",
    /// What keeps a willing person from registering.
    Circumstance "circumstance" "情形",
    /// 就业援助服务专员.
    Officer "officer" "专员",
    /// Whether the person kept their part of the agreement.
    DutiesMet "duties_met" "已履约",
    /// The version of a plan.
    Version "version" "版本",
    /// 具备上岗条件.
    Ready "ready" "具备上岗条件",
    /// The form of guidance.
    Form "form" "形式",
    /// The kind of training.
    Scheme "scheme" "培训项目",
    /// The planned last day of a training.
    Ends "ends" "计划结束日",
    /// The entry that this one is about.
    Of "of" "针对",
    /// Which vacancy.
    Vacancy "vacancy" "岗位",
    /// Which employer.
    Employer "employer" "用人单位",
    /// 录用.
    Hired "hired" "录用",
    /// 本人原因.
    OwnCause "own_cause" "本人原因",
    /// The stage of a training.
    Stage "stage" "阶段",
    /// Which fair.
    Fair "fair" "招聘会",
    /// The day of a fair.
    Day "day" "举办日",
}

/// Says what a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text, which may be empty.
    Text,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// `true` or `false`.
    Flag,
    /// A whole number from 1 to 4.
    Level,
    /// Text or a whole number.
    Version,
    /// `early`, `middle` or `final`.
    Stage,
    /// The id of an entry.
    Reference,
}

/// A field of a kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRule {
    /// Which field.
    pub field: Field,
    /// What it holds.
    pub field_type: FieldType,
    /// Whether a line without it is refused.
    pub required: bool,
}

/// The fields that any entry may carry beside `id`, `subject`, `kind` and `on`; all text.
pub const COMMON: &[Field] = &[
    Field::At,
    Field::RecordedAt,
    Field::Office,
    Field::Staff,
    Field::Channel,
    Field::InitiatedBy,
    Field::Note,
];

const fn required(field: Field, field_type: FieldType) -> FieldRule {
    FieldRule { field, field_type, required: true }
}

const fn optional(field: Field, field_type: FieldType) -> FieldRule {
    FieldRule { field, field_type, required: false }
}

/// Gives the fields that entries of a kind carry beside the common ones. Whatever else stands in a
/// line is ignored.
#[must_use]
pub const fn fields_of(kind: Kind) -> &'static [FieldRule] {
    use FieldType::{Day, Flag, Level, Reference, Stage, Text, Version};
    match kind {
        Kind::SeekerArchived | Kind::AgreementEnded | Kind::ServiceStopped => {
            const { &[required(Field::Reason, Text)] }
        }
        Kind::Graded => const { &[required(Field::Level, Level), required(Field::Tool, Text)] },
        Kind::UnemploymentClaimed => {
            const { &[required(Field::Complete, Flag), required(Field::Promise, Flag)] }
        }
        Kind::HardshipRecognised | Kind::HardshipEnded => const { &[required(Field::Group, Text)] },
        Kind::Surveyed => {
            const {
                &[
                    required(Field::Method, Text),
                    required(Field::Willing, Flag),
                    required(Field::Registers, Flag),
                    optional(Field::Reason, Text),
                    required(Field::Circumstance, Text),
                ]
            }
        }
        Kind::AgreementSigned => {
            const { &[required(Field::Officer, Text), optional(Field::DutiesMet, Flag)] }
        }
        Kind::PlanAdopted | Kind::PlanRevised => const { &[required(Field::Version, Version)] },
        Kind::ReadinessAssessed => const { &[required(Field::Ready, Flag)] },
        Kind::GuidanceGiven | Kind::EmployerGuided => const { &[required(Field::Form, Text)] },
        Kind::TrainingStarted => {
            const { &[required(Field::Scheme, Text), required(Field::Ends, Day)] }
        }
        Kind::TrainingEnded | Kind::Corrected | Kind::Verified | Kind::VerificationRefused => {
            const { &[required(Field::Of, Reference)] }
        }
        Kind::Recommended => {
            const { &[optional(Field::Vacancy, Text), optional(Field::Employer, Text)] }
        }
        Kind::RecommendationResult => {
            const {
                &[
                    required(Field::Of, Reference),
                    required(Field::Hired, Flag),
                    required(Field::OwnCause, Flag),
                ]
            }
        }
        Kind::FollowedUp => {
            const { &[optional(Field::Of, Reference), optional(Field::Stage, Stage)] }
        }
        Kind::ConsultationOpinion | Kind::Contacted => const { &[optional(Field::Of, Reference)] },
        Kind::VerificationClaimed => const { &[required(Field::Promise, Flag)] },
        Kind::VacancySubmitted
        | Kind::VacancyApproved
        | Kind::VacancyReturned
        | Kind::VacancyPublished
        | Kind::VacancyExpired
        | Kind::VacancyArchived => const { &[required(Field::Vacancy, Text)] },
        Kind::CandidatesRecommended | Kind::RecruitmentCompleted => {
            const { &[optional(Field::Vacancy, Text)] }
        }
        Kind::FairScheduled => const { &[required(Field::Fair, Text), required(Field::Day, Day)] },
        Kind::FairAnnounced | Kind::FairHeld => const { &[required(Field::Fair, Text)] },
        _ => &[],
    }
}
