//! Why something of a transfer is refused.

use std::fmt;

use duties::{HandOverRefusal, ServiceRefusal};
use kernel::Day;

/// Why something of a transfer is refused.
#[derive(Debug)]
pub enum TransferRefusal {
    /// The file or the ledger refuses it.
    Service(ServiceRefusal),
    /// The responsibility cannot go over.
    HandOver(HandOverRefusal),
    /// A transfer goes on already, since this day.
    GoesOn(Day),
    /// There is no such transfer.
    NoTransfer,
    /// It stands elsewhere than whoever looked at it thought; says where.
    NotNow(&'static str),
    /// Another office's turn.
    OtherOffice(String),
    /// Only the officer verifies.
    NotTheOfficer,
    /// Whoever asked for it approves it.
    OwnRequest,
    /// Whoever verified it approves it.
    OwnVerification,
    /// Only whoever asked for it takes it back.
    NotTheAsker,
    /// What the person asked for is taken back without their word.
    NoWord,
    /// The office takes back what the person asked for by somebody who neither serves them nor leads.
    NotForTheOffice,
    /// It was said before it was asked for, on this day.
    BeforeAsked(Day),
    /// The office that is wished is none, or does not serve people.
    NoSuchOffice,
    /// The person is served there already.
    AlreadyThere,
    /// No office stands above both.
    NothingAbove,
    /// The officer who was named does not work there.
    NoSuchOfficer,
    /// Where somebody lives who moved is to be said.
    NoHome,
    /// The new home does not lie where the office serves.
    HomeElsewhere,
    /// Where the household is registered of somebody who moved with it is to be said.
    NoHousehold,
    /// The new place of the household does not lie where the office serves.
    HouseholdElsewhere,
    /// The office serves neither place at which the person can be served, so that no agreement could be signed with it.
    NotServed,
    /// The file cannot say where they live now.
    Home(seekers::AmendRefusal),
    /// Words are missing; says which.
    Blank(&'static str),
    /// A day lies ahead.
    NotYet(Day),
    /// Of an office's people, none are there.
    NobodyThere,
    /// The move is over.
    MoveOver,
    /// Whoever ordered a move confirms it.
    OwnMove,
}

impl From<ServiceRefusal> for TransferRefusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::Service(refusal)
    }
}

impl fmt::Display for TransferRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(refusal) => refusal.fmt(out),
            Self::HandOver(refusal) => refusal.fmt(out),
            Self::GoesOn(since) => write!(
                out,
                "{since} 提出的划转申请还在办理；要换一个去处的，请先撤回再重新申请（BJ18-24）"
            ),
            Self::NoTransfer => {
                out.write_str("没有这项划转申请，可能已随档案合并；请从档案页重新进入")
            }
            Self::NotNow(state) => {
                write!(out, "这项划转现在的状态是“{state}”，不能办这一步；请刷新页面查看")
            }
            Self::OtherOffice(name) => write!(
                out,
                "这一步由{name}办理：同一区内由区级机构批准，跨区由市级机构批准，逐级上报（BJ18-23、BJ18-24）"
            ),
            Self::NotTheOfficer => out.write_str(
                "由本人的援助专员核实；没有专员的，由本机构援助专员或负责人核实（BJ18-24）",
            ),
            Self::OwnRequest => out.write_str(
                "自己提出的、或由自己代班的同事提出的申请，不能由自己批准，请由另一位负责人决定",
            ),
            Self::OwnVerification => out.write_str(
                "核实情况的人，以及为其代班的人，不能批准同一申请，请由另一位负责人决定",
            ),
            Self::NotTheAsker => out.write_str(
                "只有提出申请的人可以撤回；本人提出的，由本机构按本人意愿办理撤回",
            ),
            Self::NoWord => out.write_str(
                "这是本人提出的申请：撤回须有本人的意思，请写明本人怎样说的（当面、电话或书面）、哪一天；由本机构撤回的，写明理由并告知本人（BJ18-24）",
            ),
            Self::NotForTheOffice => out.write_str(
                "本人提出的申请，由本机构撤回的，须由本人的援助专员或负责人办理；本人不再申请的，请选“本人不再申请”（BJ18-24）",
            ),
            Self::BeforeAsked(on) => {
                write!(out, "申请是 {on} 提出的，撤回不能早于这一天；请核对日期")
            }
            Self::NoSuchOffice => out.write_str(
                "没有这个街道（乡镇）级机构，或者已经撤并；就业援助服务地是街道（乡镇），请重新选择（BJ18-23）",
            ),
            Self::AlreadyThere => out.write_str("本人已经由这个机构服务，不必划转"),
            Self::NothingAbove => out.write_str(
                "两个机构没有共同的上级机构，不能在本系统内划转；跨市的请按来信来函办理（BJ18-23）",
            ),
            Self::NoSuchOfficer => out.write_str(
                "所选人员不是本机构在岗的援助专员或职业指导员，请重新选择（BJ18-23）",
            ),
            Self::NoHome => out.write_str(
                "本人因常住地变更划转：请选择现在居住的社区（村），接收时一并记入档案（BJ18-23）",
            ),
            Self::HomeElsewhere => out.write_str(
                "所选居住地不在本机构辖区内，请从所列社区（村）中选择；不在辖区内居住的，请退回",
            ),
            Self::NoHousehold => out.write_str(
                "本人因户籍所在地变更划转：请填写现在的户籍所在地，接收时一并记入档案（BJ18-23）",
            ),
            Self::HouseholdElsewhere => out.write_str(
                "所填户籍所在地不归本机构服务，请核对户口簿；户籍不在辖区内的，请退回（BJ18-23）",
            ),
            Self::NotServed => out.write_str(
                "就近就便是在户籍所在地和常住地之间选择，档案中的这两地都不归所选机构服务，划转以后不能签订协议：请另选机构，已经批准的请退回；户籍或常住地变了的，请选相应的理由（BJ18-23）",
            ),
            Self::Home(refusal) => refusal.fmt(out),
            Self::Blank(what) => write!(out, "请写明{what}"),
            Self::NotYet(today) => write!(out, "日期应是今天 {today} 或以前"),
            Self::NobodyThere => out.write_str("该范围内没有可以划转的人，请另选机构或社区"),
            Self::MoveOver => out.write_str("这次整体划转已经全部完成"),
            Self::OwnMove => out.write_str(
                "自己提出的、或由自己代班的同事提出的整体划转，不能由自己确认；请由两机构共同上级的另一位负责人确认",
            ),
        }
    }
}

impl std::error::Error for TransferRefusal {}
