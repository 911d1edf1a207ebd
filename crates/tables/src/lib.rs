//! Ledgers kept in Excel or CSV, read through a mapping file.
//!
//! An office's own table becomes lines of the contract's JSON (rulebook §2), which then go through
//! the very same form checks as JSON Lines: here only headings, words, dates and numbers are
//! translated. [`Mapping`] says which column is which field; [`read_rows`] yields a line or a
//! refusal for every row, numbered as the user sees it in Excel.

mod archive;
mod cell;
mod compound;
mod dates;
mod delimited;
mod entry;
mod error;
mod headings;
mod identity;
mod mapping;
mod read;
mod template;
mod text;
mod words;
mod workbook;

pub use error::TableError;
pub use mapping::{Encoding, Mapping};
pub use read::{LARGEST_FILE, RowsRead, read_bytes, read_rows};
pub use template::template;
