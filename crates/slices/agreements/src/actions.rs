//! The use cases, one file each.

pub(crate) mod documents;
pub(crate) mod dossier;
pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod officer;
pub(crate) mod papers;
pub(crate) mod residence;
pub(crate) mod sign;
pub(crate) mod signature;
pub(crate) mod team;
pub(crate) mod telling;
pub(crate) mod unmet;
