//! The exit from hardship (BJ18-26), one file for each step.

pub(crate) mod decide;
pub(crate) mod find;
pub(crate) mod propose;
