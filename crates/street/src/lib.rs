//! For tests only: a street office with its neighbours in two districts of a city, people in it, and browsers
//! to visit it with.

#![expect(
    clippy::missing_panics_doc,
    reason = "a test ends in a panic where something is not as it should be"
)]
#![expect(clippy::must_use_candidate, reason = "a test that looks at nothing fails nowhere")]

mod acting;
mod chance;
mod fresh;
mod harmony;
mod html;
mod world;

pub use chance::happening;
pub use fresh::{Fresh, desk_on, fresh};
pub use harmony::Owed;
pub use html::{Shown, decode, encode};
/// For [`by`].
#[doc(hidden)]
pub use store::Tx;
pub use world::{
    BESIDE, CITY, DISTRICT, FAR, NAME, NUMBER, OTHER_DISTRICT, START, STREET, World, on_both,
    on_both_at_once, on_both_with,
};
