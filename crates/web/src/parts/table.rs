//! Tables: on the screen, on a phone as cards, and in a workbook.

use askama::Template;
use kernel::Day;

use super::Button;
use super::figures::Figure;
use crate::page::Tone;

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Start,
    /// Numbers.
    End,
}

/// How rows are sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The least first.
    Rising,
    /// The greatest first.
    Falling,
}

impl Order {
    /// The word that browsers know it by.
    const fn word(self) -> &'static str {
        match self {
            Self::Rising => "ascending",
            Self::Falling => "descending",
        }
    }
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
    /// How the rows are sorted by it, where they are.
    pub order: Option<Order>,
    /// Left out of workbooks and printouts, such as buttons.
    pub is_screen_only: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(heading: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            align: Align::Start,
            sort: None,
            order: None,
            is_screen_only: false,
        }
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

    /// Says that the rows are sorted by it.
    #[must_use]
    pub const fn in_order(mut self, order: Order) -> Self {
        self.order = Some(order);
        self
    }

    /// The words in class names.
    const fn class(&self) -> &'static str {
        match (self.align, self.is_screen_only) {
            (Align::Start, false) => "",
            (Align::Start, true) => "screen-only",
            (Align::End, false) => "end",
            (Align::End, true) => "end screen-only",
        }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "cell.html")]
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
    /// Several of them, side by side.
    Badges(Vec<(Tone, String)>),
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

    /// Tells whether it says nothing at all.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::Two(text, beneath) => text.is_empty() && beneath.is_empty(),
            Self::Buttons(buttons) => buttons.is_empty(),
            Self::Badges(badges) => badges.is_empty(),
            _ => false,
        }
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

/// Where the pages before and after lie. Of a list whose pages begin after a place, a [`Trail`](super::Trail) gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// The first page, where that is not the page before.
    pub first: Option<String>,
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
    /// How many rows are seen at once, where the others open on demand.
    pub folds_to: Option<usize>,
    /// A last row of sums.
    pub total: Option<Row>,
    /// What stands in place of rows when there are none: what it means, and what to do.
    pub empty: String,
    /// Where the workbook of it is.
    pub export: Option<String>,
    /// Where the pages before and after lie.
    pub pager: Option<Pager>,
}
super::part!(Table, Cell);

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

    /// Shows so many rows at once; the others open on demand, in one line that tells how many there are. One
    /// row is not folded away, since the line would take its place. Paper and workbook always have all.
    #[must_use]
    pub const fn folded_to(mut self, count: usize) -> Self {
        self.folds_to = if self.rows.len() > count + 1 { Some(count) } else { None };
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

    /// Sets the last row.
    #[must_use]
    pub fn total(mut self, row: impl Into<Row>) -> Self {
        self.total = Some(row.into());
        self
    }

    /// Says where the pages before and after lie.
    #[must_use]
    pub fn pager(mut self, pager: Pager) -> Self {
        self.pager = Some(pager);
        self
    }

    /// Tells whether something stands above it.
    const fn has_tools(&self) -> bool {
        self.export.is_some()
    }

    /// Gives the rows, each with the words in its class names.
    fn classed(&self) -> impl Iterator<Item = (String, &Row)> {
        self.rows.iter().enumerate().map(|(place, row)| {
            let is_older = self.folds_to.is_some_and(|count| place >= count);
            let class = match (row.tone, is_older) {
                (Tone::Plain, false) => String::new(),
                (Tone::Plain, true) => "older".to_owned(),
                (tone, false) => tone.class().to_owned(),
                (tone, true) => format!("{} older", tone.class()),
            };
            (class, row)
        })
    }

    /// The words in a cell's class names: what is not there takes no line of a card.
    fn class(column: &Column, cell: &Cell) -> &'static str {
        match (cell.is_blank(), column.is_screen_only, column.align) {
            (false, _, _) => column.class(),
            (true, true, _) => "screen-only blank",
            (true, false, Align::Start) => "blank",
            (true, false, Align::End) => "end blank",
        }
    }

    /// Goes across a row, column by column.
    fn across<'t>(&'t self, row: &'t Row) -> impl Iterator<Item = (&'t Column, &'t Cell)> {
        self.columns.iter().zip(&row.cells)
    }
}
