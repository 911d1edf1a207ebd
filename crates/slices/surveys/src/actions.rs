//! The use cases, one file each.

pub(crate) mod attempts;
pub(crate) mod demand_file;
pub(crate) mod groups;
pub(crate) mod households;
pub(crate) mod picture;
pub(crate) mod plan_day;
pub(crate) mod reach;
pub(crate) mod reasons;
pub(crate) mod record_survey;
pub(crate) mod rounds;
pub(crate) mod to_visit;
