//! What can be done about public-welfare posts, one file for each.

pub(crate) mod ask;
pub(crate) mod conditions;
pub(crate) mod confirm;
pub(crate) mod documents;
pub(crate) mod end;
pub(crate) mod recommend;
pub(crate) mod register;
pub(crate) mod requests;
pub(crate) mod terms;
