//! Counselling on both engines: appointments that nobody has twice, sessions, assessments, pages.

mod assessing;
mod booking;
mod groups;
mod guiding;
mod near;
mod overlap;
mod pages;
mod world;
