//! Who may do what to whom.
//!
//! An [`Actor`] holds [`Role`]s and stands in some [`Relation`] to what an [`Action`] is about; the one
//! [table](permitted) says which of these go together. Pure: whoever calls knows the relation.

mod action;
mod actor;
mod area;
mod place;
mod relation;
mod role;
mod table;

pub use action::Action;
pub use actor::{Actor, Denied, Failure};
pub use area::{Area, OfficeLevel, above, looks_after, way_up};
pub use place::{Absent, Places};
pub use relation::Relation;
pub use role::{Duties, Role};
pub use table::{permitted, relations};
