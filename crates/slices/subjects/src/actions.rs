//! The use cases, one file each.

pub mod audit;
pub mod copies;
pub mod export;
pub mod history;
pub mod import;
pub mod open;
pub mod reading;
pub mod record;
