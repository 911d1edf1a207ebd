//! Offices and staff on both engines, through the actions and through the pages.

mod accounts;
mod acts;
mod choosing;
mod covers;
mod demanded_factor;
mod leaving;
mod offices_of_the_tree;
mod pages;
mod recovery;
mod second_factor;
mod sessions;
mod sign_in;
mod world;
