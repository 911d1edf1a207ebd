//! What a device records and what becomes of it. Pure.

mod incoming;
mod outcome;
mod refusal;
mod state;

pub use incoming::{Incoming, LONGEST_WORDS};
pub(crate) use outcome::{Becomes, FOLLOWED_UP, SURVEYED};
pub use outcome::{Method, Outcome};
pub use refusal::Refusal;
pub use state::{Decided, Decision, RecordState, Scope, WaitsFor};

/// How many days a list stays on a device: a norm of ours, since a phone is easily lost.
pub const KEEP_DAYS: i32 = 7;

store::identifier! {
    /// Names a record. The device makes it, so that what is sent twice is received once.
    pub RecordId
}
