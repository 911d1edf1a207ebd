//! Stopping: how a service ends, proposed by a gate, verified, approved, notified, and objected to.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
