//! Transfers: a person goes over to another office without a day when nobody is responsible.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
