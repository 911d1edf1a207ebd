//! What the tests share: a mapping, and the outcome of a table as text.

use kernel::Day;
use ledger::Reader;
use tables::{Mapping, RowsRead, TableError, read_bytes};

/// The columns that most tests use.
pub(crate) const MAPPING: &str =
    "[columns]\nsubject = \"服务对象\"\nkind = \"事项\"\non = \"日期\"\n";

/// A row as it was told: its number, and the line or the refusal.
pub(crate) type Told = (u64, Result<String, String>);

/// Reads a table with a mapping given as text.
pub(crate) fn read_with(bytes: &[u8], mapping: &str) -> Result<(RowsRead, Vec<Told>), TableError> {
    let mapping = Mapping::parse("对照.toml", mapping)?;
    let today = Day::new(2026, 6, 30).expect("a day");
    let mut told = Vec::new();
    let read = read_bytes(bytes, &mapping, today, &mut |row, line| {
        told.push((row, line.map_err(|refusal| refusal.to_string())));
    })?;
    Ok((read, told))
}

/// Reads a table with the usual mapping.
pub(crate) fn read(bytes: &[u8]) -> Result<(RowsRead, Vec<Told>), TableError> {
    read_with(bytes, MAPPING)
}

/// Reads a table of one row below the usual headings and further ones, as CSV.
pub(crate) fn one_row(headings: &str, row: &str, settings: &str) -> Result<String, String> {
    let table = format!("服务对象,事项,日期{headings}\n{row}\n");
    let mapping = format!("{MAPPING}{settings}");
    let (_, mut told) = read_with(table.as_bytes(), &mapping).expect("a table");
    assert_eq!(told.len(), 1);
    let (row, line) = told.remove(0);
    assert_eq!(row, 2);
    if let Ok(line) = &line {
        assert!(matches!(Reader::new().draft(line.as_bytes()), Ok(Some(_))), "{line}");
    }
    line
}
