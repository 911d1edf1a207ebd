//! Barriers and plans as they are used, on both engines.

mod dates;
mod effect;
mod journey;
mod keeping;
mod merged;
mod office;
mod progress;
mod promises;
mod reviewing;
mod rights;
mod together;
mod waiting;
mod world;
