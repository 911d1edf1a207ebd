//! What a verification finds.

use std::fmt;

use crate::id::SubjectId;

/// The end of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry, head and root is as it was written.
    Untouched(Summary),
    /// The first that is not.
    Touched(Finding),
}

/// What was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Entries.
    pub entries: u64,
    /// Subjects that have any.
    pub subjects: u64,
    /// Signed roots.
    pub roots: u64,
}

/// One place where the ledger is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whose entry.
    pub subject: Option<SubjectId>,
    /// Which of the subject's entries.
    pub sequence: Option<i64>,
    /// Which root, when no single entry can be named.
    pub root: Option<i64>,
    /// What differs.
    pub what: Damage,
}

/// What can differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// An entry's columns do not give its digest.
    Changed,
    /// An entry is missing.
    Missing,
    /// An entry stands at a place that no chain has.
    Unordered,
    /// Entries are missing at the end that a root holds.
    CutOff {
        /// The root.
        root: i64,
    },
    /// An entry stands beyond the attested end.
    Unattested,
    /// An entry is not the one that a root gathered.
    NotAsGathered {
        /// The root.
        root: i64,
    },
    /// The record of the chain's end is missing.
    NoHead,
    /// The record of the chain's end was not written with our keys.
    HeadNotAttested,
    /// The record of the chain's end holds another digest.
    HeadDiffers,
    /// The record of the chain's end names another root than the one that holds it.
    WronglyGathered,
    /// A root is missing.
    RootMissing,
    /// A root does not follow the one before it.
    RootUnlinked,
    /// A root was changed, or not signed with our key.
    RootNotSigned,
    /// The heads of a root are not those it was signed over.
    LeavesDiffer,
    /// A root is not the one remembered outside.
    OtherThanWitnessed,
    /// The database ends before the root remembered outside: it is an older copy.
    OlderThanWitnessed,
    /// A column holds what none can hold.
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The row.
        row: String,
        /// What was found.
        why: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subject) = self.subject {
            write!(out, "服务对象 {subject} ")?;
        }
        if let Some(sequence) = self.sequence {
            write!(out, "第 {sequence} 条台账：")?;
        }
        if let Some(root) = self.root {
            write!(out, "第 {root} 号日签：")?;
        }
        match &self.what {
            Damage::Changed => out.write_str("内容与链上摘要不符，被改动过"),
            Damage::Missing | Damage::RootMissing => out.write_str("缺失"),
            Damage::Unordered => out.write_str("序号不可能出现，被插入或改动过"),
            Damage::CutOff { root } => write!(out, "缺失，而第 {root} 号日签证明它存在过"),
            Damage::Unattested => out.write_str("在链尾记录之后，不是本系统写入的"),
            Damage::NotAsGathered { root } => write!(out, "与第 {root} 号日签收入的摘要不符"),
            Damage::NoHead => out.write_str("链尾记录缺失"),
            Damage::HeadNotAttested => out.write_str("链尾记录不是用本机构密钥写入的"),
            Damage::HeadDiffers => out.write_str("与链尾记录的摘要不符"),
            Damage::WronglyGathered => out.write_str("链尾记录所指的日签不对"),
            Damage::RootUnlinked => out.write_str("与前一号日签不相接"),
            Damage::RootNotSigned => out.write_str("被改动，或不是用本机构密钥签名"),
            Damage::LeavesDiffer => out.write_str("所收各链尾与签名时不同"),
            Damage::OtherThanWitnessed => out.write_str("与外部留存的摘要不符"),
            Damage::OlderThanWitnessed => {
                out.write_str("外部留存有此号日签而库中没有：库是旧副本，或末尾被截去")
            }
            Damage::Unreadable { table, column, row, why } => {
                write!(out, "表 {table} 列 {column} 行 {row}：{why}")
            }
        }
    }
}
