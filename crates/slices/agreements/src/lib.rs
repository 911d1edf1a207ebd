//! Agreements: the employment-assistance agreement (附件3), its paper and signature, its performance, and the team around its officer.

mod console;
mod sql;

pub use console::routes;
pub use sql::STATEMENTS;
