//! What is owed, by whom, until when. Pure.

mod bucket;
mod fallen;
mod purpose;
mod reason;
mod rest;
mod service_place;
mod settled;
mod share;
mod standing;

pub use bucket::Bucket;
pub use fallen::{Answering, CameOverdue, Figure, of_which_came};
pub use purpose::Purpose;
pub use reason::{Discharging, discharging, needed_for, reason, reckoned, window_of};
pub use rest::{Because, Rest, gate_of_rule, of_which_rest, resting};
pub use service_place::{ServicePlace, ServicePlaces};
pub use settled::{Basis, Settled};
pub use share::{LOOK_BACK, RATE_MEANS, enough_share, in_time_share, per_mille};
pub use standing::{read_standing, write_standing};
