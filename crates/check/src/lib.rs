//! Checking a whole ledger.

mod row;

pub use row::{DutyRow, EntryMention, GateRow, RefusedLine};
