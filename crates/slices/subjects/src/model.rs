//! What a subject's ledger is, and what an import of further lines would make of it. Pure.

mod facts;
mod happening;
mod instant;
mod judge;
mod parts;
mod reference;
mod sheet;
mod written;

pub use facts::{LedgerFacts, Recorded};
pub use happening::Happening;
pub(crate) use happening::channel_named;
pub use instant::read_instant;
pub use judge::{Fresh, Judged, judge};
pub use parts::{Origin, Parts, put_together, take_apart};
pub use reference::{SubjectKind, called_by, mask, normalise};
pub use sheet::{RefusedLine, Sheet, SubjectLines};
pub use written::Written;
