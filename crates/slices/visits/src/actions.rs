//! The use cases, one file each.

pub(crate) mod conflict;
pub(crate) mod receive;
pub(crate) mod records;
pub(crate) mod rescue;
pub(crate) mod settle;
pub(crate) mod take_along;
pub(crate) mod waiting;
