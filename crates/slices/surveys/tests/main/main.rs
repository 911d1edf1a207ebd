//! Surveys: rounds, lists, pictures, plans, demand files, other groups; on both engines.

mod community;
mod demand;
mod figures;
mod groups;
mod lists;
mod pages;
mod pictures;
mod planning;
mod registering;
mod rights;
mod waiting;
mod world;
