//! Checking a whole ledger: every duty and gate of every subject, sorted, counted and shown.
//!
//! A ledger is read in blocks that end where a subject ends, blocks are checked on as many threads
//! as are wanted, and the duties are sorted on disk where they do not fit into memory. What comes
//! out does not depend on the number of threads.

mod block;
mod input;
mod json;
mod parallel;
mod record;
mod row;
mod run;
mod spill;
pub mod summary;
mod text;
pub mod workbook;

pub use json::write_gate;
pub use row::{DutyRow, EntryMention, GateRow, RefusedLine};
pub use run::{Checked, Listener, Options, check};
pub use summary::Summary;
pub use text::{padded, printable};
