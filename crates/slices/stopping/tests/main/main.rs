//! Tests of stopping as members of staff meet it, on both engines.

mod coming_back;
mod file;
mod lists;
mod objections;
mod rights;
mod roads;
mod town;
mod waiting;
