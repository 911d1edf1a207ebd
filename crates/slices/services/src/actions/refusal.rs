//! Why something is not recorded.

use std::fmt;

use duties::ServiceRefusal;
use grading::{AdjustmentRefusal, AnswerError};
use rules::Kind;

use crate::model::{Hurdle, Kept, Unfit};

/// Why something is not recorded.
#[derive(Debug)]
pub enum Refusal {
    /// The file or the ledger refuses it.
    Service(ServiceRefusal),
    /// It does not fit where the person stands, or its answers do not fit each other.
    Unfit(Unfit),
    /// An answer is not one of the scorecard's.
    Answer(AnswerError),
    /// A required answer is missing; in the words of the grading.
    Incomplete(String),
    /// Another level cannot be set.
    Adjustment(AdjustmentRefusal),
    /// It belongs to stopping the service, which has a way of its own.
    ByStopping,
    /// It is recorded on the page that keeps more of it.
    Kept(Kind),
    /// The same waits for consent already.
    Waits,
    /// There is no such proposal.
    NoProposal,
    /// It was decided already.
    Decided,
    /// Nobody consents to what they asked for themselves.
    OwnProposal,
    /// Nor to what a colleague asked for in whose place they act.
    Cover,
    /// Only whoever asked for it takes it back.
    NotOwnProposal,
    /// A reason is missing.
    NoReason,
    /// The person was graded anew since.
    GradedSince,
    /// There is no such entry.
    NoEntry,
    /// Nobody takes it back alone, and the actor is not who does.
    Guarded(Hurdle),
    /// A correction is not what helps; the words say what does.
    Instead(String),
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
            Self::Unfit(unfit) => unfit.fmt(out),
            Self::Answer(error) => error.fmt(out),
            Self::Incomplete(words) | Self::Instead(words) => out.write_str(words),
            Self::Adjustment(refusal) => refusal.fmt(out),
            Self::ByStopping => out.write_str(
                "停止服务、向登记管理部门的反馈和因拒绝服务终止协议，在本人的“停止服务”一页办理：专员核实，由另一位负责人批准，批准时一并记入台账（BJ18-13、BJ18-21、BJ18-29）",
            ),
            Self::Kept(kind) => match Kept::of(*kind) {
                Some(page) => write!(
                    out,
                    "“{}”在本人的“{}”一页办理，{}；请从那里办理",
                    kind.term(),
                    page.term(),
                    page.keeps()
                ),
                None => write!(out, "“{}”不在这里记录", kind.term()),
            },
            Self::Waits => out.write_str("同样的申请已经提交，正等待决定，不必再提"),
            Self::NoProposal => out.write_str("没有这项申请，可能已随档案合并；请重新查找"),
            Self::Decided => out.write_str("这项申请已经有了决定，请刷新页面查看"),
            Self::OwnProposal => {
                out.write_str("自己提出的申请不能由自己同意或退回，须由另一人决定")
            }
            Self::Cover => out.write_str(
                "您正在替提出人代班，不能同意或退回其提出的申请，须由另一人决定（BJ18-12）",
            ),
            Self::NotOwnProposal => out.write_str("只有提出申请的人可以撤回"),
            Self::NoReason => out.write_str("请写明理由"),
            Self::GradedSince => out.write_str(
                "提出申请以后本人已重新分级或原分级已更正，这项申请不再适用；请退回后重新提出",
            ),
            Self::Guarded(hurdle) => hurdle.fmt(out),
            Self::NoEntry => out.write_str("台账中没有这条记录，请从档案页重新选择"),
        }
    }
}

impl std::error::Error for Refusal {}
