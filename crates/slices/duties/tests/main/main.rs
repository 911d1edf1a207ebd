//! The duties of a living system are those that the rules find in its ledger, on both engines.

mod lives;
mod responsibilities;
mod world;
