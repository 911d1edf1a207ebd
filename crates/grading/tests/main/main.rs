//! Tests of the grading through its public face.

mod cases;
mod changes;
mod evaluation;
mod refusals;
mod table;
