//! What a subject's ledger is, and what an import of further lines would make of it. Pure.

mod instant;
mod judge;
mod parts;
mod reference;
mod sheet;
mod written;

pub use instant::read_instant;
pub use judge::{Fresh, Judged, judge};
pub use parts::{Parts, put_together, take_apart};
pub use reference::{mask, normalise};
pub use sheet::{RefusedLine, Sheet, SubjectLines};
pub use written::Written;
