//! Counselling on both engines: appointments that nobody has twice, sessions, assessments, pages.

mod assessing;
mod at_once;
mod booking;
mod elsewhere;
mod groups;
mod guiding;
mod keeping;
mod moving;
mod near;
mod overlap;
mod pages;
mod residence;
mod whole;
mod world;
