//! What a post, a recommendation and a placement are, and what follows a term. Pure.

mod back;
mod closing;
mod document;
mod force;
mod refusal;

pub use back::{BackStep, steps_back};
pub use closing::unanswered;
pub use document::{Content, Purpose};
pub use force::{Placement, awaits_since, in_force, last_end};
pub use refusal::Refusal;
