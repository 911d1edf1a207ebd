//! Panels of experts, on both engines and through the pages.

mod days_off;
mod loop_of_a_panel;
mod pages;
mod recorded;
mod rights;
mod waiting;
mod world;
