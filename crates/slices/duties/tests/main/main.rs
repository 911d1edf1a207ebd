//! The duties of a living system are those that the rules find in its ledger, on both engines.

mod adopting;
mod at_once;
mod lives;
mod pages;
mod responsibilities;
mod sharing;
mod world;
