//! Why something about an appointment, a session or an assessment is refused.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;

use super::appointment::State;
use super::timetable::{Closed, FURTHEST, Moment};

/// Why it is refused.
#[derive(Debug)]
pub enum CounselRefusal {
    /// There is no such file, or nothing can be recorded in it.
    Service(ServiceRefusal),
    /// There is no such appointment, session or assessment.
    Missing,
    /// It does not stand where it would have to.
    State {
        /// Where it stands.
        state: &'static str,
        /// What was to be done.
        step: &'static str,
    },
    /// Somebody changed it in the meantime.
    Changed,
    /// Neither 30, 45 nor 60 minutes.
    Length,
    /// It does not begin on a quarter of an hour.
    Grid,
    /// It lies in the past.
    Past,
    /// It lies too far ahead.
    TooFar,
    /// The counsellor receives nobody on that day.
    Closed {
        /// Which day.
        day: Day,
        /// Why.
        why: Closed,
    },
    /// It lies outside the hours of that day.
    OutsideHours {
        /// The hours.
        hours: String,
    },
    /// Somebody else has that time.
    Taken {
        /// The next ones that are free.
        next: Vec<Moment>,
    },
    /// The person has another appointment at that time.
    OwnOverlap {
        /// When.
        at: Moment,
    },
    /// They are no counsellor near the person's residence, or of the person's office or one above it.
    NotNear,
    /// Nobody near has a free time.
    NobodyFree,
    /// Guidance for several goes through a session.
    GroupAlone,
    /// It has not begun.
    NotBegun {
        /// When it begins.
        at: Moment,
    },
    /// A sentence is missing.
    Blank {
        /// What about.
        what: &'static str,
    },
    /// A session is full.
    Full {
        /// How many may come.
        capacity: i64,
    },
    /// They are signed up already.
    SignedUp,
    /// Nobody came.
    NobodyCame,
    /// The files of some who came are not open to whoever notes it.
    Outside {
        /// How many.
        count: usize,
    },
    /// The first day of leave comes after the last.
    LeaveOrder,
    /// The leave overlaps another one.
    LeaveOverlap,
    /// An answer is missing.
    Unanswered {
        /// How many.
        count: usize,
    },
}

impl From<ServiceRefusal> for CounselRefusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::Service(refusal)
    }
}

impl CounselRefusal {
    /// What does not stand in a state that allows a step.
    #[must_use]
    pub const fn state(state: State, step: &'static str) -> Self {
        Self::State { state: state.term(), step }
    }
}

impl fmt::Display for CounselRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(refusal) => refusal.fmt(out),
            Self::Missing => out.write_str("没有这条记录，可能已移走；请从职业指导页面重新进入"),
            Self::State { state, step } => {
                write!(out, "现在的状态是“{state}”，不能再{step}；请刷新页面查看最新情况")
            }
            Self::Changed => out.write_str("刚才有同事改动了这一项；请刷新页面，看过最新情况后再办理"),
            Self::Length => out.write_str("时长应为 30、45 或 60 分钟"),
            Self::Grid => out.write_str("开始时间应在整刻钟，例如 09:00、09:15"),
            Self::Past => out.write_str("这个时间已经过去，请选择以后的时间"),
            Self::TooFar => write!(out, "最多提前 {FURTHEST} 天预约，请选择较近的日期"),
            Self::Closed { day, why } => {
                write!(out, "{day} 职业指导员不接待（{why}），请另选日期")
            }
            Self::OutsideHours { hours } => {
                write!(out, "所选时间不在接待时间内，当天接待时间为 {hours}，请另选时间")
            }
            Self::Taken { next } if next.is_empty() => {
                out.write_str("这个时间刚被约走，近期也没有其他空闲时间；请另选一位职业指导员")
            }
            Self::Taken { next } => {
                let next: Vec<String> = next.iter().map(Moment::to_string).collect();
                write!(out, "这个时间已被约走；最近的空闲时间：{}", next.join("、"))
            }
            Self::OwnOverlap { at } => {
                write!(out, "此人在 {at} 另有预约，时间重叠；请另选时间，或先取消原预约")
            }
            Self::NotNear => out.write_str(
                "所选人员不是服务对象常住地或所属机构（及其上级机构）的职业指导员，或尚未设置接待时间；请从列表中选择",
            ),
            Self::NobodyFree => write!(
                out,
                "就近的职业指导员在 {FURTHEST} 天内都没有空闲时间；请联系区级机构统筹安排（BJ18-14）"
            ),
            Self::GroupAlone => out.write_str("分类指导以小组活动进行，请在“小组指导”中报名"),
            Self::NotBegun { at } => write!(out, "约定时间是 {at}，还没有开始，不能登记结果"),
            Self::Blank { what } => write!(out, "请填写{what}"),
            Self::Full { capacity } => write!(out, "已报满（上限 {capacity} 人），请另选一场"),
            Self::SignedUp => out.write_str("此人已经报名这一场"),
            Self::NobodyCame => out.write_str("没有勾选到场人员；如无人到场，请取消这一场并说明原因"),
            Self::Outside { count } => write!(
                out,
                "到场人员中有 {count} 人属于别的机构，档案没有向您开放，没有登记任何人；请由这一场的主持人登记"
            ),
            Self::LeaveOrder => out.write_str("请假的最后一天不能早于第一天"),
            Self::LeaveOverlap => out.write_str("与已登记的请假重叠，请先撤销原来的一条"),
            Self::Unanswered { count } => write!(out, "还有 {count} 题没有回答，请答完后提交"),
        }
    }
}

impl std::error::Error for CounselRefusal {}
