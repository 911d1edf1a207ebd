//! For tests and benches only: time and randomness under control, and databases that vanish.

mod measure;
mod postgres;
mod scratch;
mod world;

pub use measure::{processor_seconds, sync_time};
pub use postgres::{Server, programs, server};
pub use world::{Place, SeededEntropy, SetClock, block_on, places, runtime};
