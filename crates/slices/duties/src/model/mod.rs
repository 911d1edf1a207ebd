//! What is owed, by whom, until when. Pure.

mod bucket;
mod purpose;
mod reason;
mod rest;
mod settled;
mod share;
mod standing;

pub use bucket::Bucket;
pub use purpose::Purpose;
pub use reason::{Discharging, discharging, needed_for, reason, reckoned, window_of};
pub use rest::{Because, Rest, gate_of_rule, resting};
pub use settled::{Basis, Settled};
pub use share::per_mille;
pub use standing::{read_standing, write_standing};
