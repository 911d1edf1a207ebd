//! The use cases, called by every surface.

pub mod account;
pub mod cover;
pub mod factor_rule;
pub mod leave;
pub mod office;
pub mod outlet;
pub mod password;
pub mod recovery;
pub mod second_factor;
pub mod security;
pub mod sessions;
pub mod sign_in;

mod brakes;
mod lock;
mod secret;

pub(crate) use brakes::of_user_name as brakes_of_user_name;
pub(crate) use lock::hash;
pub(crate) use secret::session_lookup;
