//! A clock that stands still, randomness from a seed, and a fresh database on each engine.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use store::{Clock, Engine, Entropy, Instant};
use tempfile::TempDir;

use crate::{postgres, scratch};

/// A clock that shows what it is set to.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// Starts at an instant.
    #[must_use]
    pub const fn at(now: Instant) -> Self {
        Self(AtomicI64::new(now.micros()))
    }

    /// Moves on.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Bytes that look random and are the same for the same seed (the generator is `SplitMix64`).
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    /// Starts from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// Gives the next number.
    pub fn next(&self) -> u64 {
        let mut value = self
            .0
            .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst)
            .wrapping_add(0x9e37_79b9_7f4a_7c15);
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// Gives a number from 0 to below a bound.
    pub fn number(&self, bound: i64) -> i64 {
        i64::try_from(self.next() % bound.unsigned_abs()).unwrap_or(0)
    }

    /// Gives an index below a length.
    pub fn below(&self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap_or(0)
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Where a fresh, empty database may be opened. It vanishes with this value, or with the process.
#[derive(Debug)]
pub struct Place {
    /// Which engine it is on.
    pub engine: Engine,
    /// What `Db::open` takes.
    pub url: String,
    /// A folder of its own, for key files and backups.
    pub folder: TempDir,
}

impl Place {
    /// A fresh place on one engine.
    ///
    /// # Panics
    ///
    /// When there is no folder for temporary files, or PostgreSQL cannot be started.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        let folder = scratch::folder();
        let url = match engine {
            Engine::Sqlite => folder.path().join("leye.db").display().to_string(),
            Engine::Postgres => postgres::server().new_database(),
        };
        Self { engine, url, folder }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.engine == Engine::Postgres {
            postgres::server().drop_database(&self.url);
        }
    }
}

/// A fresh place on each engine, SQLite first.
#[must_use]
pub fn places() -> [Place; 2] {
    [Place::new(Engine::Sqlite), Place::new(Engine::Postgres)]
}

/// Runs a future to its end on a runtime of several threads, as the executable has it.
///
/// # Panics
///
/// When the runtime cannot be started.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

/// A runtime of several threads, for a test that runs many futures to their ends, one after another.
///
/// # Panics
///
/// When it cannot be started.
#[must_use]
pub fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().expect("a runtime")
}
