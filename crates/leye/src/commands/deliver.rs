//! `leye deliver`: messages that wait leave the database, each as a file that an exchange takes up.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use store::outbox::{self, Message};
use store::{Clock as _, Db, StoreError};

use super::database;
use crate::arguments::Deliver;
use crate::failure::{self, Failure};
use crate::outside::SystemClock;
use crate::terminal;

/// How long messages that were taken are nobody else's, in seconds; after that whoever died with them is succeeded.
const LEASE: i64 = 60;
/// How many are taken at a time: they must be written within the lease, each with two waits for the disk.
const AT_ONCE: i64 = 100;

/// Everything that was due was delivered.
const DELIVERED: u8 = 0;

/// What became of the messages.
#[derive(Default)]
struct Told {
    delivered: u64,
    /// Settled meanwhile by somebody else: delivered by hand, or void.
    settled: u64,
    failed: u64,
    why: String,
}

/// Writes every message that is due into a folder, and marks it as delivered.
pub(crate) fn run(arguments: &Deliver) -> Result<u8, Failure> {
    let folder = arguments.to.as_path();
    // Never made here: where a disk is not mounted, files would go to nobody.
    if !folder.is_dir() {
        return Err(Failure::reading(folder, &io::ErrorKind::NotFound.into()));
    }
    let (told, waiting) = database::wait(async {
        let db = arguments.place.open()?;
        let told = deliver(&db, folder).await;
        let waiting = db.read::<_, _, StoreError>(outbox::waiting).await?;
        db.close();
        Ok((told?, waiting))
    })?;
    let mut out = terminal::output();
    writeln!(out, "已送出 {} 件到 {}", told.delivered, folder.display())?;
    if told.settled > 0 {
        writeln!(out, "另有 {} 件在此期间已由他人办结", told.settled)?;
    }
    out.flush()?;
    if told.failed == 0 {
        return Ok(DELIVERED);
    }
    Err(Failure::Fault(format!(
        "{} 件没有送出：{}；仍在等待的共 {waiting} 件，稍后再运行即重试",
        told.failed, told.why
    )))
}

async fn deliver(db: &Db, folder: &Path) -> Result<Told, Failure> {
    let mut told = Told::default();
    loop {
        let now = SystemClock.now();
        let taken = db
            .write::<_, _, StoreError>(async move |tx| outbox::take(tx, now, LEASE, AT_ONCE).await)
            .await?;
        if taken.is_empty() {
            return Ok(told);
        }
        for message in taken {
            let end = publish(folder, &message).map_err(|error| failure::reason(&error));
            let now = SystemClock.now();
            let why = end.clone().err();
            // Only what has its name on the disk counts as delivered.
            let is_noted = db
                .write::<_, _, StoreError>(async move |tx| match &why {
                    None => outbox::done(tx, &message, now).await,
                    Some(why) => outbox::retry(tx, &message, why, now).await,
                })
                .await?;
            match end {
                _ if !is_noted => told.settled += 1,
                Ok(()) => told.delivered += 1,
                Err(why) => {
                    told.failed += 1;
                    told.why = why;
                }
            }
        }
    }
}

/// Writes a message under its name, whole or not at all: whoever dies in between leaves a name that begins with a dot.
/// The same message is always the same file.
fn publish(folder: &Path, message: &Message) -> io::Result<()> {
    let name = format!("{}.json", message.message_id);
    let partial = folder.join(format!(".{name}.partial"));
    let queued = jiff::Timestamp::from_microsecond(message.enqueued_at.micros());
    let text = serde_json::json!({
        "message": message.message_id.to_string(),
        "topic": message.topic,
        "queued_at": queued.map_err(io::Error::other)?.to_string(),
        "body": body(&message.body),
    });
    let mut file = File::create(&partial)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    drop(file);
    let published = fs::rename(&partial, folder.join(name));
    if published.is_err() {
        // What is left of a failed attempt is of no use; that it cannot be removed adds nothing.
        drop(fs::remove_file(&partial));
    }
    published?;
    File::open(folder)?.sync_all()
}

/// The body as what it says, where it is JSON, and as its words otherwise.
fn body(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_owned()))
}
