//! What devices take along and bring back, on both engines.

mod device;
mod following;
mod receiving;
mod settling;
mod shell;
mod standing_in;
mod taking;
