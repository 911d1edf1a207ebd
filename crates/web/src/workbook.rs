//! Tables as a workbook.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::cited;
use crate::parts::{Cell, Table};
use crate::problem::Problem;

/// How many characters the name of a sheet may have.
const LONGEST_NAME: usize = 31;
/// What may not stand in it.
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// A sheet of a workbook: one table, or several below each other, each beneath its caption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name. What Excel does not take is left out; no two sheets of a workbook may have the same.
    pub name: String,
    /// What stands on it.
    pub tables: Vec<Table>,
}

/// Answers with a table as a workbook. Identity numbers and everything else that is not a number of things
/// stands there as text, so that nothing is rounded and nothing is taken for a formula.
pub fn workbook(name: &str, table: &Table) -> Result<Response, Problem> {
    let mut workbook = Workbook::new();
    answer(
        name,
        write_alone(workbook.add_worksheet(), table).and_then(|()| workbook.save_to_buffer()),
    )
}

/// Answers with a workbook of several sheets, in the same way.
pub fn workbook_of(name: &str, sheets: &[Sheet]) -> Result<Response, Problem> {
    let mut workbook = Workbook::new();
    let written = sheets.iter().try_for_each(|sheet| {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&sheet.name))?;
        match sheet.tables.as_slice() {
            [table] => write_alone(worksheet, table),
            tables => write_below_each_other(worksheet, tables),
        }
    });
    answer(name, written.and_then(|()| workbook.save_to_buffer()))
}

fn answer(name: &str, written: Result<Vec<u8>, XlsxError>) -> Result<Response, Problem> {
    let bytes = written.map_err(|error| Problem::Fault(format!("workbook: {error}")))?;
    Ok(download(name, bytes))
}

/// Answers with a file that is kept under a name.
pub(crate) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let mut headers = HeaderMap::new();
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let disposition = format!("attachment; filename=\"leye.xlsx\"; filename*=UTF-8''{name}.xlsx");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    (headers, bytes).into_response()
}

fn sheet_name(name: &str) -> String {
    name.chars().filter(|sign| !NOT_IN_NAMES.contains(sign)).take(LONGEST_NAME).collect()
}

fn write_alone(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    write(sheet, table, 0)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write_below_each_other(sheet: &mut Worksheet, tables: &[Table]) -> Result<(), XlsxError> {
    let title = Format::new().set_bold();
    let mut line = 0;
    for table in tables {
        sheet.write_string_with_format(line, 0, &table.caption, &title)?;
        // A line is left free before the next one.
        line = write(sheet, table, line + 1)? + 1;
    }
    Ok(())
}

/// Writes a table from a line on; gives the line after it.
fn write(sheet: &mut Worksheet, table: &Table, first: u32) -> Result<u32, XlsxError> {
    let heading = Format::new().set_bold().set_background_color("#EEF3F1");
    let shown: Vec<usize> =
        (0..table.columns.len()).filter(|at| !table.columns[*at].is_screen_only).collect();
    for (column, at) in (0..).zip(&shown) {
        sheet.write_string_with_format(first, column, &table.columns[*at].heading, &heading)?;
        sheet.set_column_width(column, 18)?;
    }
    let mut line = first + 1;
    for row in table.rows.iter().chain(&table.total) {
        for (column, at) in (0..).zip(&shown) {
            match row.cells.get(*at) {
                Some(Cell::Number(number)) => {
                    #[expect(clippy::cast_precision_loss, reason = "counts of people fit")]
                    sheet.write_number(line, column, *number as f64)?;
                }
                Some(cell) => {
                    sheet.write_string(line, column, cell.plain())?;
                }
                None => {}
            }
        }
        line += 1;
    }
    Ok(line)
}

impl Cell {
    /// Gives what it says without any form; what starts like a formula is defused.
    #[must_use]
    pub fn plain(&self) -> String {
        let text = match self {
            Self::Nothing | Self::Buttons(_) => String::new(),
            Self::Text(text) | Self::Badge(_, text) => text.clone(),
            Self::Badges(badges) => {
                badges.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join("、")
            }
            Self::Two(text, beneath)
            | Self::More(text, beneath)
            | Self::Link { text, beneath, .. } => both(text, beneath),
            Self::Number(number) => number.to_string(),
            Self::PerMille(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
            Self::Day(day) => day.to_string(),
        };
        let text = cited::words(text);
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
    }
}

fn both(text: &str, beneath: &str) -> String {
    if beneath.is_empty() { text.to_owned() } else { format!("{text}（{beneath}）") }
}
