//! Why something about a public-welfare post is not done.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;
use rules::GateCondition;

use super::document::Purpose;

/// Why something about a public-welfare post is not done.
#[derive(Debug)]
pub enum Refusal {
    /// The forms of services, the file or the ledger refuse it.
    Service(services::Refusal),
    /// There is no such post, or not for this person.
    NoPost,
    /// The post is closed.
    Closed(Day),
    /// Every place is filled.
    Full(i64),
    /// Fewer places than are filled.
    Fewer(i64),
    /// Somebody changed the post meanwhile.
    Changed,
    /// The person is placed already.
    Placed(Day),
    /// Nobody is placed.
    NotPlaced,
    /// Conditions of BJ18-30 are not met: for which step, and each of them, met or not.
    Unmet(Purpose, Vec<GateCondition>),
    /// An agreement was signed after the day of the placement: on which day.
    SignedSince(Day),
    /// The term ends before it begins.
    EndsBefore(Day),
    /// The term is longer than the post's: how many months that is, and its last day from the placement on.
    TermTooLong(i64, Day),
    /// The term is not full yet: its last day, from which on it is.
    NotFull(Day),
    /// It ends before its last day, and nothing says why.
    EarlyReason(Day),
    /// The end lies before the placement.
    BeforePlacement(Day),
    /// A reason is missing.
    NoReason,
    /// It is to begin on a day that is still to come.
    NotYet,
    /// Another placement waits to be confirmed, since that day.
    Waits(Day),
    /// Somebody was faster: it does not wait any more.
    Moved,
    /// Whoever decides had a part in it.
    OwnPart,
    /// Whoever decides stands in for who had.
    Cover,
    /// Another office decides.
    OtherOffice(String),
    /// It is sent back, and nothing says why.
    WhyBack,
}

impl Refusal {
    /// Gives the name of the question at which it is shown; none for the form as a whole.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NoPost | Self::Closed(_) | Self::Full(_) => "post",
            Self::Fewer(_) => "places",
            Self::EndsBefore(_) | Self::TermTooLong(..) => "last_day",
            Self::NotFull(_) => "outcome",
            Self::EarlyReason(_) | Self::WhyBack => "words",
            Self::BeforePlacement(_) | Self::NotYet | Self::SignedSince(_) => "on",
            Self::NoReason => "why",
            Self::Service(services::Refusal::Unfit(unfit)) => unfit.field(),
            _ => "",
        }
    }
}

impl From<ServiceRefusal> for Refusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::Service(services::Refusal::Service(refusal))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(refusal) => refusal.fmt(out),
            Self::NoPost => {
                out.write_str("没有这个岗位，或者不是本地区登记的岗位，请从所列各项中选择")
            }
            Self::Closed(day) => write!(out, "这个岗位 {day} 已经停用，请选择其他岗位"),
            Self::Full(places) => {
                write!(
                    out,
                    "这个岗位的 {places} 个名额已经全部在岗，请选择其他岗位，或先核实期满人员"
                )
            }
            Self::Fewer(filled) => {
                write!(out, "名额不能少于现在在岗的 {filled} 人；安置期满以后再减少")
            }
            Self::Changed => out.write_str("这个岗位刚才已由别人修改，请刷新页面后再改"),
            Self::Placed(day) => write!(
                out,
                "本人自 {day} 起已在公益性岗位安置，一人不能同时安置两处；先办理期满或提前结束（BJ18-30）"
            ),
            Self::NotPlaced => out.write_str("没有在公益性岗位安置的记录（BJ18-30）"),
            Self::Unmet(purpose, list) => {
                let unmet = list.iter().filter(|condition| !condition.is_met);
                let words: Vec<String> = unmet
                    .map(|condition| format!("{}（{}）", condition.words, condition.found))
                    .collect();
                let words = words.join("；");
                write!(out, "现在不能{}（BJ18-30）；还没有满足：{words}", purpose.term())
            }
            Self::TermTooLong(months, last) => write!(
                out,
                "这个岗位登记的安置期是 {months} 个月，从安置当天起最晚到 {last}；岗位的安置期有变的，先在岗位登记簿修改"
            ),
            Self::NotFull(last) => write!(
                out,
                "安置期到 {last} 届满，从这一天起才能记“安置期满”（BJ18-30）；提前结束的，请选提前结束的原因"
            ),
            Self::EarlyReason(last) => write!(
                out,
                "安置期到 {last} 才届满：提前结束的，请用一句话写明原因和本人的意愿（BJ18-30）"
            ),
            Self::SignedSince(day) => write!(
                out,
                "{day} 又签订了协议，安置不能早于这一天；已经报请的，请撤回或者退回，改日期重新报请（BJ18-30）"
            ),
            Self::EndsBefore(day) => {
                write!(out, "安置期的最后一天应在安置当天（{day}）以后")
            }
            Self::BeforePlacement(day) => write!(out, "结束日期不能早于安置当天（{day}）"),
            Self::NoReason => out.write_str("请写明为什么推荐这个岗位"),
            Self::NotYet => out.write_str(
                "日期在今天之后；台账只记录已经发生的事，请在开始安置的当天或以后报请",
            ),
            Self::Waits(day) => write!(
                out,
                "{day} 报请的安置还在等待确认，不能再报请一次；要改的，先撤回那一件（BJ18-30）"
            ),
            Self::Moved => {
                out.write_str("这件安置刚才已由别人办理，请刷新页面看现在的情况")
            }
            Self::OwnPart => out.write_str(
                "推荐或者报请的人不能自己确认：安置涉及公益性岗位待遇，须由另一位没有经手的负责人确认（BJ18-30）",
            ),
            Self::Cover => out.write_str(
                "您正在替推荐或者报请的人代班，不能确认；须由另一位没有经手的负责人确认（BJ18-30）",
            ),
            Self::OtherOffice(office) => write!(
                out,
                "这件安置由{office}的负责人确认：本级有没有经手的负责人时由本级确认，没有的由上一级确认（BJ18-30）"
            ),
            Self::WhyBack => out.write_str("请写明为什么退回，还要核实或者补什么"),
        }
    }
}

impl std::error::Error for Refusal {}
