//! Why a step towards a stop, or back from it, is not taken.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;
use rules::Gate;

use super::exit_refusal::ExitRefusal;
use super::ground::Ground;

/// Why a step towards a stop, or back from it, is not taken.
#[derive(Debug)]
pub enum Refusal {
    /// The file or the ledger refuses it.
    Service(ServiceRefusal),
    /// There is no such case, objection or letter.
    Nothing,
    /// The ground does not hold.
    Ground(Ground),
    /// The exit from hardship refuses it.
    Exit(ExitRefusal),
    /// Somebody objected against this ground, and rightly.
    Upheld,
    /// The case has gone on since.
    Moved,
    /// Another case of the same person is pending.
    OtherPending(&'static str),
    /// The day lies in the future.
    NotYet,
    /// The day lies before the gate opened.
    BeforeGate(Day),
    /// The day lies before what it is about.
    Before(Day),
    /// Nobody has tried to reach the person.
    NoAttempt,
    /// The stop would rest on what the person said, and nobody reached them to ask and to tell them.
    NotReached(Gate),
    /// The stop would rest on the person's silence, and they were sought too little.
    SoughtTooLittle {
        /// The gate.
        gate: Gate,
        /// On how many days they were sought so far, and through how many channels.
        tried: (usize, usize),
        /// On how many days they must be, in words.
        days: String,
        /// Through how many channels, in words.
        channels: String,
    },
    /// The letter was never delivered, and the stop that it tells of was taken back.
    Void,
    /// What was found, or a reason, is missing.
    NoReason,
    /// Nobody approves what they verified.
    OwnVerification,
    /// Nobody approves what was verified by a colleague whom they stand in for.
    Cover,
    /// Nobody decides on an objection against what they had a part in, or a colleague whom they stand in for.
    OwnDecision,
    /// Only whoever verified takes it back, while its ground holds.
    NotOwn,
    /// The service was not stopped in this case, or the stop was taken back.
    NotStopped,
    /// The person was told already.
    Told,
    /// The office that answers for the person decides, or the one above that stands in its place.
    OtherOffice(String),
    /// An objection is decided by an office above the one that decided.
    OwnOffice,
    /// Only the officer who answers for the person verifies, by name.
    OtherOfficer(String),
    /// Nobody was named: an assistance officer or the head of the office verifies.
    NoOfficer,
    /// It was decided not to stop, and nothing is new: not before a day.
    Rests {
        /// What came of it.
        ended: &'static str,
        /// When.
        on: Day,
        /// From when on it may begin again in any case.
        from: Day,
    },
    /// An objection waits already.
    Objected,
    /// Under the agreement nobody called the person back before they are given up (BJ18-29).
    NotCalledBack,
    /// What was offered and refused is not put down (BJ18-29).
    NoOffer,
    /// The office left so many things undone, and whoever approves does not say why the stop is right nevertheless.
    Unexplained(usize),
    /// The registry that a letter was delivered to is not named.
    NoRegistry,
    /// It was decided already.
    Decided,
    /// It is not decided yet.
    NotDecided,
    /// The letter was delivered already.
    Delivered,
}

impl Refusal {
    /// Gives the name of the question at which it is shown; none for the form as a whole.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NotYet | Self::BeforeGate(_) | Self::Before(_) => "on",
            Self::NoReason | Self::Unexplained(_) => "words",
            Self::NoOffer => "offered",
            Self::NoRegistry => "registry",
            Self::Exit(refusal) => refusal.field(),
            _ => "",
        }
    }
}

