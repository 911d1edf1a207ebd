//! What devices take along and bring back, on both engines.

mod device;
mod receiving;
mod settling;
mod shell;
mod taking;
