//! The use cases, one file each, called by every surface.

pub mod around;
pub mod assess;
pub mod book;
pub mod change;
pub mod free;
pub mod groups;
pub mod hold;
pub mod hours;
pub mod near;
pub(crate) mod receive;
pub mod requests;
pub(crate) mod week;
