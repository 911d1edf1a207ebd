//! Tests of the rulebook as others use it.

mod calendar;
mod conditions;
mod law_files;
mod notation;
mod properties;
mod random_ledgers;
mod retirement;
mod standards;
mod worked_cases;
