//! Why a table cannot be judged.

use std::fmt;

/// One cell or row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file in which the row begins; the headings are usually line 1.
    pub line: u64,
    /// The column's heading; empty where the whole row is meant.
    pub column: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// Says why a table cannot be judged: what is wrong, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// The file has no headings.
    NoHeadings,
    /// The quoting cannot be followed.
    Broken {
        /// The reader's words.
        reason: String,
    },
    /// No column has this heading.
    NoSuchColumn {
        /// The heading that is wanted.
        column: String,
        /// The headings that there are.
        known: Vec<String>,
    },
    /// Several columns have this heading.
    ColumnTwice {
        /// The heading.
        column: String,
    },
    /// Neither a column with the outcome nor one with the weeks to work is named, or both are.
    OutcomeOrWeeks,
    /// A column of weeks followed is named without one of weeks to work.
    FollowedWithoutWeeks,
    /// There is nothing to judge: no points, no level, no scorecard.
    NothingToJudge,
    /// The table lacks the columns of required factors.
    NoFactors {
        /// The scorecard's name.
        scorecard: String,
        /// The names of the factors whose columns are missing.
        missing: Vec<String>,
    },
    /// Rows that cannot be read; never empty.
    Rows(Vec<RowFault>),
}

/// The faults that a message names; the rest is counted.
const SHOWN: usize = 20;

impl fmt::Display for TableError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeadings => formatter.write_str("表是空的；第一行应是列名"),
            Self::Broken { reason } => write!(formatter, "不是完整的 CSV：{reason}"),
            Self::NoSuchColumn { column, known } => {
                write!(formatter, "表中没有“{column}”列；有：{}", known.join("、"))
            }
            Self::ColumnTwice { column } => {
                write!(formatter, "有不止一列叫“{column}”，不知用哪一列；请改名")
            }
            Self::OutcomeOrWeeks => {
                formatter.write_str("应指明结果列（是否长期失业）或就业周数列，二者只能指明一个")
            }
            Self::FollowedWithoutWeeks => {
                formatter.write_str("指明了观察周数列，还应指明就业周数列")
            }
            Self::NothingToJudge => {
                formatter.write_str("没有可评估的分级：应指明分数列、等级列，或给出分级量表")
            }
            Self::NoFactors { scorecard, missing } => write!(
                formatter,
                "表中缺少《{scorecard}》必答因素的列：{}；列名写因素的名称或 id",
                missing.join("、")
            ),
            Self::Rows(faults) => {
                write!(formatter, "有 {} 处读不懂：", faults.len())?;
                for RowFault { line, column, problem } in faults.iter().take(SHOWN) {
                    let place = if column.is_empty() {
                        String::new()
                    } else {
                        format!("“{column}”列")
                    };
                    write!(formatter, "\n第 {line} 行{place}：{problem}")?;
                }
                match faults.len().saturating_sub(SHOWN) {
                    0 => Ok(()),
                    more => write!(formatter, "\n……另有 {more} 处"),
                }
            }
        }
    }
}

impl std::error::Error for TableError {}
