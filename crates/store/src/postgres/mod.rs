//! PostgreSQL: a fixed number of lanes, each one connection that runs one job at a time.

mod address;
mod lane;
mod lanes;
mod link;
mod tls;
mod wire;

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tokio::runtime::Builder;
use tokio::task::LocalSet;

use address::Address;
use lanes::Lanes;
pub(crate) use link::Link;

use crate::error::StoreError;
use crate::statement::Catalogue;
use crate::work::Work;

/// Threads, and the connections on each of them. Whoever reads has a thread of its own: while one computes the picture
/// of a district, the others go on letting people in. What is written is short, and costs less without changing threads.
const WRITING: (usize, usize) = (1, 32);
const READING: (usize, usize) = (8, 1);
/// How many jobs may wait before callers are held back.
const QUEUE: usize = 4096;

/// What kind of transaction a lane runs.
#[derive(Clone, Copy)]
pub(crate) enum Mode {
    Write,
    Read,
}

/// A PostgreSQL database in use.
pub(crate) struct Postgres {
    writes: Arc<Lanes>,
    reads: Arc<Lanes>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Postgres {
    /// Brings the schema up to date and starts the lanes. `prepare` is given a connection of its own.
    pub(crate) fn open(
        address: &str,
        catalogue: &Catalogue,
        prepare: impl AsyncFnOnce(&mut tokio_postgres::Client) -> Result<(), StoreError>
        + Send
        + 'static,
    ) -> Result<Self, StoreError> {
        let address = Arc::new(Address::read(address)?);
        // The caller may itself stand in a runtime, where none can be started: prepare on a thread of its own.
        let first = Arc::clone(&address);
        on_thread("store-prepare", move || -> Result<(), StoreError> {
            let runtime = runtime()?;
            LocalSet::new().block_on(&runtime, async move {
                let mut client = first.connect().await?;
                prepare(&mut client).await
            })
        })?
        .join()
        .map_err(|_| StoreError::Panicked)??;

        let writes = Arc::new(Lanes::new(QUEUE));
        let reads = Arc::new(Lanes::new(QUEUE));
        let mut threads = Vec::new();
        for (mode, (count, each), lanes) in
            [(Mode::Write, WRITING, &writes), (Mode::Read, READING, &reads)]
        {
            for _ in 0..count {
                let (address, lanes) = (Arc::clone(&address), Arc::clone(lanes));
                let (catalogue, runtime) = (catalogue.clone(), runtime()?);
                threads.push(on_thread("store-postgres", move || {
                    let local = LocalSet::new();
                    for _ in 0..each {
                        let (address, lanes) = (Arc::clone(&address), Arc::clone(&lanes));
                        local.spawn_local(lane::run(mode, address, catalogue.clone(), lanes));
                    }
                    // Ends when every lane has.
                    runtime.block_on(local);
                })?);
            }
        }
        Ok(Self { writes, reads, threads: Mutex::new(threads) })
    }

    pub(crate) async fn write(&self, job: Box<dyn Work>) {
        self.writes.submit(job).await;
    }

    pub(crate) async fn read(&self, job: Box<dyn Work>) {
        self.reads.submit(job).await;
    }

    /// Lets the lanes finish what waits, and waits for them.
    pub(crate) fn close(self) {
        self.writes.close();
        self.reads.close();
        let mut threads = self.threads.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for thread in threads.drain(..) {
            // A thread that panicked has nothing left to wait for.
            drop(thread.join());
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.writes.close();
        self.reads.close();
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, StoreError> {
    Builder::new_current_thread().enable_all().build().map_err(|source| StoreError::Unreachable {
        place: "tokio".to_owned(),
        source: Box::new(source),
    })
}

fn on_thread<T: Send + 'static>(
    name: &str,
    run: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, StoreError> {
    std::thread::Builder::new().name(name.to_owned()).spawn(run).map_err(|source| {
        StoreError::Unreachable { place: name.to_owned(), source: Box::new(source) }
    })
}
