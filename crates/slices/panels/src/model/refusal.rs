//! Why something of a panel is refused.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;

/// Why something of a panel is refused.
#[derive(Debug)]
pub enum PanelRefusal {
    /// The file or the ledger refuses it.
    Service(ServiceRefusal),
    /// It does not fit where the person stands.
    Unfit(services::Refusal),
    /// A panel goes on already, since this day.
    Lasts(Day),
    /// There is no such panel.
    NoPanel,
    /// No request waits that the ledger alone knows of.
    NothingRecorded,
    /// It has ended.
    Over(String),
    /// No office stands above the one that answers for the person.
    NoOfficeAbove,
    /// It was asked of another office.
    OtherOffice(String),
    /// It was not accepted yet.
    NotAccepted,
    /// Whoever gives an opinion does not sit in it.
    NotAMember,
    /// Somebody else serves the person.
    NotTheOfficer,
    /// Somebody else accepted it.
    NotTheirs,
    /// Nobody of one of the two offices was named.
    OneSided,
    /// Somebody who was named cannot sit in it.
    NoExpert(String),
    /// It would sit before it was asked for.
    SitsTooEarly(Day),
    /// An opinion would lie before the request, or in the future.
    OpinionOutside(Day, Day),
    /// Words are missing; says which.
    Blank(&'static str),
}

impl From<ServiceRefusal> for PanelRefusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::Service(refusal)
    }
}

impl fmt::Display for PanelRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(refusal) => refusal.fmt(out),
            Self::Unfit(refusal) => refusal.fmt(out),
            Self::Lasts(since) => write!(
                out,
                "{since} 申请的专家会诊还在进行，不必再申请；有新的问题，请在反馈中告诉专家小组（BJ18-28(3)）"
            ),
            Self::NoPanel => out.write_str("没有这次会诊，可能已随档案合并；请从档案页重新进入"),
            Self::NothingRecorded => out.write_str(
                "台账中没有等待提交的会诊申请：本人已经上岗、协议已经终止，或者已经另行申请；仍需会诊的，请重新申请（BJ18-28(1)）",
            ),
            Self::Over(words) => write!(
                out,
                "这次会诊已经结束（{words}）；本人再次符合条件的，可以重新申请（BJ18-28）"
            ),
            Self::NoOfficeAbove => out.write_str(
                "本机构没有上一级机构，不能申请会诊；请在本机构内组织研讨（BJ18-28）",
            ),
            Self::OtherOffice(name) => {
                write!(out, "这次会诊申请的是{name}，由该机构受理（BJ18-28(1)）")
            }
            Self::NotAccepted => {
                out.write_str("上级机构还没有受理、确定专家，暂不能提出意见（BJ18-28(1)）")
            }
            Self::NotAMember => out.write_str(
                "您不在这次会诊的专家小组中；如需参加，请联系受理会诊的机构把您列为专家（BJ18-28(1)）",
            ),
            Self::NotTheOfficer => out.write_str(
                "专家会诊由本人的就业援助专员申请；还没有指定专员的，由本机构的就业援助专员或负责人申请（BJ18-28(1)）",
            ),
            Self::NotTheirs => out.write_str(
                "专家已经确定；需要调整的，请联系本机构负责人或最初受理的人办理（BJ18-28(1)）",
            ),
            Self::OneSided => out.write_str(
                "专家小组由两级机构的职业指导人员共同组成，请从申请机构和受理机构各选至少一人（BJ18-28(1)）",
            ),
            Self::NoExpert(name) => write!(
                out,
                "{name}不是这两级机构在岗的职业指导人员或援助专员，请重新选择（BJ18-28(1)）"
            ),
            Self::SitsTooEarly(asked) => {
                write!(out, "会诊日期不能早于申请日 {asked}，请改为申请日或以后")
            }
            Self::OpinionOutside(asked, today) => {
                write!(out, "意见的日期应在申请日 {asked} 至今天 {today} 之间")
            }
            Self::Blank(what) => write!(out, "请写明{what}"),
        }
    }
}

impl std::error::Error for PanelRefusal {}
