//! The use cases, one file each.

pub(crate) mod answers;
pub(crate) mod correct;
pub(crate) mod decide;
pub(crate) mod grade;
pub(crate) mod gradings;
pub(crate) mod guarded;
pub(crate) mod open;
pub(crate) mod proposals;
pub(crate) mod record;
pub(crate) mod refusal;
pub(crate) mod scorecards;
