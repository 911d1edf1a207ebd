//! Tests of stopping as members of staff meet it, on both engines.

mod coming_back;
mod exits;
mod file;
mod letters;
mod lists;
mod objections;
mod resting;
mod rights;
mod roads;
mod town;
mod waiting;
