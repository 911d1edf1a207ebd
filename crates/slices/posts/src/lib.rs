//! Public-welfare posts: who may be recommended and why, placements, and what follows them.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
