//! Why a plan or an analysis is not kept.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;

/// Why a plan or an analysis is not kept.
#[derive(Debug)]
pub enum PlanRefusal {
    /// The file refuses it.
    Service(ServiceRefusal),
    /// The ledger does, in the words of the services.
    Recording(services::Refusal),
    /// The assessments cannot be read, in the words of counselling.
    Assessments(String),
    /// There is no such version, step or draft.
    Missing,
    /// Somebody else analysed the barriers meanwhile.
    AnalysedMeanwhile,
    /// Somebody else changed the draft meanwhile, or the plan was adopted.
    ChangedMeanwhile,
    /// There is no draft to adopt.
    NoDraft,
    /// Nothing was chosen to which the person could say partly.
    NothingDisputed,
    /// What the person says is missing where they do not agree.
    WordsWanted,
    /// What is disputed was not found.
    DisputedNotFound,
    /// The plan says no goal.
    NoGoal,
    /// It has no stage.
    NoStage,
    /// A stage ends before the one before it.
    StagesOutOfOrder {
        /// The one before.
        earlier: String,
        /// The one after.
        later: String,
    },
    /// It is over before it begins.
    Past,
    /// The day of a step is past before the plan begins.
    StepPast {
        /// What the step says.
        words: String,
        /// Its day.
        due: Day,
    },
    /// It has no step.
    NoStep,
    /// A step says nothing.
    StepWithoutWords {
        /// Which.
        number: i64,
    },
    /// The person does not agree.
    NotAgreed,
    /// A revision needs a reason.
    ReasonWanted,
    /// What it refers to is no opinion of experts in this ledger.
    NoOpinion,
    /// The plan is not the one in force.
    NotInForce,
    /// The step stands otherwise than the page showed.
    StepSettled,
    /// Giving a step up needs a reason.
    WhyGivenUp,
    /// What should show that a step is done does not.
    NotShown,
    /// A step is settled after the plan was made, and not in the future.
    WrongDay,
}

impl PartialEq for PlanRefusal {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl PlanRefusal {
    /// Gives the name of the question at which it is shown; none for the form as a whole.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NothingDisputed | Self::DisputedNotFound => "disputed",
            Self::WordsWanted | Self::WhyGivenUp => "words",
            Self::NoGoal => "goal",
            Self::NotAgreed => "consent",
            Self::ReasonWanted => "reason",
            Self::NoOpinion => "opinion",
            Self::WrongDay => "on",
            _ => "",
        }
    }
}

impl fmt::Display for PlanRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Service(refusal) => return refusal.fmt(out),
            Self::Recording(refusal) => return refusal.fmt(out),
            Self::Assessments(words) => words,
            Self::Missing => "没有这一版方案、这项行动或这份草稿，可能已经变动；请从档案页重新进入",
            Self::AnalysedMeanwhile => {
                "在您填写期间，同事已另存了一次障碍分析，见上方“最近一次分析”；您填的都还在，核对后再提交即可"
            }
            Self::ChangedMeanwhile => {
                "在您修改期间，同事已保存了另一份草稿，或者方案已经定稿；两份的差别列在上方，您填的都还在，核对后再保存即以您的为准"
            }
            Self::NoDraft => "还没有方案草稿；请先编写并保存草稿（BJ18-26(1)）",
            Self::NothingDisputed => "本人部分认同的，请勾选不认同的是哪几项（BJ18-26(1)）",
            Self::WordsWanted => {
                "本人不认同或部分认同的，请写下本人怎么说；方案要会同本人制定（BJ18-26(1)）"
            }
            Self::DisputedNotFound => "不认同的必须是“主要障碍”中已经选的；请核对这两项",
            Self::NoGoal => "请填写总目标：方案最后要达到什么（BJ18-26(1)）",
            Self::NoStage => "至少写一个阶段和它的目标、期限（BJ18-26(1)：各阶段目标）",
            Self::StagesOutOfOrder { earlier, later } => {
                return write!(out, "阶段先后不对：“{later}”的期限早于“{earlier}”；请按先后改期限");
            }
            Self::Past => "最后一个阶段的期限已经过去；请改期限后再定稿",
            Self::StepPast { words, due } => {
                return write!(
                    out,
                    "行动“{words}”的日期 {due} 在定稿以前已经过去；请先“再改草稿”，改为定稿当天或以后"
                );
            }
            Self::NoStep => "至少写一项行动：谁、做什么、哪天以前（BJ18-26(1)：行动计划）",
            Self::StepWithoutWords { number } => {
                return write!(out, "第 {number} 项行动没有写做什么；不要的请把整项清空");
            }
            Self::NotAgreed => {
                "本人还不同意，方案不能定稿：方案要会同本人制定（BJ18-26(1)）。草稿都保留着，可以商量修改后再来"
            }
            Self::ReasonWanted => "修订方案请写明原因：出现了什么新情况、新问题（BJ18-26(3)）",
            Self::NoOpinion => "所选的不是台账中的专家会诊意见；请重新选择（BJ18-28）",
            Self::NotInForce => {
                "这一版方案已经不在执行：已有新版，或协议已经终止；请从方案页重新进入"
            }
            Self::StepSettled => "这项行动的情况刚刚有人改过；请看最新情况后再记",
            Self::WhyGivenUp => "不再进行的，请写明原因（BJ18-25：执行情况全程记录）",
            Self::NotShown => {
                "台账中的那条记录不能说明这项行动已经完成；请直接记为已完成或核对记录"
            }
            Self::WrongDay => "日期应在方案定稿以后、今天以前（含当天）",
        };
        out.write_str(words)
    }
}

impl std::error::Error for PlanRefusal {}
