//! PostgreSQL: a fixed number of lanes, each one connection that runs one job at a time.

mod address;
mod lane;
mod link;
mod tls;
mod wire;

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tokio::runtime::Builder;
use tokio::sync::{Mutex as Waiting, mpsc};
use tokio::task::LocalSet;

use address::Address;
pub(crate) use link::Link;

use crate::error::StoreError;
use crate::statement::Catalogue;
use crate::work::Work;

/// Connections for writing and for reading.
const WRITE_LANES: usize = 32;
const READ_LANES: usize = 8;
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
    writes: mpsc::Sender<Box<dyn Work>>,
    reads: mpsc::Sender<Box<dyn Work>>,
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

        let (writes, write_queue) = mpsc::channel(QUEUE);
        let (reads, read_queue) = mpsc::channel(QUEUE);
        let mut threads = Vec::new();
        for (mode, lanes, queue) in
            [(Mode::Write, WRITE_LANES, write_queue), (Mode::Read, READ_LANES, read_queue)]
        {
            let (address, catalogue) = (Arc::clone(&address), catalogue.clone());
            threads.push(on_thread("store-postgres", move || {
                if let Ok(runtime) = runtime() {
                    let queue = Arc::new(Waiting::new(queue));
                    LocalSet::new().block_on(&runtime, async move {
                        let mut running = Vec::new();
                        for _ in 0..lanes {
                            running.push(tokio::task::spawn_local(lane::run(
                                mode,
                                Arc::clone(&address),
                                catalogue.clone(),
                                Arc::clone(&queue),
                            )));
                        }
                        for lane in running {
                            // A lane ends when the queue does.
                            drop(lane.await);
                        }
                    });
                }
            })?);
        }
        Ok(Self { writes, reads, threads: Mutex::new(threads) })
    }

    pub(crate) async fn write(&self, job: Box<dyn Work>) {
        submit(&self.writes, job).await;
    }

    pub(crate) async fn read(&self, job: Box<dyn Work>) {
        submit(&self.reads, job).await;
    }

    /// Lets the lanes finish what is queued, and waits for them.
    pub(crate) fn close(self) {
        let Self { writes, reads, threads } = self;
        drop((writes, reads));
        for thread in threads.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            // A thread that panicked has nothing left to wait for.
            drop(thread.join());
        }
    }
}

async fn submit(queue: &mpsc::Sender<Box<dyn Work>>, job: Box<dyn Work>) {
    if let Err(mpsc::error::SendError(job)) = queue.send(job).await {
        job.settle(Err(StoreError::Closed));
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
