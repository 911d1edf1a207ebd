//! The rows of a workbook.
//!
//! `.xlsx` is read cell by cell, so that a sheet with one cell in each far corner costs no more
//! than two cells.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, ExcelDateTime, ExcelDateTimeType, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError,
    Xlsx, XlsxError,
};

use crate::archive;
use crate::cell::Cell;
use crate::compound::{self, Content};
use crate::error::TableError;

/// The rows and columns that a sheet of Excel has.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// The columns in which a ledger is looked for. A single cell far to the right in every row would
/// cost the time of all the blanks before it.
const COLUMNS_OF_A_LEDGER: u32 = 1024;

/// Takes a row of cells with its number as the user sees it, from 1. Rows without any cell are not
/// told.
pub(crate) type TakeRow<'f> = dyn FnMut(u64, &[Cell]) -> Result<(), TableError> + 'f;

/// Tells the rows of a workbook in the modern format.
pub(crate) fn read_xlsx(
    bytes: &[u8],
    sheet: Option<&str>,
    take: &mut TakeRow<'_>,
) -> Result<(), TableError> {
    let parts = archive::parts(bytes)?;
    if parts.has("workbook.bin") {
        return Err(TableError::NotATable(
            "这是二进制工作簿（.xlsb），请在 Excel 里另存为“Excel 工作簿（.xlsx）”后重试",
        ));
    }
    if !parts.has("[Content_Types].xml") {
        return Err(TableError::NotATable(if parts.has("content.xml") {
            "这是 OpenDocument 表格（.ods），请另存为“Excel 工作簿（.xlsx）”后重试"
        } else {
            "这是压缩包，不是 Excel 工作簿；若台账在压缩包里，请先解压"
        }));
    }
    let mut workbook: Xlsx<_> = guarded(|| Xlsx::new(Cursor::new(bytes)))?.map_err(of_xlsx)?;
    let sheet = sheet_name(workbook.sheets_metadata(), sheet)?;
    let mut cells = guarded(|| workbook.worksheet_cells_reader(&sheet))?.map_err(of_xlsx)?;
    let mut row: Vec<Cell> = Vec::new();
    let mut number = 0;
    while let Some(cell) = guarded(|| cells.next_cell())?.map_err(of_xlsx)? {
        let (at, column) = cell.get_position();
        if at >= ROWS || column >= COLUMNS {
            return Err(TableError::Damaged("有格子在 Excel 的范围以外".to_owned()));
        }
        if column >= COLUMNS_OF_A_LEDGER {
            continue;
        }
        if at < number {
            return Err(TableError::Damaged("行的次序是乱的".to_owned()));
        }
        if at > number {
            if !row.is_empty() {
                take(u64::from(number) + 1, &row)?;
                row.clear();
            }
            number = at;
        }
        let column = column as usize;
        if row.len() <= column {
            row.resize(column + 1, Cell::Blank);
        }
        row[column] = cell_of(&Data::from(cell.get_value().clone()));
    }
    if row.is_empty() { Ok(()) } else { take(u64::from(number) + 1, &row) }
}

/// Tells the rows of a workbook in the format of Excel 97 to 2003.
pub(crate) fn read_xls(
    bytes: &[u8],
    sheet: Option<&str>,
    take: &mut TakeRow<'_>,
) -> Result<(), TableError> {
    let bytes = compound::with_whole_sectors(bytes);
    // A modern workbook with a password is wrapped in the old container.
    if compound::content(&bytes)? == Content::Encrypted {
        return Err(TableError::Encrypted);
    }
    let mut workbook: Xls<_> = guarded(|| Xls::new(Cursor::new(&*bytes)))?.map_err(of_xls)?;
    let sheet = sheet_name(workbook.sheets_metadata(), sheet)?;
    let range = guarded(|| workbook.worksheet_range(&sheet))?.map_err(of_xls)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (number, cells) in (u64::from(first_row) + 1..).zip(range.rows()) {
        let mut row = vec![Cell::Blank; first_column as usize];
        row.extend(cells.iter().map(cell_of));
        take(number, &row)?;
    }
    Ok(())
}

/// Runs the reader of workbooks, and takes a panic in it for what it is: a file so damaged that
/// nobody thought of it.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, TableError> {
    catch_unwind(AssertUnwindSafe(read))
        .map_err(|_| TableError::Damaged("内部结构无法识别".to_owned()))
}

fn of_xlsx(error: XlsxError) -> TableError {
    match error {
        XlsxError::Password => TableError::Encrypted,
        other => TableError::Damaged(other.to_string()),
    }
}

fn of_xls(error: XlsError) -> TableError {
    match error {
        XlsError::Password => TableError::Encrypted,
        other => TableError::Damaged(other.to_string()),
    }
}

/// Finds the sheet that the mapping names, or else the first that a user sees.
fn sheet_name(sheets: &[Sheet], wanted: Option<&str>) -> Result<String, TableError> {
    let mut tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let found = match wanted {
        Some(wanted) => tables.find(|sheet| sheet.name == wanted),
        None => tables.find(|sheet| sheet.visible == SheetVisible::Visible),
    };
    found.map(|sheet| sheet.name.clone()).ok_or_else(|| TableError::NoSuchSheet {
        wanted: wanted.map(str::to_owned),
        found: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
    })
}

fn cell_of(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Blank,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::of_text(text)
        }
        Data::Float(number) => Cell::Number(*number),
        #[expect(clippy::cast_precision_loss, reason = "such large numbers are refused later on")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::Error(error) => Cell::Error(error.to_string()),
        Data::DateTime(moment) if moment.is_duration() => Cell::Number(moment.as_f64()),
        Data::DateTime(moment) => Cell::Serial {
            value: moment.as_f64(),
            since_1904: *moment
                == ExcelDateTime::new(moment.as_f64(), ExcelDateTimeType::DateTime, true),
        },
    }
}
