//! A table as a workbook.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::parts::{Cell, Table};
use crate::problem::Problem;

/// Answers with a table as a workbook. Identity numbers and everything else that is not a number of things
/// stands there as text, so that nothing is rounded and nothing is taken for a formula.
pub fn workbook(name: &str, table: &Table) -> Result<Response, Problem> {
    let bytes = write(table).map_err(|error| Problem::Fault(format!("workbook: {error}")))?;
    let mut headers = HeaderMap::new();
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let disposition = format!("attachment; filename=\"leye.xlsx\"; filename*=UTF-8''{name}.xlsx");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok((headers, bytes).into_response())
}

fn write(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let heading = Format::new().set_bold().set_background_color("#EEF3F1");
    let shown: Vec<usize> =
        (0..table.columns.len()).filter(|at| !table.columns[*at].is_screen_only).collect();
    for (column, at) in (0..).zip(&shown) {
        sheet.write_string_with_format(0, column, &table.columns[*at].heading, &heading)?;
        sheet.set_column_width(column, 18)?;
    }
    for (line, row) in (1..).zip(table.rows.iter().chain(&table.total)) {
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
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

impl Cell {
    /// Gives what it says without any form; what starts like a formula is defused.
    #[must_use]
    pub fn plain(&self) -> String {
        let text = match self {
            Self::Nothing | Self::Buttons(_) => String::new(),
            Self::Text(text) | Self::Badge(_, text) => text.clone(),
            Self::Two(text, beneath)
            | Self::More(text, beneath)
            | Self::Link { text, beneath, .. } => both(text, beneath),
            Self::Number(number) => number.to_string(),
            Self::PerMille(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
            Self::Day(day) => day.to_string(),
        };
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
    }
}

fn both(text: &str, beneath: &str) -> String {
    if beneath.is_empty() { text.to_owned() } else { format!("{text}（{beneath}）") }
}
