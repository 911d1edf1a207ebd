//! The workbook of a check: every duty, every gate, every refused line, and what they add up to.
//!
//! Rows go to disk as they come, so that memory does not grow with the ledger. What comes from a
//! ledger is only ever written as text: an inline string is never evaluated, and where it begins
//! like a formula it carries Excel's own mark for text besides (`quotePrefix`, the apostrophe that
//! nobody sees), so that it stays text when somebody edits the cell.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use kernel::Day;
use rules::State;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use crate::row::{DutyRow, GateRow, RefusedLine};
use crate::summary::{Summary, Tally};

/// The rows of a sheet of Excel.
const ROWS: u32 = 1_048_576;

/// The most UTF-16 units that a cell of Excel holds.
const LONGEST_TEXT: usize = 32_767;

/// Stands at the end of a text that was shortened.
const SHORTENED: &str = "……（过长，已截断）";

/// The headings of a sheet with the widths of its columns.
type Columns = &'static [(&'static str, f64)];

/// The lists of the workbook, in the order of their sheets.
#[derive(Clone, Copy)]
enum List {
    Duties,
    Gates,
    Refused,
    Tallies,
}

impl List {
    const ALL: [Self; 4] = [Self::Duties, Self::Gates, Self::Refused, Self::Tallies];

    const fn name(self) -> &'static str {
        match self {
            Self::Duties => "应办清单",
            Self::Gates => "可行使事项",
            Self::Refused => "被拒行",
            Self::Tallies => "汇总",
        }
    }

    const fn columns(self) -> Columns {
        match self {
            Self::Duties => &[
                ("服务对象", 22.0),
                ("条款", 14.0),
                ("应办事项", 34.0),
                ("因何（记录编号）", 18.0),
                ("起因事项", 18.0),
                ("起因日期", 12.0),
                ("起算日", 12.0),
                ("期限", 12.0),
                ("是否暂定", 10.0),
                ("状态", 8.0),
                ("办结记录", 18.0),
                ("办结日期", 12.0),
                ("依据", 8.0),
                ("机构", 20.0),
                ("经办人", 12.0),
            ],
            Self::Gates => &[
                ("服务对象", 22.0),
                ("条款", 14.0),
                ("可以做什么", 56.0),
                ("自", 12.0),
                ("依据记录", 40.0),
            ],
            Self::Refused => &[("行号", 10.0), ("原因", 90.0)],
            Self::Tallies => &[
                ("机构", 24.0),
                ("经办人", 14.0),
                ("应办", 10.0),
                ("按期", 10.0),
                ("迟办", 10.0),
                ("待办", 10.0),
                ("逾期", 10.0),
                ("终止", 10.0),
                ("错过", 10.0),
                ("办结天数中位", 14.0),
            ],
        }
    }
}

/// Where the next row of a list goes.
#[derive(Clone, Copy)]
struct Place {
    /// The sheet, by its place in the workbook.
    sheet: usize,
    row: u32,
    /// How many sheets the list has so far.
    sheets: u32,
}

/// Writes the workbook: first all duties, then all gates, then all refused lines, so that the sheets
/// stand in their order. A list that is longer than a sheet goes on in a further one.
pub struct WorkbookWriter {
    workbook: Workbook,
    styles: Styles,
    rows_a_sheet: u32,
    /// In the order of [`List::ALL`].
    places: [Option<Place>; List::ALL.len()],
}

impl Default for WorkbookWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl WorkbookWriter {
    /// Begins a workbook.
    #[must_use]
    pub fn new() -> Self {
        Self::with_rows(ROWS)
    }

    fn with_rows(rows_a_sheet: u32) -> Self {
        let mut workbook = Workbook::new();
        // A fixed day: without one the library would look at the clock.
        if let Ok(created) = ExcelDateTime::from_ymd(2000, 1, 1) {
            let properties = DocProperties::new().set_creation_datetime(&created);
            workbook.set_properties(&properties.set_title("台账核对"));
        }
        Self { workbook, styles: Styles::new(), rows_a_sheet, places: [None; 4] }
    }

