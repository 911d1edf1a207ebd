//! Folding the write-ahead log back into the file, beside the writer, so that no commit waits for it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::Link;
use crate::error::StoreError;

/// Frames of the log (pages of 4 KiB) not yet in the file from which folding begins beside the writer: 16 MiB.
const BEGIN: i64 = 4_096;
/// Frames from which the writer folds the rest itself: 64 MiB. SQLite begins the log anew only once all of it is in
/// the file, which under an unceasing load never happens beside the writer.
const LONGEST: i64 = 16_384;
/// Frames from which the writer waits for the folding beside it and then folds the rest: 256 MiB. Somebody who writes
/// without a pause, as whoever brings in a city does, would otherwise outrun it for good, and the log would grow with
/// the file.
const FULL: i64 = 65_536;
/// How long the writer waits at most; the disk may be slow, but whoever asked waits too.
const PATIENCE: Duration = Duration::from_secs(2);
/// After how long it looks again.
const PAUSE: Duration = Duration::from_millis(1);
/// Kibibytes of page cache of the folding connection, which does not use it.
const CACHE: u32 = 64;

/// What folds. Ends with the writer that owns it.
pub(super) struct Folding {
    ask: Option<SyncSender<()>>,
    busy: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    /// Frames in the log from which the writer folds itself.
    limit: i64,
}

impl Folding {
    pub(super) fn start(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = super::connect(path, flags, CACHE)?;
        // One request may wait while another is worked on; a third would add nothing.
        let (ask, asked) = sync_channel(1);
        let busy = Arc::new(AtomicBool::new(false));
        let own = Arc::clone(&busy);
        let thread = super::spawn("store-folding", path, move || run(&connection, &asked, &own))?;
        Ok(Self { ask: Some(ask), busy, thread: Some(thread), limit: LONGEST })
    }

    /// Called by the writer between its transactions.
    pub(super) fn after_commit(&mut self, link: &Link) {
        // A disk that fails here fails the next commit too, which has somebody to tell.
        let Ok((frames, folded)) = link.log() else { return };
        if frames < BEGIN {
            self.limit = LONGEST;
        } else if frames >= self.limit && self.is_free(frames >= FULL) {
            drop(link.fold());
            // A reader that still needs the log keeps it from beginning anew; do not try at each commit.
            self.limit = frames + BEGIN;
        } else if frames - folded >= BEGIN
            && let Some(ask) = &self.ask
        {
            // When one request waits already, it will see these frames too.
            let _ = ask.try_send(());
        }
    }
}

impl Folding {
    /// Tells whether nobody folds just now, after waiting for it where that is wanted.
    fn is_free(&self, waits: bool) -> bool {
        let is_busy = || self.busy.load(Ordering::Acquire);
        let mut left = if waits { PATIENCE } else { Duration::ZERO };
        while is_busy() && !left.is_zero() {
            std::thread::sleep(PAUSE);
            left = left.saturating_sub(PAUSE);
        }
        !is_busy()
    }
}

impl Drop for Folding {
    fn drop(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn run(connection: &Connection, asked: &Receiver<()>, busy: &AtomicBool) {
    while asked.recv().is_ok() {
        busy.store(true, Ordering::Release);
        // What was not folded now is folded next time, or when the last connection closes.
        drop(connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())));
        busy.store(false, Ordering::Release);
    }
}
