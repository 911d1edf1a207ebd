//! Everything at once.

use serde::Serialize;

use super::calibration::{Calibration, calibration};
use super::comparison::Comparison;
use super::groups::{ErrorRates, GroupColumn, column, errors};
use super::proportion::Proportion;
use super::ranking::{Ranking, ranking};
use super::{Known, Row};

/// What a table of people and outcomes says about a grading. Its `Display` is the report for
/// people, in Chinese.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What the grading is called.
    pub grading: String,
    /// What counts as long, in words.
    pub outcome: String,
    /// How many people the table has.
    pub people: usize,
    /// How many of them could not be graded. They are counted nowhere else.
    pub ungraded: usize,
    /// How many of those graded have no known outcome. They are counted nowhere else.
    pub unknown: usize,
    /// How many stayed without work for long, of those whose grade and outcome are known.
    pub long: Proportion,
    /// How well the grading ranks.
    pub ranking: Ranking,
    /// The levels against the outcomes; absent where there are no levels.
    pub calibration: Option<Calibration>,
    /// The errors of the line between levels 2 and 3; absent where there are no levels.
    pub errors: Option<ErrorRates>,
    /// The groups, column by column.
    pub groups: Vec<GroupColumn>,
    /// Another grading of the same people beside this one.
    pub comparison: Option<Comparison>,
}

/// Judges a grading by what became of the people. `group_columns` are the headings of the groups
/// that each row carries. The order of the rows changes nothing.
#[must_use]
pub fn evaluate(rows: &[Row], group_columns: &[String]) -> Report {
    let known: Vec<Known> = rows.iter().filter_map(Row::known).collect();
    let graded = rows.iter().filter(|row| row.grade.is_some()).count();
    Report {
        grading: String::new(),
        outcome: String::new(),
        people: rows.len(),
        ungraded: rows.len() - graded,
        unknown: graded - known.len(),
        long: Proportion::new(known.iter().filter(|known| known.is_long).count(), known.len()),
        ranking: ranking(&known),
        calibration: calibration(&known),
        errors: errors(&known),
        groups: group_columns
            .iter()
            .enumerate()
            .map(|(index, heading)| column(rows, index, heading))
            .collect(),
        comparison: None,
    }
}

impl Report {
    /// Writes the report as one JSON object, indented.
    #[must_use]
    pub fn to_json(&self) -> String {
        // No number in a report is infinite and every key is text: this cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
