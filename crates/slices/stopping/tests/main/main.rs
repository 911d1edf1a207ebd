//! Tests of stopping as members of staff meet it, on both engines.

mod coming_back;
mod enough;
mod exit_objections;
mod exits;
mod file;
mod going_over;
mod letters;
mod lists;
mod objections;
mod over_a_merge;
mod racing;
mod rest_figures;
mod resting;
mod resting_elsewhere;
mod rights;
mod roads;
mod taking_back;
mod told;
mod town;
mod undone;
mod waiting;
