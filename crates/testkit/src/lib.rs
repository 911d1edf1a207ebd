//! For tests and benches only: time and randomness under control, and databases that vanish.

mod killed;
mod leaves;
mod measure;
mod postgres;
mod scratch;
mod world;

pub use killed::{acknowledge, acknowledged_until_killed};
pub use leaves::{Leaf, leaf, leaf_through};
pub use measure::{processor_seconds, sync_time};
pub use postgres::{Server, programs, server};
pub use world::{Place, SeededEntropy, SetClock, block_on, places, runtime};
