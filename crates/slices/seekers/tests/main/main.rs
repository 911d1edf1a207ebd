//! People and their files, on both engines, by use case and by page.

mod at_once;
mod canary;
mod companions;
mod completing;
mod exporting;
mod files;
mod finding;
mod households;
mod households_asked;
mod importing;
mod joining;
mod ledger_words;
mod merged_readers;
mod merging;
mod reach;
mod sections;
mod taking_in;
mod under_way;
mod world;
