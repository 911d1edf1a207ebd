//! The use cases, one file each.

pub(crate) mod adopt;
pub(crate) mod agenda;
pub(crate) mod all_waiting;
pub(crate) mod appoint;
pub(crate) mod derive;
pub(crate) mod enter;
pub(crate) mod export;
pub(crate) mod hand_over;
pub(crate) mod left;
pub(crate) mod look_again;
pub(crate) mod merged;
pub(crate) mod move_over;
pub(crate) mod pause;
pub(crate) mod ready;
pub(crate) mod record;
pub(crate) mod rest;
pub(crate) mod results;
pub(crate) mod share;
pub(crate) mod take_on;
pub(crate) mod tie;
