//! How well a grading foretells who stays without work for long.
//!
//! Everything is counted over distinct values, never row by row, so that the order of the rows
//! cannot change even the last digit.

mod calibration;
mod comparison;
mod groups;
mod proportion;
mod ranking;
mod report;
mod table;
mod table_error;
mod words;

pub use calibration::{Brier, Calibration, LevelOutcome};
pub use comparison::{Comparison, compare};
pub use groups::{ErrorRates, GroupColumn, GroupOutcome, SMALL_GROUP};
pub use proportion::Proportion;
pub use ranking::Ranking;
pub use report::{Report, evaluate};
pub use table::{Columns, compare_table, evaluate_table};
pub use table_error::{RowFault, TableError};

use crate::level::Level;

/// How a grading placed one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grade {
    /// What orders the people: the points, or the number of the level where only that is known.
    /// Higher means harder. A number, never infinite.
    pub score: f64,
    /// The level; absent where the grading has none.
    pub level: Option<Level>,
}

/// One person: how they were graded, and what became of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The grade; absent where the person could not be graded.
    pub grade: Option<Grade>,
    /// Whether they stayed without work for long; absent where nobody knows (yet).
    pub outcome: Option<bool>,
    /// The group they belong to, for each group column in turn. Groups are only ever compared;
    /// no grade depends on them.
    pub groups: Vec<String>,
}

/// A person whose grade and outcome are both known.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Known {
    grade: Grade,
    is_long: bool,
}

impl Row {
    fn known(&self) -> Option<Known> {
        Some(Known { grade: self.grade?, is_long: self.outcome? })
    }
}

/// The standard normal quantile of 0.975: all intervals hold with 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Turns a count into a number to calculate with; counts of rows are far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "no table has 2^52 rows")]
const fn real(count: usize) -> f64 {
    count as f64
}
