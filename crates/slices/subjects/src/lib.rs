//! Subjects: persons and employers, each with a service ledger that is imported, kept sealed, proved
//! untouched, and exported.
//!
//! A reference (a name or an ID number) and everything that was typed lie sealed under the subject's
//! own key; in the clear stands only what the rules need ([`model::Parts`]).

pub mod actions;
pub mod model;
mod sealed;
mod sql;
mod stored;

use std::sync::Arc;

use store::Entropy;
use store::seal::KeyProvider;

pub use actions::audit::{AuditFinding, audit, reference_of};
pub use actions::copies::{copies, transcribed_from};
pub use actions::export::{Exported, export};
pub use actions::history::{Past, history, text_in_entry};
pub use actions::import::{ImportError, Imported, Keepers, NoKeepers, import, rehearse};
pub use actions::open::{
    Label, employer_named, find_subject, label_of, name_of, open_name, open_subject, relabel,
};
pub use actions::reading::{
    NewReading, Reading, ReadingPlace, ReadingSearch, SoughtReading, note_reading, readings_before,
    readings_of, search_readings,
};
pub use actions::record::{
    FactsQuery, RecordRefusal, Recorder, facts_in, facts_of, prepare, record,
};
pub use model::{Happening, LedgerFacts, RefusedLine, Sheet, SubjectKind, mask};
pub use sealed::{SealedDocument, SealedText};
pub use sql::{COUNTS, STATEMENTS};

/// What sealing takes from outside: the keys, and randomness.
#[derive(Clone)]
pub struct Sealing {
    /// The keys that do not lie in the database.
    pub keys: Arc<dyn KeyProvider>,
    /// Where unpredictable bytes come from.
    pub entropy: Arc<dyn Entropy>,
}
