//! What can be done about public-welfare posts, one file for each.

pub(crate) mod conditions;
pub(crate) mod documents;
pub(crate) mod place;
pub(crate) mod recommend;
pub(crate) mod register;
pub(crate) mod terms;
