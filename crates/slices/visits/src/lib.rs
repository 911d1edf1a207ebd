//! Visits: the page that takes a day's list along without a network, and what it brings back.
//!
//! A device takes a list along ([`take_along`]), records without a network, and later sends what it recorded
//! ([`receive`]): surveys, follow-ups, whatever else. What contradicts another one of the same person waits until somebody decides ([`settle`]).
//! Nothing received is ever changed; each record stays with whoever made it.

mod actions;
mod conflicts;
mod console;
mod keeper;
pub mod model;
mod sql;

pub use actions::conflict::{Conflict, Other, conflict};
pub use actions::receive::receive;
pub use actions::records::{Kept, records_of};
pub use actions::settle::settle;
pub use actions::take_along::{FollowUp, Stop, take_along};
pub use actions::waiting::{Waiting, waiting};
pub use conflicts::CONFLICT;
pub use console::routes;
pub use keeper::Keeper;
pub use sql::STATEMENTS;