    /// Writes a duty.
    pub fn duty(&mut self, row: &DutyRow<'_>) -> io::Result<()> {
        let rule = row.rule.rule();
        self.append(List::Duties, row.state == State::Overdue, |cells| {
            cells.text(row.subject)?;
            cells.text(rule.id)?;
            cells.text(rule.duty)?;
            cells.text(row.because.id)?;
            cells.text(row.because.kind.term())?;
            cells.day(row.because.on)?;
            cells.day(row.from)?;
            cells.day(row.due.day)?;
            cells.text(if row.due.provisional { "暂定" } else { "" })?;
            cells.text(row.state.term())?;
            match row.met_by {
                Some(met_by) => {
                    cells.text(met_by.id)?;
                    cells.day(met_by.on)?;
                }
                None => cells.pass(2),
            }
            cells.text(&row.basis.to_string())?;
            cells.text(row.office)?;
            cells.text(row.staff)
        })
    }

    /// Writes a gate.
    pub fn gate(&mut self, row: &GateRow) -> io::Result<()> {
        self.append(List::Gates, false, |cells| {
            cells.text(&row.subject)?;
            cells.text(row.gate.clause())?;
            cells.text(row.gate.allows())?;
            cells.day(row.since)?;
            cells.text(&row.because.join("、"))
        })
    }

    /// Writes a refused line.
    pub fn refused(&mut self, line: &RefusedLine) -> io::Result<()> {
        self.append(List::Refused, false, |cells| {
            cells.count(line.line)?;
            cells.text(&line.reason)
        })
    }

    /// Adds the summary, and the sheets in which nothing stands, and writes the file.
    pub fn finish(mut self, summary: &Summary, out: impl Write + Send) -> io::Result<()> {
        for list in List::ALL {
            if self.places[list as usize].is_none() {
                self.open(list, 1)?;
            }
        }
        self.summary(summary)?;
        for list in [List::Duties, List::Gates, List::Refused] {
            self.close(list)?;
        }
        let workbook = &mut self.workbook;
        guarded(|| workbook.save_to_writer(out))
    }

    fn summary(&mut self, summary: &Summary) -> io::Result<()> {
        for office in summary.offices() {
            self.tally([office.office, "（小计）"], &office.total)?;
            for (officer, tally) in office.staff {
                self.tally([office.office, officer], tally)?;
            }
        }
        // What follows is not part of what is filtered.
        self.close(List::Tallies)?;
        self.tally(["合计", ""], &summary.total())?;
        self.append(List::Tallies, false, |_| Ok(()))?;
        self.append(List::Tallies, false, |cells| {
            cells.heading("条款")?;
            cells.heading("应办事项")
        })?;
        for rule in summary.rules() {
            self.tally([rule.id, rule.duty], &rule.tally)?;
        }
        Ok(())
    }

    fn tally(&mut self, names: [&str; 2], tally: &Tally) -> io::Result<()> {
        self.append(List::Tallies, false, |cells| {
            for name in names {
                cells.text(name)?;
            }
            cells.count(tally.total())?;
            for state in State::ALL {
                cells.count(tally.count(state))?;
            }
            match tally.median_days() {
                Some(days) => cells.number(days),
                None => Ok(()),
            }
        })
    }

    /// Writes the next row of a list.
    fn append(
        &mut self,
        list: List,
        is_alarming: bool,
        write: impl FnOnce(&mut Cells<'_>) -> Result<(), XlsxError>,
    ) -> io::Result<()> {
        let place = match self.places[list as usize] {
            Some(place) if place.row < self.rows_a_sheet => place,
            Some(full) => {
                self.close(list)?;
                self.open(list, full.sheets + 1)?
            }
            None => self.open(list, 1)?,
        };
        let Self { workbook, styles, .. } = self;
        let style = if is_alarming { &styles.alarming } else { &styles.plain };
        guarded(|| {
            let sheet = workbook.worksheet_from_index(place.sheet)?;
            write(&mut Cells { sheet, heading: &styles.heading, style, row: place.row, column: 0 })
        })?;
        self.places[list as usize] = Some(Place { row: place.row + 1, ..place });
        Ok(())
    }

    /// Begins a sheet of a list; its headings stay in sight.
    fn open(&mut self, list: List, number: u32) -> io::Result<Place> {
        let Self { workbook, styles, .. } = self;
        guarded(|| {
            let sheet = workbook.add_worksheet_with_constant_memory();
            match number {
                1 => sheet.set_name(list.name())?,
                number => sheet.set_name(format!("{}{number}", list.name()))?,
            };
            sheet.set_freeze_panes(1, 0)?;
            for (column, (heading, width)) in (0..).zip(list.columns()) {
                sheet.set_column_width(column, *width)?;
                sheet.write_string_with_format(0, column, *heading, &styles.heading)?;
            }
            Ok(())
        })?;
        let place = Place { sheet: workbook.worksheets().len() - 1, row: 1, sheets: number };
        self.places[list as usize] = Some(place);
        Ok(place)
    }

    /// Lets the rows that the sheet of a list has so far be filtered.
    fn close(&mut self, list: List) -> io::Result<()> {
        let Some(place) = self.places[list as usize] else {
            return Ok(());
        };
        let final_column = u16::try_from(list.columns().len() - 1).unwrap_or(u16::MAX);
        let workbook = &mut self.workbook;
        guarded(|| {
            let sheet = workbook.worksheet_from_index(place.sheet)?;
            sheet.autofilter(0, 0, place.row - 1, final_column).map(|_| ())
        })
    }
}

/// Writes the cells of a row from left to right.
struct Cells<'a> {
    sheet: &'a mut Worksheet,
    heading: &'a Format,
    style: &'a Style,
    row: u32,
    column: u16,
}

