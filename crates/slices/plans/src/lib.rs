//! Plans: what stands in a person's way, the plan that was made with them, its versions and its progress.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
