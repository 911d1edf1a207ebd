//! Panels: experts of the office above consult on a case, until the person works.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
