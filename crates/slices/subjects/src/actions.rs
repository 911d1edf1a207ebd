//! The use cases, one file each.

pub mod audit;
pub mod export;
pub mod import;
