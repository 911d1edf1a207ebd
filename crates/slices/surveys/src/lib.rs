//! Surveys: rounds and lists of willingness surveys, the demand file (附件2), and what a round showed.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
