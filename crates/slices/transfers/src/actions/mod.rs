//! The use cases, one file each.

pub(crate) mod beside;
pub(crate) mod carried;
pub(crate) mod confirm_move;
pub(crate) mod decide;
pub(crate) mod find;
pub(crate) mod forward;
pub(crate) mod lists;
pub(crate) mod move_office;
pub(crate) mod receive;
pub(crate) mod rehearse;
pub(crate) mod request;
pub(crate) mod step;
pub(crate) mod tree;
pub(crate) mod verify;
pub(crate) mod withdraw;
