//! Barriers, plans, steps, what changed between versions, what measures were followed by: pure.

pub mod analysis;
pub mod catalogue;
pub mod dates;
mod days;
pub mod difference;
pub mod effect;
pub mod goal;
pub mod plan;
pub mod prepare;
pub mod refusal;
pub mod standing;

pub use analysis::{Analysis, Consent, Evidence, FoundBarrier, Proposed, propose};
pub use catalogue::{Barrier, Edition, Measure};
pub use dates::Measured;
pub use difference::{Change, Difference, differences};
pub use effect::{Course, Effect, effects};
pub use goal::wanted_by;
pub use plan::{By, PlanText, Progress, Stage, Step, StepState, Tally};
pub use prepare::prepare;
pub use refusal::PlanRefusal;
pub use standing::{PlanEntry, current_entry, kind_now, open_entry, plan_entries};
