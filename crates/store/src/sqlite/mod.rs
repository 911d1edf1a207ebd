//! SQLite, embedded: one writer that commits in groups, a few readers beside it.

mod folding;
mod link;
mod reader;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::mpsc;

pub(crate) use link::{Link, translate};

use folding::Folding;

use crate::error::StoreError;
use crate::statement::Catalogue;
use crate::work::Work;

/// How many readers stand beside the writer.
const READERS: usize = 3;
/// How long a connection waits for another that writes.
const BUSY: Duration = Duration::from_secs(5);
/// How many jobs may wait before callers are held back.
const QUEUE: usize = 4096;
/// Kibibytes of page cache for the writer and for each reader.
const WRITER_CACHE: u32 = 16_384;
const READER_CACHE: u32 = 8_192;
/// Bytes of a file from which its readers see it where the kernel keeps it, instead of copying each page into a cache
/// that is too small for it (decision 0314). A smaller file fits, and the memory of a small place stays small.
const MAPPED_FROM: u64 = 512 << 20;
/// Bytes of it that they see so at most, which is as many as SQLite allows.
const MAPPED: u64 = 0x7fff_0000;

/// A running SQLite database.
pub(crate) struct Sqlite {
    path: PathBuf,
    writes: mpsc::Sender<Box<dyn Work>>,
    reads: mpsc::Sender<Box<dyn Work>>,
    writing_thread: Mutex<Vec<JoinHandle<()>>>,
    reading_threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Sqlite {
    /// Opens the file, makes it if it is missing, and starts writer and readers. `prepare` brings the
    /// schema up to date before anybody else sees the file.
    pub(crate) fn open(
        path: &Path,
        catalogue: &Catalogue,
        prepare: impl FnOnce(&mut Connection) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let mut connection = connect(path, OpenFlags::default(), WRITER_CACHE)?;
        prepare(&mut connection)?;
        let (writes, queue) = mpsc::channel(QUEUE);
        let (reads, read_queue) = mpsc::channel(QUEUE);
        let writer_catalogue = catalogue.clone();
        let folding = Folding::start(path)?;
        let writing_thread = vec![spawn("store-writer", path, move || {
            writer::run(Link::new(connection), &writer_catalogue, queue, folding);
        })?];
        let mut reading_threads = Vec::new();
        let read_queue = Arc::new(Mutex::new(read_queue));
        let length = std::fs::metadata(path).map_err(|source| unreachable(path, source))?.len();
        let mapped = if length < MAPPED_FROM { 0 } else { MAPPED };
        for _ in 0..READERS {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = connect(path, flags, READER_CACHE)?;
            connection
                .execute_batch(&format!("PRAGMA query_only = ON; PRAGMA mmap_size = {mapped};"))
                .map_err(|source| unopened(path, source))?;
            let (queue, catalogue) = (Arc::clone(&read_queue), catalogue.clone());
            reading_threads.push(spawn("store-reader", path, move || {
                reader::run(Link::new(connection), &catalogue, &queue);
            })?);
        }
        let (writing_thread, reading_threads) =
            (Mutex::new(writing_thread), Mutex::new(reading_threads));
        Ok(Self { path: path.to_owned(), writes, reads, writing_thread, reading_threads })
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) async fn write(&self, job: Box<dyn Work>) {
        submit(&self.writes, job).await;
    }

    pub(crate) async fn read(&self, job: Box<dyn Work>) {
        submit(&self.reads, job).await;
    }

    /// Lets the threads finish what is queued, and waits for them. The writer goes last and alone:
    /// SQLite folds the write-ahead log into the file only when the last connection closes.
    pub(crate) fn close(self) {
        let Self { writes, reads, writing_thread, reading_threads, .. } = self;
        drop(reads);
        join(reading_threads);
        drop(writes);
        join(writing_thread);
    }
}

/// Waits for threads that have nothing left to wait for.
fn join(threads: Mutex<Vec<JoinHandle<()>>>) {
    for thread in threads.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        // What a thread that panicked has to say was said.
        drop(thread.join());
    }
}

async fn submit(queue: &mpsc::Sender<Box<dyn Work>>, job: Box<dyn Work>) {
    if let Err(mpsc::error::SendError(job)) = queue.send(job).await {
        job.settle(Err(StoreError::Closed));
    }
}

fn spawn(
    name: &str,
    path: &Path,
    run: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|source| unreachable(path, source))
}

/// Opens one connection with the settings that every connection of ours has.
pub(crate) fn connect(path: &Path, flags: OpenFlags, cache: u32) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(path, flags).map_err(|source| unopened(path, source))?;
    // wal_autocheckpoint: the log is folded into the file beside the writer, not in a commit. secure_delete: what is erased is overwritten, so that a destroyed key does not linger in free pages.
    connection
        .execute_batch(&format!(
            "PRAGMA busy_timeout = 5000;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA wal_autocheckpoint = 0;
             PRAGMA secure_delete = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -{cache};"
        ))
        .map_err(|source| unopened(path, source))?;
    connection.set_prepared_statement_cache_capacity(512);
    // Otherwise SQLite looks at the value behind `LIMIT $1` while it plans, and plans anew, parsing included, each
    // time another one is bound: most of the time that a short statement takes.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(|source| unopened(path, source))?;
    Ok(connection)
}

/// Opens a file that is there, without any setting that would change it.
pub(crate) fn look(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|source| unopened(path, source))?;
    connection.busy_timeout(BUSY).map_err(|source| unopened(path, source))?;
    // Nothing is read before something is asked: here it shows whether this is a database at all.
    connection
        .query_row("PRAGMA schema_version", [], |_| Ok(()))
        .map_err(|source| unopened(path, source))?;
    Ok(connection)
}

/// Says why a file cannot be opened: because of the disk, or because of the file.
fn unopened(path: &Path, source: rusqlite::Error) -> StoreError {
    match translate("open", source) {
        StoreError::Engine { source, .. } => {
            StoreError::Unreachable { place: path.display().to_string(), source }
        }
        disk => disk,
    }
}

pub(crate) fn unreachable(
    path: &Path,
    source: impl std::error::Error + Send + Sync + 'static,
) -> StoreError {
    StoreError::Unreachable { place: path.display().to_string(), source: Box::new(source) }
}
