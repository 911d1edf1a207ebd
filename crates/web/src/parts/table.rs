//! Tables: on the screen, on a phone as cards, and in a workbook.

use askama::Template;
use kernel::Day;

use super::Button;
use crate::page::Tone;

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Start,
    /// Numbers.
    End,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// How it is aligned.
    pub align: Align,
    /// Where the heading leads to sort by it, where it can be sorted by.
    pub sort: Option<String>,
    /// Left out of workbooks and printouts, such as buttons.
    pub is_screen_only: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), align: Align::Start, sort: None, is_screen_only: false }
    }

    /// A column of numbers.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { align: Align::End, ..Self::text(heading) }
    }

    /// A column of buttons.
    pub fn buttons(heading: impl Into<String>) -> Self {
        Self { is_screen_only: true, ..Self::text(heading) }
    }

    /// Makes the heading lead somewhere that sorts by it.
    #[must_use]
    pub fn sorted_by(mut self, path: impl Into<String>) -> Self {
        self.sort = Some(path.into());
        self
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Nothing,
    /// A text.
    Text(String),
    /// A text with a smaller one beneath.
    Two(String, String),
    /// A number.
    Number(i64),
    /// A part of the whole, in tenths of a percent.
    PerMille(i64),
    /// A day.
    Day(Day),
    /// A link, with a smaller text beneath where it is not empty.
    Link {
        /// What it says.
        text: String,
        /// Where it leads.
        path: String,
        /// What stands beneath.
        beneath: String,
    },
    /// A word with a colour.
    Badge(Tone, String),
    /// A text, and on demand a longer one.
    More(String, String),
    /// Buttons.
    Buttons(Vec<Button>),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A link.
    pub fn link(text: impl Into<String>, path: impl Into<String>) -> Self {
        Self::Link { text: text.into(), path: path.into(), beneath: String::new() }
    }

    /// A number of things.
    #[must_use]
    pub fn count(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its cells, one for each column.
    pub cells: Vec<Cell>,
    /// How the row is meant.
    pub tone: Tone,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self { cells, tone: Tone::Plain }
    }
}

/// Where the pages before and after lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// The page before.
    pub before: Option<String>,
    /// The page after.
    pub after: Option<String>,
    /// Which part is shown, in words.
    pub words: String,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "table.html")]
pub struct Table {
    /// What it shows; always read out, shown where it is not the page's own title.
    pub caption: String,
    /// Whether the caption is seen.
    pub shows_caption: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// A last row of sums.
    pub total: Option<Row>,
    /// What stands in place of rows when there are none: what it means, and what to do.
    pub empty: String,
    /// Where the workbook of it is.
    pub export: Option<String>,
    /// Where the pages before and after lie.
    pub pager: Option<Pager>,
}
super::part!(Table);

impl Table {
    /// Starts a table.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            caption: caption.into(), columns, empty: "没有记录".to_owned(), ..Self::default()
        }
    }

    /// Shows the caption.
    #[must_use]
    pub const fn captioned(mut self) -> Self {
        self.shows_caption = true;
        self
    }

    /// Sets the rows.
    #[must_use]
    pub fn rows<R: Into<Row>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        self.rows = rows.into_iter().map(Into::into).collect();
        self
    }

    /// Sets what stands in place of rows.
    #[must_use]
    pub fn empty(mut self, words: impl Into<String>) -> Self {
        self.empty = words.into();
        self
    }

    /// Says where the workbook of it is.
    #[must_use]
    pub fn export(mut self, path: impl Into<String>) -> Self {
        self.export = Some(path.into());
        self
    }
}
