//! The use cases, one file each.

pub mod adopt;
pub mod doers;
pub mod draft;
pub mod effect;
pub mod find;
pub mod kept;
pub mod list;
pub mod open;
pub mod open_steps;
pub mod own_steps;
pub mod progress;
pub mod promised;
pub mod review;
