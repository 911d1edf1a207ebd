//! What stands in a cell.

use crate::text::{shortened, trimmed};

/// The largest number of which Excel keeps every digit: it has 15.
pub(crate) const FIRST_INEXACT: f64 = 1e15;

/// What stands in a cell, whatever file it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Cell {
    /// Nothing, or nothing but blanks.
    #[default]
    Blank,
    /// Text, without the blanks around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, or an instant, as Excel counts them.
    Serial {
        /// The days since the epoch, and the part of the day.
        value: f64,
        /// Whether the epoch is that of the Macintosh.
        since_1904: bool,
    },
    /// TRUE or FALSE.
    Flag(bool),
    /// A formula that failed, such as `#N/A`.
    Error(String),
}

impl Cell {
    /// Makes a cell of text.
    pub(crate) fn of_text(text: &str) -> Self {
        match trimmed(text) {
            "" => Self::Blank,
            text => Self::Text(text.to_owned()),
        }
    }

    pub(crate) const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// Words what stands in the cell, for somebody who expected something else.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Blank => "空格子".to_owned(),
            Self::Text(text) => format!("“{}”", shortened(text)),
            Self::Number(number) => format!("数值 {number}"),
            Self::Serial { .. } => "日期".to_owned(),
            Self::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Error(error) => format!("错误值 {error}"),
        }
    }
}
