//! Reading a table row by row.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use kernel::Day;
use ledger::Refusal;

use crate::cell::Cell;
use crate::entry::Translator;
use crate::error::TableError;
use crate::headings::Headings;
use crate::mapping::Mapping;
use crate::{delimited, workbook};

/// The largest file that is read, in bytes; it is held in memory as a whole.
pub const LARGEST_FILE: u64 = 1 << 30;

/// Among how many rows the headings are searched for.
const SEARCHED: u64 = 20;

/// Counts the rows of a table, without its headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowsRead {
    /// The rows below the headings, down to the last in which something stands; blank ones too.
    pub rows: u64,
    /// Those of them in which nothing stands in any column that is read.
    pub blank: u64,
}

/// Reads the table in a file: see [`read_bytes`].
pub fn read_rows(
    path: &Path,
    mapping: &Mapping,
    today: Day,
    each: &mut dyn FnMut(u64, Result<String, Refusal>),
) -> Result<RowsRead, TableError> {
    let unreadable = |error: std::io::Error| TableError::Unreadable(error.to_string());
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST_FILE) {
        return Err(TableError::TooLarge);
    }
    read_bytes(&bytes, mapping, today, each)
}

/// Reads a table, in whichever format its bytes turn out to be, and tells every row that is not
/// blank: its number as the user sees it in Excel, and the line of JSON that it makes or why it is
/// refused. `today` is the last day of birth that a resident ID number may state.
///
/// An error means that no row can be read; rows may have been told before it shows. What a resident
/// ID number is stands in no message.
pub fn read_bytes(
    bytes: &[u8],
    mapping: &Mapping,
    today: Day,
    each: &mut dyn FnMut(u64, Result<String, Refusal>),
) -> Result<RowsRead, TableError> {
    let mut table = Table::new(mapping, today, each);
    let sheet = mapping.sheet.as_deref();
    if bytes.is_empty() {
        return Err(TableError::Empty);
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        workbook::read_xlsx(bytes, sheet, &mut |row, cells| table.take(row, Ok(cells)))?;
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        workbook::read_xls(bytes, sheet, &mut |row, cells| table.take(row, Ok(cells)))?;
    } else if let Some(what) = disguised(bytes) {
        return Err(TableError::NotATable(what));
    } else {
        let text = delimited::text_of(bytes, mapping.encoding)?;
        let separator = mapping.separator.unwrap_or_else(|| delimited::separator_of(&text));
        let records = delimited::Records::new(&text, separator);
        for (row, record) in (1..).zip(records) {
            match record {
                Ok(cells) => table.take(row, Ok(&cells))?,
                Err(reason) => table.take(row, Err(reason))?,
            }
        }
    }
    table.finish()
}

/// Recognises files that are not text although they are no workbook either, and web pages that a
/// system has named `.xls`.
fn disguised(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.get(..1024).unwrap_or(bytes);
    let is_wide = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF");
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    if start.starts_with(b"<") {
        Some(
            "这其实是网页或 XML，不是 Excel 工作簿；请在 Excel 里打开，\
             另存为“Excel 工作簿（.xlsx）”后重试",
        )
    } else if start.starts_with(b"%PDF") {
        Some("这是 PDF，不是表格；请用导出它的系统另行导出 Excel 或 CSV")
    } else if start.contains(&0) && !is_wide {
        Some("这既不是 Excel 工作簿，也不是 CSV 文字；请在 Excel 里另存为 .xlsx 后重试")
    } else {
        None
    }
}

/// Takes the rows of a table from top to bottom: first the headings, then the entries.
struct Table<'m, 'f> {
    mapping: &'m Mapping,
    today: Day,
    each: &'f mut dyn FnMut(u64, Result<String, Refusal>),
    headings: Headings,
    /// While the headings are searched for: the row that comes nearest to them.
    nearest: Headings,
    translator: Option<Translator<'m>>,
    /// The last row in which something stood.
    last: u64,
    read: RowsRead,
}

impl<'m, 'f> Table<'m, 'f> {
    fn new(
        mapping: &'m Mapping,
        today: Day,
        each: &'f mut dyn FnMut(u64, Result<String, Refusal>),
    ) -> Self {
        Self {
            mapping,
            today,
            each,
            headings: Headings::default(),
            nearest: Headings::default(),
            translator: None,
            last: 0,
            read: RowsRead::default(),
        }
    }

    fn take(&mut self, row: u64, cells: Result<&[Cell], String>) -> Result<(), TableError> {
        if self.translator.is_none() && self.mapping.header_row.is_some_and(|last| row > last) {
            self.close_headings()?;
        }
        let Some(translator) = &mut self.translator else {
            return match cells {
                Ok(cells) => self.take_heading(row, cells),
                Err(reason) => Err(TableError::Quoting { row, reason }),
            };
        };
        let told = match cells {
            // Rows of a sheet that are only formatted go on for ever; they count once something
            // stands below them.
            Ok(cells) if translator.layout().is_blank(cells) => return Ok(()),
            Ok(cells) => translator.line(row, cells),
            Err(reason) => Err(Refusal::Cell(reason)),
        };
        let passed = row.saturating_sub(self.last);
        self.read.rows += passed;
        self.read.blank += passed.saturating_sub(1);
        self.last = row;
        (self.each)(row, told);
        Ok(())
    }

    fn take_heading(&mut self, row: u64, cells: &[Cell]) -> Result<(), TableError> {
        if cells.iter().all(Cell::is_blank) {
            return Ok(());
        }
        match self.mapping.header_row {
            Some(last) => {
                if row + self.mapping.header_rows > last {
                    self.headings.take(cells);
                }
                if row == last { self.close_headings() } else { Ok(()) }
            }
            None if row > SEARCHED => Err(self.missing()),
            None => {
                self.headings = Headings::default();
                self.headings.take(cells);
                let missing = self.headings.missing(self.mapping).len();
                if missing == 0 {
                    return self.open(row);
                }
                // A title over the whole table is a row of one cell, and a longer row beats it.
                if missing < self.nearest.missing(self.mapping).len()
                    || self.nearest.found().len() <= 1
                {
                    self.nearest = self.headings.clone();
                }
                Ok(())
            }
        }
    }

    /// Takes the rows of headings that the mapping names as complete.
    fn close_headings(&mut self) -> Result<(), TableError> {
        if self.headings.missing(self.mapping).is_empty() {
            self.open(self.mapping.header_row.unwrap_or_default())
        } else {
            Err(self.missing())
        }
    }

    fn open(&mut self, row: u64) -> Result<(), TableError> {
        let layout = self.headings.layout(self.mapping)?;
        self.translator = Some(Translator::new(self.mapping, layout, self.today));
        self.last = row;
        Ok(())
    }

    fn missing(&self) -> TableError {
        let row = self.mapping.header_row;
        let headings = if row.is_some() { &self.headings } else { &self.nearest };
        TableError::MissingHeadings {
            missing: headings.missing(self.mapping),
            row,
            found: headings.found(),
        }
    }

    fn finish(self) -> Result<RowsRead, TableError> {
        if self.translator.is_some() {
            return Ok(self.read);
        }
        let is_searched = self.mapping.header_row.is_none();
        Err(if is_searched && self.nearest.found().is_empty() {
            TableError::EmptySheet
        } else {
            self.missing()
        })
    }
}
