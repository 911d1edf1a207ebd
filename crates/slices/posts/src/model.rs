//! What a post, a recommendation and a placement are, and what follows a term. Pure.

mod back;
mod closing;
mod document;
mod force;
mod refusal;

pub use back::{BackStep, steps_back};
pub use closing::unanswered;
pub use document::{Content, Purpose};
pub use force::{Placement, in_force, last_end};
pub use refusal::Refusal;

/// How many days before its end a term is listed as ending. A local norm.
pub const ENDING: i32 = 60;