impl From<ServiceRefusal> for Refusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::Service(refusal)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(refusal) => refusal.fmt(out),
            Self::Exit(refusal) => refusal.fmt(out),
            Self::Nothing => out.write_str("没有这件事项，可能已随档案合并；请从档案页重新进入"),
            Self::Ground(Ground::Shut) => out.write_str(
                "停止服务的条件现在没有满足，不能办理；各项条件见“停止服务”一页（BJ18-13、BJ18-21、BJ18-29）",
            ),
            Self::Ground(Ground::CameBack(day)) => write!(
                out,
                "本人 {day} 已经主动联系或办理业务，不能停止服务；请继续服务，先了解本人现在的意愿（BJ18-21、BJ18-29）"
            ),
            Self::Ground(Ground::Holds(_)) | Self::Moved => {
                out.write_str("这件事项已由别人办理，请刷新页面查看现在的情况")
            }
            Self::Upheld => out.write_str(
                "本人对这一情形提出的异议已经成立，不能再据以停止服务；有新的情形时再核实",
            ),
            Self::OtherPending(term) => {
                write!(out, "本人另有一件停止服务事项{term}，请先办完那一件")
            }
            Self::NotYet => out.write_str("日期在今天之后，请改为今天或以前"),
            Self::BeforeGate(since) => write!(
                out,
                "条件 {since} 才满足；核实应在那以后进行，请填写那以后的日期"
            ),
            Self::Before(day) => write!(out, "日期不能早于 {day}"),
            Self::NoAttempt => out.write_str(
                "还没有核实记录。停止服务以前，至少要在条件满足以后联系本人一次，写明何时、怎样联系、本人怎么说",
            ),
            Self::NotReached(gate) => write!(
                out,
                "还没有联系到本人。停止服务是因为本人表示没有意愿或者拒绝，必须先联系到本人一次，问清现在的意愿，说明停止服务意味着什么；联系不上不等于拒绝，服务照常，请继续联系（{}）",
                gate.clause()
            ),
            Self::SoughtTooLittle { gate, tried: (on, by), days, channels } => write!(
                out,
                "还不能认定联系不上：目前在 {on} 个日子、用 {by} 种方式联系过。没有联系到本人的，至少要在不同的 {days}、用 {channels}方式（如电话、上门）联系，再得出结论（{}，本地规范）",
                gate.clause()
            ),
            Self::Void => out.write_str(
                "这封反馈函没有送达，停止服务又已撤销，已作废，不必送达；如需说明，请送达撤回反馈",
            ),
            Self::NoReason => out.write_str("请写明理由"),
            Self::OwnVerification => {
                out.write_str("自己核实的，不能由自己批准或退回，须由另一位负责人决定（BJ18-29）")
            }
            Self::Cover => out.write_str(
                "您正在替核实人代班，不能批准或退回其核实的事项，须由另一位负责人决定（BJ18-29）",
            ),
            Self::OwnDecision => out.write_str(
                "这一决定有您或您代班的同事经手，异议须由没有经手的另一位负责人处理",
            ),
            Self::NotOwn => out.write_str("只有核实的人可以撤回；认为不应停止的，请由负责人退回"),
            Self::NotStopped => {
                out.write_str("这一件没有停止服务，或者停止已经撤销，不必再办这一步")
            }
            Self::Told => out.write_str("已经记录过告知，不必重复"),
            Self::OtherOffice(office) => write!(
                out,
                "停止服务由本级公共就业服务机构批准，这一件应由“{office}”的负责人决定（BJ18-29）"
            ),
            Self::OwnOffice => out.write_str(
                "这一决定是本机构或上级机构作出的，异议须由作出决定的机构的上一级处理",
            ),
            Self::OtherOfficer(officer) => write!(
                out,
                "拒绝接受服务的，由负责的就业援助服务专员核实：请由{officer}或其代班人记录（BJ18-29）"
            ),
            Self::NoOfficer => out.write_str(
                "拒绝接受服务的，由就业援助服务专员核实：这位服务对象还没有责任人，请由本机构的就业援助服务专员或负责人记录（BJ18-29）",
            ),
            Self::Rests { ended, on, from } => write!(
                out,
                "这一情形 {on} 已核实过，结果是“{ended}”。此后台账有了新的记录，或者到了 {from}，才能再次核实"
            ),
            Self::NotCalledBack => out.write_str(
                "还不能据以停止服务：要经过跟踪回访，本人仍明确表示没有意愿或者拒绝，才可以终止；台账里这份协议期内还没有跟踪回访。请先回访一次、听本人怎么说，记下“跟踪回访”，再得出结论（BJ18-29）",
            ),
            Self::NoOffer => out.write_str(
                "请用自己的话写明我们提供过什么、本人怎样拒绝；从来没有提供过的，也如实写明（BJ18-29）",
            ),
            Self::Unexplained(count) => write!(
                out,
                "有 {count} 件事我们应当为本人做而没有做到，或者做晚了。批准停止的，请写明为什么仍然应当停止，随决定一并封存；认为应当先补做的，请不批准（BJ18-29、BJ18-59，本地规范）"
            ),
            Self::NoRegistry => out.write_str(
                "请写明送达的是哪一个就失业登记管理部门：要写进给本人的告知书，本人好去询问自己的登记（BJ18-13(3)、BJ18-21、BJ18-29）",
            ),
            Self::Objected => out.write_str("本人的异议正在处理，不必重复记录"),
            Self::Decided => out.write_str("这件异议已经有了决定，请刷新页面查看"),
            Self::NotDecided => out.write_str("这件异议还没有决定，决定以后再告知本人"),
            Self::Delivered => out.write_str("这封反馈函已经记录送达，不必重复"),
        }
    }
}

impl std::error::Error for Refusal {}
