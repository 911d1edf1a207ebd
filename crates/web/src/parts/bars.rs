//! Bars: a chart to compare at a glance, readable as a table.

use askama::Template;

use crate::page::Tone;

/// One bar, put together of segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Where that is shown.
    pub path: Option<String>,
    /// Its segments: how each is meant, and how long.
    pub segments: Vec<(Tone, i64)>,
}

/// A chart of bars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "bars.html")]
pub struct Bars {
    /// What it shows.
    pub caption: String,
    /// What each tone stands for.
    pub legend: Vec<(Tone, String)>,
    /// The bars.
    pub bars: Vec<Bar>,
}
super::part!(Bars);

impl Bars {
    /// The length of the longest bar, at least 1.
    #[must_use]
    pub fn longest(&self) -> i64 {
        self.bars.iter().map(Bar::length).max().unwrap_or(1).max(1)
    }
}

impl Bar {
    /// The sum of the segments.
    #[must_use]
    pub fn length(&self) -> i64 {
        self.segments.iter().map(|(_, length)| length).sum()
    }
}
