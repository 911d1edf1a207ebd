//! Visits: the page that takes a day's list along without a network, and what it brings back.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
