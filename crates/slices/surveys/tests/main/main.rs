//! Surveys: rounds, lists, pictures, plans, demand files, other groups; on both engines.

mod demand;
mod groups;
mod lists;
mod pages;
mod pictures;
mod planning;
mod rights;
mod waiting;
mod world;
