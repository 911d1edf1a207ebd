//! Why a line of a ledger is refused.

use std::fmt;

use kernel::DayError;
use rules::Kind;

use crate::field::{Field, FieldType};

/// The longest line that is read, in bytes. An entry is a few hundred bytes; what is longer than
/// this is not an entry, and reading it would cost the memory of everything else.
pub const LONGEST_LINE: usize = 1 << 20;

/// Says why a line does not count. A refused line does not exist for the lines after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The bytes are not UTF-8; true where they read well as GB18030.
    NotUtf8 {
        /// The text would be plain Chinese in GB18030.
        looks_like_gb18030: bool,
    },
    /// Longer than [`LONGEST_LINE`].
    TooLong,
    /// Not JSON; says where in the line.
    NotJson {
        /// The column, in bytes from 1.
        column: usize,
    },
    /// The line breaks off before its JSON ends, as the last line of a truncated file does.
    BreaksOff,
    /// JSON, but not an object.
    NotAnObject,
    /// The line names a field twice.
    FieldTwice(Field),
    /// A required field is missing.
    Missing {
        /// The field.
        field: Field,
        /// The kind that requires it, once that is known.
        kind: Option<Kind>,
    },
    /// A field that names the entry, its subject, its kind or its day is empty.
    Empty(Field),
    /// A field holds another type than it should.
    IllTyped {
        /// The field.
        field: Field,
        /// What it should hold.
        wanted: FieldType,
        /// What it holds, worded.
        found: String,
    },
    /// There is no such kind.
    UnknownKind {
        /// What stands there.
        name: String,
        /// The kind whose name is nearest, if one is near.
        nearest: Option<Kind>,
    },
    /// A date that is not one.
    NotADay {
        /// The field.
        field: Field,
        /// What stands there.
        text: String,
        /// Why it is not a day.
        error: DayError,
    },
    /// A training is planned to end before it begins.
    EndsBeforeStart,
    /// The id was used before for the same subject.
    IdTwice {
        /// The id.
        id: String,
        /// The line that used it.
        line: u64,
    },
    /// `of` names no earlier entry of the same subject.
    NamesNothing {
        /// The id.
        id: String,
    },
    /// `of` names an entry of a kind that does not fit.
    NamesUnfit {
        /// The kind of the line.
        kind: Kind,
        /// The id.
        id: String,
        /// The kind of the entry named.
        named: Kind,
    },
    /// The file is said to be grouped, but the subject stood further up already.
    SubjectReturns {
        /// The subject.
        subject: String,
    },
    /// A cell of a table could not be read; the reason is worded where tables are read.
    Cell(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { looks_like_gb18030: true } => formatter
                .write_str("文字不是 UTF-8，看起来是 GB18030（GBK）编码，请另存为 UTF-8 后重试"),
            Self::NotUtf8 { looks_like_gb18030: false } => {
                formatter.write_str("文字不是有效的 UTF-8，可能已损坏")
            }
            Self::TooLong => {
                write!(formatter, "一行超过 {} KiB，不是一条台账记录", LONGEST_LINE / 1024)
            }
            Self::NotJson { column } => write!(
                formatter,
                "不是有效的 JSON：读到第 {column} 个字节处不合语法（检查引号、逗号和括号）"
            ),
            Self::BreaksOff => formatter.write_str("这一行没有写完就中断了，文件可能被截断"),
            Self::NotAnObject => {
                formatter.write_str("应是一个 JSON 对象，例如 {\"id\":\"1\",\"subject\":\"…\",\"kind\":\"intake\",\"on\":\"2026-06-30\"}")
            }
            Self::FieldTwice(field) => write!(formatter, "字段 {} 出现了两次", label(*field)),
            Self::Missing { field, kind: Some(kind) } => {
                write!(formatter, "{}（{}）缺少字段 {}", kind.term(), kind.name(), label(*field))
            }
            Self::Missing { field, kind: None } => write!(formatter, "缺少字段 {}", label(*field)),
            Self::Empty(field) => write!(formatter, "字段 {} 不能为空", label(*field)),
            Self::IllTyped { field, wanted, found } => {
                write!(formatter, "字段 {} 应是{}，实际是{found}", label(*field), type_words(*wanted))
            }
            Self::UnknownKind { name, nearest } => {
                write!(formatter, "没有名为“{name}”的事项（字段 kind）")?;
                match nearest {
                    Some(kind) => {
                        write!(formatter, "，是否应为 {}（{}）？", kind.name(), kind.term())
                    }
                    None => Ok(()),
                }
            }
            Self::NotADay { field, text, error } => {
                write!(formatter, "字段 {} 的值“{text}”：{error}", label(*field))
            }
            Self::EndsBeforeStart => {
                write!(formatter, "{}早于这条记录自己的日期", label(Field::Ends))
            }
            Self::IdTwice { id, line } => {
                write!(formatter, "编号“{id}”已在第 {line} 行用过，同一服务对象的编号不能重复")
            }
            Self::NamesNothing { id } => write!(
                formatter,
                "字段 {} 指向“{id}”，但同一服务对象在此之前没有这条记录（或那一行已被拒）",
                label(Field::Of)
            ),
            Self::NamesUnfit { kind, id, named } => {
                write!(
                    formatter,
                    "字段 {} 指向“{id}”，那是一条{}，{}",
                    label(Field::Of),
                    named.term(),
                    fitting_words(*kind)
                )
            }
            Self::SubjectReturns { subject } => write!(
                formatter,
                "服务对象“{subject}”在前面已经出现过；--grouped 要求同一对象的记录排在一起"
            ),
            Self::Cell(reason) => formatter.write_str(reason),
        }
    }
}

fn label(field: Field) -> String {
    format!("{}（{}）", field.name(), field.term())
}

const fn type_words(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Text => "文字",
        FieldType::Day => "日期，写成 \"2026-06-30\"",
        FieldType::Flag => "true 或 false",
        FieldType::Level => "1 至 4 的整数",
        FieldType::Version => "文字或整数",
        FieldType::Stage => "\"early\"（初期）、\"middle\"（中期）或 \"final\"（终期）",
        FieldType::Reference => "另一条记录的编号（文字）",
    }
}

/// Says what an entry of a kind may name.
fn fitting_words(kind: Kind) -> String {
    let fitting: Vec<&str> =
        Kind::ALL.iter().filter(|named| kind.may_name(**named)).map(|named| named.term()).collect();
    if let [only] = fitting.as_slice() {
        format!("{}只能针对{only}", kind.term())
    } else {
        format!("{}不能针对它", kind.term())
    }
}
