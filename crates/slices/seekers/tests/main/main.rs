//! People and their files, on both engines, by use case and by page.

mod at_once;
mod companions;
mod completing;
mod exporting;
mod files;
mod finding;
mod importing;
mod merging;
mod reach;
mod sections;
mod taking_in;
mod under_way;
mod world;
