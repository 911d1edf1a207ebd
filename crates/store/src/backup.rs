//! Copies of an embedded database: made while it is in use, put back only into an empty place.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use crate::db::{self, Db};
use crate::error::StoreError;
use crate::ledger::{self, Summary, Verdict, Witness};
use crate::migrate;
use crate::seal::{self, KeyProvider};
use crate::sqlite;
use crate::statement::Catalogue;
use crate::time::Instant;

/// Copies a database into a new file while others go on reading and writing; the copy is the state at one instant,
/// with the schema that the database has, whichever program that belongs to. Gives the last migration it has had.
/// Blocks its thread as long as the copying takes. `place` is as [`Db::open`] takes it.
///
/// PostgreSQL has tools of its own for this (`pg_dump`, `pg_basebackup`, archived WAL); we refuse.
pub fn backup(place: &str, target: &Path) -> Result<String, StoreError> {
    if db::is_server(place) {
        return Err(refused(
            "PostgreSQL 请用其自带工具备份：pg_dump --format=custom，或 pg_basebackup 加 WAL 归档",
        ));
    }
    if target.exists() {
        return Err(refused(&format!("{} 已存在，不覆盖；请另取文件名", target.display())));
    }
    let partial = beside(target, ".partial");
    remove(&partial).map_err(|error| refused(&format!("{}：{error}", partial.display())))?;
    let connection = sqlite::look(Path::new(place))?;
    let Some(schema) = migrate::last_of_sqlite(&connection)? else {
        return Err(refused(&format!("{place} 不是本系统的数据库，或还是空的")));
    };
    let copied = connection.execute("VACUUM INTO $1", [partial.to_string_lossy().as_ref()]);
    copied.map_err(|error| {
        // What is left of a failed copy is of no use; that it cannot be removed adds nothing.
        drop(remove(&partial));
        refused(&format!("未能写完 {}：{error}", target.display()))
    })?;
    publish(&partial, target)
        .map_err(|error| refused(&format!("{}：{error}", target.display())))?;
    Ok(migrate::stem(&schema))
}

/// Puts a copy back as a database in a new file, brings its schema up to date, and verifies the whole ledger before
/// the file gets its name. Refuses a place that holds anything.
pub async fn restore(
    copy: &Path,
    target: &Path,
    catalogue: Catalogue,
    keys: Arc<dyn KeyProvider>,
    witness: Option<Witness>,
    now: Instant,
) -> Result<Summary, StoreError> {
    for taken in [target.to_owned(), beside(target, "-wal"), beside(target, "-shm")] {
        if taken.exists() {
            return Err(refused(&format!("{} 已存在；只恢复到空的位置", taken.display())));
        }
    }
    let partial = beside(target, ".restoring");
    let fault = |error: &dyn std::fmt::Display| refused(&format!("{}：{error}", copy.display()));
    remove(&partial).map_err(|error| fault(&error))?;
    fs::copy(copy, &partial).map_err(|error| fault(&error))?;
    let end = check(&partial, catalogue, keys, witness, now).await;
    match end {
        Ok(summary) => {
            publish(&partial, target).map_err(|error| fault(&error))?;
            Ok(summary)
        }
        Err(error) => {
            // What is left of a failed restore is of no use; that it cannot be removed adds nothing.
            drop(remove(&partial));
            Err(error)
        }
    }
}

async fn check(
    file: &Path,
    catalogue: Catalogue,
    keys: Arc<dyn KeyProvider>,
    witness: Option<Witness>,
    now: Instant,
) -> Result<Summary, StoreError> {
    let sound: Result<String, rusqlite::Error> = Connection::open(file).and_then(|connection| {
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))
    });
    match sound {
        Ok(text) if text == "ok" => {}
        Ok(text) => return Err(refused(&format!("备份文件已损坏：{text}"))),
        Err(error) => return Err(refused(&format!("备份文件已损坏：{error}"))),
    }
    let db = Db::open(&file.to_string_lossy(), catalogue, now)?;
    seal::admit(&db, keys.as_ref()).await?;
    let verdict = ledger::verify(&db, keys, witness).await;
    db.close();
    match verdict? {
        Verdict::Untouched(summary) => Ok(summary),
        Verdict::Touched(finding) => Err(refused(&format!("备份中的台账不完好：{finding}"))),
    }
}

/// Makes a finished file durable, then gives it its name, so that the name never stands on half a file.
fn publish(partial: &Path, target: &Path) -> io::Result<()> {
    File::open(partial)?.sync_all()?;
    fs::rename(partial, target)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn refused(why: &str) -> StoreError {
    StoreError::Backup { why: why.to_owned() }
}
