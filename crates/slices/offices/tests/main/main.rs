//! Offices and staff on both engines, through the actions and through the pages.

mod accounts;
mod acts;
mod covers;
mod leaving;
mod offices_of_the_tree;
mod pages;
mod second_factor;
mod sessions;
mod sign_in;
mod world;