impl Cells<'_> {
    fn pass(&mut self, columns: u16) {
        self.column += columns;
    }

    fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, self.column, text, self.heading)?;
        self.pass(1);
        Ok(())
    }

    /// Writes text, whatever it looks like, as text.
    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            let format = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                &self.style.formula_like
            } else {
                &self.style.text
            };
            self.sheet.write_string_with_format(self.row, self.column, fitting(text), format)?;
        }
        self.pass(1);
        Ok(())
    }

    /// Writes a day as Excel counts days, so that it sorts and filters; a day before 1 March 1900,
    /// which Excel counts wrongly or not at all, as text.
    fn day(&mut self, day: Day) -> Result<(), XlsxError> {
        const FIRST: i32 = 61;
        let serial = day.number() + 25_569;
        if serial < FIRST {
            return self.text(&day.to_string());
        }
        self.sheet.write_number_with_format(self.row, self.column, serial, &self.style.day)?;
        self.pass(1);
        Ok(())
    }

    fn count(&mut self, count: u64) -> Result<(), XlsxError> {
        #[expect(clippy::cast_precision_loss, reason = "no ledger has 2^53 lines")]
        self.number(count as f64)
    }

    fn number(&mut self, number: f64) -> Result<(), XlsxError> {
        self.sheet.write_number_with_format(self.row, self.column, number, &self.style.number)?;
        self.pass(1);
        Ok(())
    }
}

/// The looks of the cells of a row.
struct Style {
    text: Format,
    formula_like: Format,
    day: Format,
    number: Format,
}

impl Style {
    fn new(base: &Format) -> Self {
        // Excel's own format "文本" keeps a long number from being taken for one when the cell is
        // edited.
        const TEXT: u8 = 49;
        let text = base.clone().set_num_format_index(TEXT);
        Self {
            formula_like: text.clone().set_quote_prefix(),
            text,
            day: base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            number: base.clone(),
        }
    }
}

struct Styles {
    heading: Format,
    plain: Style,
    alarming: Style,
}

impl Styles {
    fn new() -> Self {
        Self {
            heading: Format::new().set_bold().set_background_color(Color::RGB(0x00E7_ECF2)),
            plain: Style::new(&Format::new()),
            alarming: Style::new(&Format::new().set_font_color(Color::RGB(0x00C0_0000))),
        }
    }
}

/// Shortens a text that no cell would hold.
fn fitting(text: &str) -> String {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let mut room = LONGEST_TEXT - SHORTENED.encode_utf16().count();
    let mut shortened: String = text
        .chars()
        .take_while(|character| {
            let fits = character.len_utf16() <= room;
            room = room.saturating_sub(character.len_utf16());
            fits
        })
        .collect();
    shortened.push_str(SHORTENED);
    shortened
}

/// Runs a step of the library, which panics where its temporary file cannot be written.
fn guarded<T>(step: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(XlsxError::IoError(error))) => Err(error),
        Ok(Err(error)) => Err(io::Error::other(error.to_string())),
        Err(_) => Err(io::Error::other("临时文件写不进去，临时目录可能不可写，或磁盘已满")),
    }
}

#[cfg(test)]
mod tests;
