//! Why a record is not taken, or not settled.

use std::fmt;

use duties::ServiceRefusal;
use kernel::Day;
use surveys::model::SurveyRefusal;

use super::incoming::LONGEST_WORDS;

/// Why a record is not taken, or not settled. What is refused stays on the device that sent it.
#[derive(Debug)]
pub enum Refusal {
    /// A part of it is not what a device of ours sends.
    Unknown(&'static str),
    /// Its day has not come yet; today's.
    NotYet(Day),
    /// Somebody's own words are too long; how long.
    TooLong(usize),
    /// Another record was received under the same name.
    Differs,
    /// The record of that name is somebody else's.
    Anothers,
    /// The file or the rules refuse it.
    Service(services::Refusal),
    /// A survey refuses it.
    Survey(SurveyRefusal),
    /// There is no such record.
    Missing,
    /// It does not wait for a decision, or no longer.
    Settled,
    /// Only whoever made it, or who leads the office, decides.
    NotTheirs,
    /// A reason is missing.
    NoReason,
    /// The entry that is to be corrected is none of those that it contradicts.
    NoOther,
    /// What it follows up stands in the ledger no longer.
    NoCause,
}

impl From<services::Refusal> for Refusal {
    fn from(refusal: services::Refusal) -> Self {
        Self::Service(refusal)
    }
}

impl From<SurveyRefusal> for Refusal {
    fn from(refusal: SurveyRefusal) -> Self {
        Self::Survey(refusal)
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
            Self::Unknown(what) => write!(out, "{what}不是本页能填的内容，请打开这条记录重新选择"),
            Self::NotYet(today) => {
                write!(out, "日期在今天（{today}）之后；请核对手机的日期，改为实际走访的那一天")
            }
            Self::TooLong(length) => {
                write!(out, "“原话和情况”最多 {LONGEST_WORDS} 个字，现有 {length} 个")
            }
            Self::Differs => out.write_str(
                "这条记录以前已经收到，内容与这次不同；以先收到的为准，要改请在档案页办理更正",
            ),
            Self::Anothers => out.write_str("这条记录已由另一位工作人员发送，不能以您的名义再发"),
            Self::Service(refusal) => refusal.fmt(out),
            Self::Survey(refusal) => refusal.fmt(out),
            Self::Missing => out.write_str("没有这条走访记录，请从列表重新选择"),
            Self::Settled => out.write_str("这条记录已经有了决定，请刷新页面查看"),
            Self::NotTheirs => out.write_str("只有记录人本人，或者本机构负责人可以决定"),
            Self::NoReason => {
                out.write_str("请写明理由：不采用一条记录，或更正一条记录，都要说明为什么")
            }
            Self::NoOther => {
                out.write_str("请选择要更正的是哪一次；它须是这条记录带走清单以后的一次")
            }
            Self::NoCause => out.write_str(
                "所回访的那一项已经更正，台账里不再有；请改选另一项，或在档案页补记这次回访（BJ18-27）",
            ),
        }
    }
}

impl std::error::Error for Refusal {}
