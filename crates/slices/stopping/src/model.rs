//! What a case of stopping is, whether its ground still holds, and what is written about it. Pure.

mod document;
mod gate;
mod ground;
mod letter;
mod refusal;
mod state;

pub use document::{Attempt, Told, Verification};
pub use gate::{STOP_GATES, gate_of, notice_of, plainly, reason_of};
pub use ground::{Ground, came_back, ground_now, ground_of_case};
pub use letter::Letter;
pub use refusal::Refusal;
pub use state::{CaseState, Outcome, Purpose};

/// Within how many days after having been told somebody is asked to object. A local norm: as long as the law gives
/// for asking an administrative decision to be reconsidered. Whoever comes later is heard too.
pub const OBJECTION_DAYS: i32 = 60;

/// How many days must pass after a case ended without a stop before another begins on the same gate, unless the
/// ledger has a new entry. A local norm: no article sets it; it keeps the same evidence from being brought again and
/// again until somebody approves.
pub const REST_DAYS: i32 = 30;
