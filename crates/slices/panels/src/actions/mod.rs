//! The use cases, one file each.

pub(crate) mod accept;
pub(crate) mod close;
pub(crate) mod end;
pub(crate) mod feed_back;
pub(crate) mod find;
pub(crate) mod give_opinion;
pub(crate) mod lists;
pub(crate) mod names;
pub(crate) mod recorded;
pub(crate) mod request;
pub(crate) mod take_up;
