//! What a post, a recommendation and a placement are, and what follows a term. Pure.

mod back;
mod closing;
mod contact;
mod document;
mod force;
mod gate;
mod refusal;
mod request;

pub use back::{BackStep, steps_back};
pub use closing::unanswered;
pub use contact::{ContactNorm, ContactOccasion, NextContact, speaks, spoken_to};
pub use document::{Content, Purpose};
pub use force::{Placement, awaits_since, in_force, last_end, signed_after};
pub use gate::{Asked, CarriedOut, PlanInForce, in_hardship, of_age, plan_in_force, planned};
pub use refusal::Refusal;
pub use request::RequestState;
pub use rules::Term;
