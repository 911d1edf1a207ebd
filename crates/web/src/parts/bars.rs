//! Bars: a chart to compare at a glance, readable as a table.

use askama::Template;

use super::figures::Figure;
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

    /// Gives the sums of a bar's segments by what they stand for.
    fn sums<'b>(&'b self, bar: &'b Bar) -> impl Iterator<Item = (&'b str, i64)> {
        self.legend.iter().map(|(wanted, words)| {
            let meant = bar.segments.iter().filter(|(tone, _)| tone == wanted);
            (words.as_str(), meant.map(|(_, length)| length).sum())
        })
    }

    /// Gives the segments as they are drawn, the longest bar being 1000 wide. Rounding never makes a bar
    /// longer than its sum, since each segment ends where the sum so far ends.
    fn pieces(&self, bar: &Bar) -> Vec<Piece> {
        let longest = i128::from(self.longest());
        let scaled = |length: i64| i128::from(length.max(0)) * 1000 / longest;
        let mut sum = 0_i64;
        let mut pieces = Vec::new();
        for (tone, length) in &bar.segments {
            let start = scaled(sum);
            sum = sum.saturating_add(*length);
            pieces.push(Piece { tone: *tone, start, width: (scaled(sum) - start).max(0) });
        }
        pieces
    }
}

/// A segment as it is drawn.
struct Piece {
    tone: Tone,
    start: i128,
    width: i128,
}

impl Bar {
    /// The sum of the segments.
    #[must_use]
    pub fn length(&self) -> i64 {
        self.segments.iter().map(|(_, length)| length).sum()
    }
}
