//! The tables of this slice.

/// Every statement.
pub const STATEMENTS: &[&store::Statement] = &[];
