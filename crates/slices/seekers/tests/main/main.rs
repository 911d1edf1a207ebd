//! People and their files, on both engines, by use case and by page.

mod files;
mod finding;
mod importing;
mod merging;
mod taking_in;
mod world;
