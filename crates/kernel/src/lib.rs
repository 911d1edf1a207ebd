//! The vocabulary that everything else is written in: days, identity numbers, code sets.
//!
//! Nothing here reads a clock, a file or the environment.

mod day;

pub use day::{Day, DayError, is_leap_year, month_length};
