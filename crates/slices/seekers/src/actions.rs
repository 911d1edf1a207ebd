//! What can be done: one file for each use case.

pub(crate) mod amend;
pub(crate) mod bring_in;
pub(crate) mod complete;
pub(crate) mod differences;
pub(crate) mod evidence;
pub(crate) mod file;
pub(crate) mod find;
pub(crate) mod households;
pub(crate) mod import;
pub(crate) mod joining;
pub(crate) mod list;
pub(crate) mod lookups;
pub(crate) mod merge;
pub(crate) mod names;
pub(crate) mod own;
pub(crate) mod person;
pub(crate) mod take_in;
pub(crate) mod under_way;
pub(crate) mod visits;
pub(crate) mod withdraw;
