//! Why a step towards the exit from hardship is not taken.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;

/// Why a step towards the exit from hardship is not taken.
#[derive(Debug)]
pub enum ExitRefusal {
    /// The file or the ledger refuses it.
    Service(ServiceRefusal),
    /// It does not fit where the person stands.
    Recording(services::Refusal),
    /// There is no such exit.
    Nothing,
    /// The person is not held to be in hardship.
    NotInHardship,
    /// The ground is none of those listed.
    NoGround,
    /// Somebody objected against an exit on this ground, and rightly; since a day only what is new counts.
    Upheld(Day),
    /// The evidence is missing.
    NoEvidence,
    /// The day lies in the future.
    NotYet,
    /// The day lies before the person was recognised.
    BeforeRecognition(Day),
    /// The ledger does not say that the person is at work.
    NotAtWork,
    /// The person works, and the contacts that tell whether the work is steady are not all made (BJ18-27(4)).
    Unsteady {
        /// The first day of the work.
        since: Day,
        /// The first day on which it can be known.
        from: Day,
        /// What is missing, in words.
        missing: Vec<String>,
    },
    /// By their day of birth the person is still of working age.
    NotOfAge(String),
    /// One waits for a decision already.
    Waits,
    /// It was decided already, or the person was recognised anew.
    Moved,
    /// Nobody decides on what they proposed.
    OwnProposal,
    /// Nor on what a colleague proposed in whose place they act.
    Cover,
    /// The office that answers for the person decides, or the one above that stands in its place.
    OtherOffice(String),
    /// A reason is missing.
    NoReason,
    /// Only whoever proposed takes it back.
    NotOwn,
    /// It does not stand, so that nobody is told of it.
    NotEnded,
    /// The person was told already.
    Told,
    /// The day lies before what it is about.
    Before(Day),
}

impl ExitRefusal {
    /// Gives the name of the question at which it is shown; none for the form as a whole.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NoGround | Self::NotAtWork | Self::Unsteady { .. } | Self::NotOfAge(_) => {
                "ground"
            }
            Self::NoEvidence => "evidence",
            Self::NotYet | Self::BeforeRecognition(_) | Self::Upheld(_) | Self::Before(_) => "on",
            Self::NoReason => "words",
            _ => "",
        }
    }
}

impl From<ServiceRefusal> for ExitRefusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::Service(refusal)
    }
}

impl fmt::Display for ExitRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(refusal) => refusal.fmt(out),
            Self::Recording(refusal) => refusal.fmt(out),
            Self::Nothing => out.write_str("没有这件退出事项，可能已随档案合并；请从档案页重新进入"),
            Self::NotInHardship => {
                out.write_str("本人现在没有认定为就业困难人员，没有可以退出的（BJ18-26）")
            }
            Self::NoGround => out.write_str("请从所列情形中选择退出的原因（BJ18-26，本地规范）"),
            Self::Upheld(day) => write!(
                out,
                "本人对以这一情形退出提出的异议已经成立，{day} 及以前的情况不能再作为退出的依据；此后出现新情况的，请填写新情况出现的日期（BJ18-26，本地规范）"
            ),
            Self::NoEvidence => {
                out.write_str("请用一句话写明凭什么认定这一情形：看了什么材料、怎样核对的")
            }
            Self::NotYet => out.write_str("日期在今天之后；只记录已经发生的情形，请改为今天或以前"),
            Self::BeforeRecognition(day) => {
                write!(out, "本人 {day} 才认定为就业困难人员，日期不能早于这一天")
            }
            Self::Unsteady { since, from, missing } => write!(
                out,
                "本人自 {since} 起在岗，是否稳定还不清楚，不能以“已实现就业”退出（BJ18-26、BJ18-27(4)）。还缺：{}。最早 {from} 记下这些以后可以办理，在此以前就业援助照常",
                missing.join("；")
            ),
            Self::NotAtWork => out.write_str(
                "台账中没有本人现在在岗的记录：请先记录“上岗”，再办理退出；没有上岗的，请选其他情形（BJ18-26、BJ18-27(4)）",
            ),
            Self::NotOfAge(why) => write!(
                out,
                "按档案中的出生日期，本人还在劳动年龄内：{why}。已经领取养老金的，请选“已享受基本养老保险待遇”；出生日期有误的，请先更正资料"
            ),
            Self::Waits => out.write_str("退出的申请已经提交，正等待批准，不必再提"),
            Self::Moved => out.write_str(
                "这件事项已由别人办理，或者本人已重新认定；请刷新页面查看现在的情况",
            ),
            Self::OwnProposal => out.write_str(
                "自己提出的退出，不能由自己批准或退回，须由另一位负责人决定（BJ18-26，本地规范）",
            ),
            Self::Cover => out.write_str(
                "您正在替提出人代班，不能批准或退回其提出的退出，须由另一位负责人决定（BJ18-26，本地规范）",
            ),
            Self::OtherOffice(office) => write!(
                out,
                "退出由负责本人的公共就业服务机构批准，这一件应由“{office}”的负责人决定（BJ18-26，本地规范）"
            ),
            Self::NoReason => out.write_str("请写明理由"),
            Self::NotOwn => out.write_str("只有提出的人可以撤回；认为不应退出的，请由负责人退回"),
            Self::NotEnded => {
                out.write_str("这一件没有退出，或者退出已经更正，不必再办这一步")
            }
            Self::Told => out.write_str("已经记录过告知，不必重复"),
            Self::Before(day) => write!(out, "日期不能早于 {day}"),
        }
    }
}

impl std::error::Error for ExitRefusal {}
