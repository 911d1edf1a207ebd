//! Why a table as a whole cannot be read.

use std::fmt;

use crate::text::shortened;

/// Says what is wrong with a mapping file or a table, so that no row of it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// The mapping file is wrong.
    Mapping {
        /// The mapping file's name.
        file: String,
        /// What is wrong, with the line where that is known.
        reason: String,
    },
    /// The file could not be read; carries the system's reason.
    Unreadable(String),
    /// The file is larger than [`crate::LARGEST_FILE`].
    TooLarge,
    /// The file holds nothing.
    Empty,
    /// The file is of a kind that Leye does not read; carries what it is and what to do.
    NotATable(&'static str),
    /// The workbook is protected by a password.
    Encrypted,
    /// The workbook would unpack to more than any ledger needs (a zip bomb).
    Bomb {
        /// The part that swells most.
        part: String,
        /// The declared size in MiB, of the part or of all parts together.
        mebibytes: u64,
    },
    /// The workbook is damaged; carries what was found.
    Damaged(String),
    /// There is no such sheet.
    NoSuchSheet {
        /// The name in the mapping file; nothing where any sheet would do.
        wanted: Option<String>,
        /// The sheets that there are.
        found: Vec<String>,
    },
    /// The sheet holds nothing.
    EmptySheet,
    /// Headings are missing.
    MissingHeadings {
        /// Those that the mapping names and the table lacks.
        missing: Vec<String>,
        /// The row looked at, from 1; nothing where a row of headings was searched for.
        row: Option<u64>,
        /// The headings that stand there.
        found: Vec<String>,
    },
    /// A heading that is needed stands over several columns.
    HeadingTwice {
        /// The heading.
        heading: String,
        /// The columns, by their letters.
        columns: Vec<String>,
    },
    /// The text is in no encoding that Leye knows, or not in the one the mapping names.
    Encoding {
        /// The encoding expected, worded.
        expected: &'static str,
        /// The first line that cannot be read, from 1, where that is known.
        line: Option<u64>,
    },
    /// A row of headings is quoted wrongly.
    Quoting {
        /// The row, from 1.
        row: u64,
        /// What is wrong.
        reason: String,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mapping { file, reason } => write!(formatter, "对照文件 {file}：{reason}"),
            Self::Unreadable(reason) => write!(formatter, "文件读不出来：{reason}"),
            Self::TooLarge => write!(
                formatter,
                "文件超过 {} MiB，请分成几份，或导出为 JSON Lines",
                crate::LARGEST_FILE >> 20
            ),
            Self::Empty => formatter.write_str("文件是空的"),
            Self::NotATable(what) => formatter.write_str(what),
            Self::Encrypted => formatter.write_str(
                "工作簿设了打开密码，请在 Excel 里取消密码（文件 → 信息 → 保护工作簿）后另存一份",
            ),
            Self::Bomb { part, mebibytes } => write!(
                formatter,
                "工作簿解压后会达到 {mebibytes} MiB（{part}），远超正常台账，为安全起见不予打开；\
                 请只把台账的数据复制到新的工作簿，必要时分成几份"
            ),
            Self::Damaged(reason) => write!(
                formatter,
                "工作簿已损坏（{reason}），请在 Excel 里打开、修复并另存为 .xlsx 后重试"
            ),
            Self::NoSuchSheet { wanted: Some(wanted), found } => {
                write!(formatter, "没有名为“{wanted}”的工作表，现有：{}", listed(found))
            }
            Self::NoSuchSheet { wanted: None, .. } => {
                formatter.write_str("工作簿里没有可见的工作表")
            }
            Self::EmptySheet => formatter.write_str("工作表是空的，没有表头，也没有记录"),
            Self::MissingHeadings { missing, row, found } => {
                match row {
                    Some(row) => write!(formatter, "第 {row} 行表头")?,
                    None => formatter.write_str("前 20 行里找不到完整的表头：")?,
                }
                write!(formatter, "缺少{}；", listed(missing))?;
                if found.is_empty() {
                    formatter.write_str("那里没有文字")?;
                } else if row.is_some() {
                    write!(formatter, "那里有：{}", listed(found))?;
                } else {
                    write!(formatter, "最接近的一行有：{}", listed(found))?;
                }
                formatter.write_str(
                    "。请改对照文件 [columns] 里的列名，或用 header_row 指明表头所在的行",
                )
            }
            Self::HeadingTwice { heading, columns } => write!(
                formatter,
                "表头“{}”出现在 {} 列，无法确定用哪一列，请改成不同的名称",
                shortened(heading),
                columns.join("、")
            ),
            Self::Encoding { expected, line } => {
                write!(formatter, "文字不是有效的 {expected}")?;
                if let Some(line) = line {
                    write!(formatter, "（第 {line} 行起）")?;
                }
                formatter.write_str("，请在 Excel 里另存为“CSV UTF-8（逗号分隔）”后重试")
            }
            Self::Quoting { row, reason } => write!(formatter, "第 {row} 行：{reason}"),
        }
    }
}

impl std::error::Error for TableError {}

/// Words a list of names found in a file; a long list is cut.
fn listed(names: &[String]) -> String {
    const MOST: usize = 40;
    let mut words: Vec<String> =
        names.iter().take(MOST).map(|name| format!("“{}”", shortened(name))).collect();
    if names.len() > MOST {
        words.push(format!("……共 {} 个", names.len()));
    }
    words.join("、")
}
