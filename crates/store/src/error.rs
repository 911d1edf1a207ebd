//! What can go wrong below a use case: faults, never refusals.

use std::error::Error;
use std::fmt;

/// The engine's own error, kept as the source of ours.
pub(crate) type Source = Box<dyn Error + Send + Sync>;

/// A fault of the store. What a use case refuses to do is its own type and passes through
/// [`Db::write`](crate::Db::write) untouched; only the machinery speaks through this one.
#[derive(Debug)]
pub enum StoreError {
    /// The database cannot be opened or reached.
    Unreachable {
        /// File or address, without a password.
        place: String,
        /// What the engine said.
        source: Source,
    },
    /// The engine failed while running a statement.
    Engine {
        /// The name of the registered statement, or the step.
        statement: &'static str,
        /// What the engine said.
        source: Source,
    },
    /// A constraint of the schema refused a write. A use case that expects it turns it into a refusal.
    Constraint {
        /// The name of the registered statement.
        statement: &'static str,
        /// Which kind of constraint.
        kind: ConstraintKind,
        /// What the engine said; names the table.
        source: Source,
    },
    /// Another transaction was first. Repeated by the store itself; seen only when it never succeeds.
    Conflict {
        /// The statement that noticed.
        statement: &'static str,
    },
    /// The transaction could not be made durable: nothing of it is acknowledged.
    Commit {
        /// What the engine said.
        source: Source,
    },
    /// The disk is full or failed. Nothing of the operation is stored and nothing older is lost; once the
    /// disk can be written again, so can the database.
    Disk {
        /// Whether it is full, rather than broken.
        full: bool,
        /// What the engine said.
        source: Source,
    },
    /// The connection ended while the commit was under way: it may be stored or not. The same operation
    /// under the same idempotency key finds out, and is done once either way.
    Uncertain {
        /// What the engine said.
        source: Source,
    },
    /// Stored data contradicts the model: somebody else wrote it, or the disk lies.
    Contradiction {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The row, by the value of its first column.
        row: String,
        /// What was found and what would be right.
        why: String,
    },
    /// A statement failed earlier in this transaction; it can only be given up.
    Broken,
    /// A statement is not in the catalogue that the database was opened with.
    Unregistered {
        /// Its name.
        statement: &'static str,
    },
    /// A transaction waited for something other than the database.
    Waited,
    /// The use case panicked; its transaction was rolled back.
    Panicked,
    /// The store has been closed, or its writer has ended.
    Closed,
    /// The migrations in the database and those of this program do not fit.
    Migration {
        /// The file.
        name: String,
        /// What does not fit.
        why: String,
    },
    /// The database has an older schema than this program's, or none yet, and was opened to be used as it is.
    Outdated {
        /// The last migration that it has had; nothing where it has none.
        found: Option<String>,
        /// The last one that this program brings.
        wanted: String,
    },
    /// The key file is missing, unreadable, too open, or belongs to another database.
    Key {
        /// What is wrong and what would be right.
        why: String,
    },
    /// A sealed value cannot be opened.
    Unsealable {
        /// Whose column it is.
        what: String,
    },
    /// A backup or restore cannot be done.
    Backup {
        /// What is wrong and what would be right.
        why: String,
    },
}

/// The kinds of constraint that a use case may expect to run into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Primary key or unique index.
    Unique,
    /// Foreign key.
    Reference,
    /// CHECK, NOT NULL, or a trigger that refuses.
    Check,
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable { place, source } => {
                write!(out, "打不开数据库 {place}：{}", chain(source.as_ref()))
            }
            Self::Engine { statement, source } => {
                write!(out, "数据库执行 {statement} 失败：{}", chain(source.as_ref()))
            }
            Self::Constraint { statement, kind, source } => {
                let kind = match kind {
                    ConstraintKind::Unique => "唯一性",
                    ConstraintKind::Reference => "引用",
                    ConstraintKind::Check => "取值",
                };
                write!(out, "{statement} 违反{kind}约束：{}", chain(source.as_ref()))
            }
            Self::Conflict { statement } => {
                write!(out, "{statement} 多次与其他操作冲突，未能保存，请重试")
            }
            Self::Commit { source } => {
                write!(out, "未能写入磁盘，本次操作没有保存：{}", chain(source.as_ref()))
            }
            Self::Disk { full: true, source } => {
                write!(
                    out,
                    "磁盘已满，本次操作没有保存；清出空间后即可继续：{}",
                    chain(source.as_ref())
                )
            }
            Self::Disk { full: false, source } => {
                write!(
                    out,
                    "磁盘读写失败，本次操作没有保存；请检查磁盘：{}",
                    chain(source.as_ref())
                )
            }
            Self::Uncertain { source } => write!(
                out,
                "提交时与数据库的连接中断，本次操作是否已保存尚不能确定，请查看后再试：{}",
                chain(source.as_ref())
            ),
            Self::Contradiction { table, column, row, why } => {
                write!(out, "库中数据与模型不符：表 {table} 列 {column} 行 {row}：{why}")
            }
            Self::Broken => out.write_str("本事务中已有语句失败，只能放弃"),
            Self::Unregistered { statement } => write!(out, "语句 {statement} 未登记"),
            Self::Waited => out.write_str("事务中等待了数据库以外的事物"),
            Self::Panicked => out.write_str("事务中程序异常，已撤销"),
            Self::Closed => out.write_str("数据库已关闭"),
            Self::Migration { name, why } => write!(out, "结构变更 {name}：{why}"),
            Self::Outdated { found: Some(found), wanted } => {
                write!(out, "数据库的结构是 {found}，本程序要用 {wanted}；没有改动它")
            }
            Self::Outdated { found: None, .. } => {
                out.write_str("数据库还是空的，没有建立结构；没有改动它")
            }
            Self::Key { why } => write!(out, "密钥：{why}"),
            Self::Unsealable { what } => {
                write!(out, "{what} 无法解封：密钥不符、已销毁，或密文被改动")
            }
            Self::Backup { why } => write!(out, "备份：{why}"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreachable { source, .. }
            | Self::Engine { source, .. }
            | Self::Constraint { source, .. }
            | Self::Commit { source }
            | Self::Disk { source, .. }
            | Self::Uncertain { source } => Some(source.as_ref()),
            _ => None,
        }
    }
}

impl StoreError {
    /// Tells whether a unique constraint refused the write.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Constraint { kind: ConstraintKind::Unique, .. })
    }

    /// The same fault for another job that went down with it.
    pub(crate) fn for_another(&self) -> Self {
        match self {
            Self::Disk { full, source } => {
                Self::Disk { full: *full, source: chain(source.as_ref()).into() }
            }
            other => Self::Commit { source: other.to_string().into() },
        }
    }
}

/// Writes an error with everything beneath it on one line.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push('：');
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
