//! Plans (BJ18-25, BJ18-26, BJ18-27, BJ18-28): what stands in a person's way, found by analysis and agreed with
//! them; the plan that is made with them, its versions and its progress; what measures were followed by.
//!
//! A draft belongs to nobody's ledger yet; a version hangs on the entry that adopted or revised it
//! ([`actions::adopt`]), and which one is in force is read from the ledger ([`model::current_entry`]).

pub mod actions;
mod console;
mod keeper;
pub mod model;
mod sql;
mod waiting;

pub use actions::adopt::{Adoption, adopt};
pub use actions::draft::{base_of, drop_draft, keep_draft};
pub use actions::find::{analyse, evidence};
pub use actions::open::{OpenPlan, open_plan};
pub use actions::open_steps::{OpenStep, open_steps};
pub use actions::own_steps::own_steps;
pub use actions::progress::{Noted, note_progress};
pub use actions::review::{Review, review};
pub use console::routes;
pub use keeper::Keeper;
pub use sql::{AnalysisId, STATEMENTS};
pub use waiting::{LATE, SHOWN};
