//! Why a scorecard is refused.

use std::fmt;

/// Says which scorecard file is wrong, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorecardError {
    file: String,
    reason: String,
}

impl ScorecardError {
    pub(crate) fn new(file: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for ScorecardError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}：{}", self.file, self.reason)
    }
}

impl std::error::Error for ScorecardError {}
