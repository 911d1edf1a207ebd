//! Offices, staff, sessions and what is recorded about them: types and rules, pure.

pub mod act;
pub mod brake;
pub mod cover;
pub mod naming;
pub mod office;
pub mod password;
pub mod second_factor;
pub mod session;
pub mod staff;
pub mod totp;
