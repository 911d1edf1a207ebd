//! Why something about a survey cannot be.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;

use super::round::LONGEST_ROUND;

/// Why something about a survey, a round, a demand file or a group cannot be.
#[derive(Debug)]
pub enum SurveyRefusal {
    /// Recording refuses it.
    Service(services::Refusal),
    /// There is no such round.
    NoRound,
    /// The round is closed already.
    Closed,
    /// A round ends before it begins.
    DaysOrder,
    /// A round lasts too long.
    TooLong,
    /// A round covers nobody.
    CoversNobody,
    /// Rounds are a street's or a district's.
    RoundOffice,
    /// There is nothing to plan: no survey is owed again.
    NothingToPlan,
    /// The planned day lies outside what the rule leaves.
    PlannedDay {
        /// The first day that fits.
        first: Day,
        /// The last.
        last: Day,
        /// The article.
        clause: &'static str,
    },
    /// The day until which it was owed is past.
    TooLate(Day),
    /// A reason is none of the codes.
    Reason,
    /// A planned day has no reason.
    PlanReason,
    /// It lies in the future.
    NotYet,
    /// Somebody else wrote the demand file meanwhile.
    DemandFileChanged,
    /// The demand file says nothing new.
    DemandFileSame,
    /// A group of this name is in force already.
    GroupKnown,
    /// There is no such group.
    NoGroup,
    /// A group would end before it begins, or has ended.
    GroupDays,
    /// The name is one of the regulation's own groups.
    GroupFixed,
    /// Only a city or a district determines other groups.
    GroupOffice,
}

impl SurveyRefusal {
    /// Gives the name of the question at which it is shown; none for the form as a whole.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::PlannedDay { .. } | Self::NothingToPlan | Self::TooLate(_) => "planned_on",
            Self::Reason => "reason",
            Self::PlanReason => "planned_why",
            Self::NotYet => "on",
            Self::DaysOrder | Self::TooLong => "last_day",
            Self::CoversNobody => "covers",
            Self::RoundOffice => "office",
            Self::GroupKnown | Self::GroupFixed => "name",
            Self::GroupDays => "until",
            _ => "",
        }
    }
}

impl From<ServiceRefusal> for SurveyRefusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::Service(services::Refusal::Service(refusal))
    }
}

impl fmt::Display for SurveyRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(refusal) => refusal.fmt(out),
            Self::NoRound => out.write_str("没有这一轮摸查；请从“就业意愿摸查”重新进入"),
            Self::Closed => out.write_str("这一轮摸查已经结束，不必再结束；情况统计仍可查看"),
            Self::DaysOrder => out.write_str("结束日不能早于开始日，请核对这两个日期"),
            Self::TooLong => {
                write!(out, "一轮摸查最长 {LONGEST_ROUND} 天；更长的请分轮进行，便于逐轮统计分析（BJ18-20）")
            }
            Self::CoversNobody => {
                out.write_str("请至少选择一类摸查对象；就业困难人员都应摸查（BJ18-18）")
            }
            Self::RoundOffice => out.write_str(
                "摸查由街道（乡镇）开展、可由区统一组织（BJ18-18）；请选择本机构或下级的区、街道（乡镇）机构",
            ),
            Self::NothingToPlan => out.write_str(
                "现在没有要再次摸查的，不必排日子：本人愿意或已经求职登记、已停止服务，或还没有摸查过（BJ18-21）",
            ),
            Self::PlannedDay { first, last, clause } => write!(
                out,
                "计划日应在 {first} 至 {last} 之间，最晚不超过规定的期限（{clause}）；请在这一范围内另选"
            ),
            Self::TooLate(due) => write!(
                out,
                "跟踪摸查的期限 {due} 已经过了，不能再往后排；请尽快摸查（BJ18-21(2)）"
            ),
            Self::Reason => out.write_str("请从所列原因中选择；本人原话写在“一句话”里（BJ18-19）"),
            Self::PlanReason => {
                out.write_str("改了日子的请写明原因，例如本人约定的时间；不改的把计划日留空")
            }
            Self::NotYet => {
                out.write_str("日期在今天之后；只记录已经发生的事，请改为今天或以前")
            }
            Self::DemandFileChanged => out.write_str(
                "您填写期间，别人保存了新的一版；请对照新版，再决定是否另存（BJ18-20、BJ18-32）",
            ),
            Self::DemandFileSame => {
                out.write_str("内容与现有一版完全相同，没有另存新版；有变动的请改后再保存")
            }
            Self::GroupKnown => {
                out.write_str("同名的群体仍在执行，不必再加；期限或文件有变的，先终止原来的再加")
            }
            Self::NoGroup => out.write_str("没有这个群体；请从“其他重点帮扶群体”重新选择"),
            Self::GroupDays => out.write_str(
                "终止日不能早于开始日；已经终止的不能再延长，请另加一条（BJ18-33）",
            ),
            Self::GroupFixed => {
                out.write_str("这是规定的就业困难人员类别，一直可选，不必另加（BJ18-18）")
            }
            Self::GroupOffice => {
                out.write_str("其他重点帮扶群体由市或区确定（BJ18-33）；请由市、区机构负责人办理")
            }
        }
    }
}

impl std::error::Error for SurveyRefusal {}
