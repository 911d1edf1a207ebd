//! The duties of a living system are those that the rules find in its ledger, on both engines.

mod adopting;
mod appointing;
mod at_once;
mod fallen;
mod handing;
mod killed;
mod leaving;
mod links;
mod lists;
mod lives;
mod pages;
mod reach;
mod readings;
mod responsibilities;
mod results;
mod sharing;
mod waiting;
mod windows;
mod world;
