//! Barriers and plans as they are used, on both engines.

mod effect;
mod journey;
mod keeping;
mod office;
mod progress;
mod rights;
mod together;
mod waiting;
mod world;
