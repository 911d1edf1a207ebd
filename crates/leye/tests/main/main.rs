//! Tests of the executable as its users meet it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod contract;
mod database;
mod deliver;
mod doctor;
mod documents;
mod grading;
mod harness;
mod own;
mod questions;
mod restoring;
mod tables;
mod upgrading;
