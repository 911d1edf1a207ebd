//! Bringing the schema up to date: plain files, each applied once, in the order of their names.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use sm3::{Digest, Sm3};
use tokio_postgres::Client;

use crate::error::{Source, StoreError};
use crate::sqlite;
use crate::time::Instant;

/// The migrations of both engines, listed by the build.
pub(crate) mod files {
    include!(concat!(env!("OUT_DIR"), "/migrations.rs"));
}

/// On both engines: which files were applied, and what was in them.
const SQLITE_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    name text NOT NULL PRIMARY KEY, digest blob NOT NULL, applied_at integer NOT NULL) STRICT";
const POSTGRES_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    name text NOT NULL PRIMARY KEY, digest bytea NOT NULL, applied_at bigint NOT NULL)";
/// Any number of ours: whoever holds it migrates, others wait.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(4915201)";

/// Applies what is missing to an SQLite file; all or nothing.
pub(crate) fn sqlite(connection: &mut Connection, now: Instant) -> Result<(), StoreError> {
    let run = |connection: &mut Connection| -> Result<(), Step> {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(SQLITE_TABLE)?;
        let mut applied = 0;
        for (name, text) in files::SQLITE {
            let known: Option<Vec<u8>> = tx
                .query_row("SELECT digest FROM migration WHERE name = $1", [name], |row| row.get(0))
                .optional()?;
            if is_applied(name, text, known)? {
                applied += 1;
                continue;
            }
            tx.execute_batch(text).map_err(|error| Step::At(name, error.into()))?;
            let digest = digest(text);
            tx.execute(
                "INSERT INTO migration (name, digest, applied_at) VALUES ($1, $2, $3)",
                (name, digest.as_slice(), now.micros()),
            )?;
            applied += 1;
        }
        let count: i64 = tx.query_row("SELECT count(*) FROM migration", [], |row| row.get(0))?;
        all_known(applied, count)?;
        tx.commit()?;
        Ok(())
    };
    run(connection).map_err(StoreError::from)
}

/// Applies what is missing to a PostgreSQL database; all or nothing, and one program at a time.
pub(crate) async fn postgres(client: &mut Client, now: Instant) -> Result<(), StoreError> {
    postgres_steps(client, now).await.map_err(StoreError::from)
}

async fn postgres_steps(client: &mut Client, now: Instant) -> Result<(), Step> {
    let tx = client.transaction().await?;
    tx.batch_execute(POSTGRES_LOCK).await?;
    tx.batch_execute(POSTGRES_TABLE).await?;
    let mut applied = 0;
    for (name, text) in files::POSTGRES {
        let known = tx.query_opt("SELECT digest FROM migration WHERE name = $1", &[name]).await?;
        if is_applied(name, text, known.map(|row| row.get(0)))? {
            applied += 1;
            continue;
        }
        tx.batch_execute(text).await.map_err(|error| Step::At(name, error.into()))?;
        tx.execute(
            "INSERT INTO migration (name, digest, applied_at) VALUES ($1, $2, $3)",
            &[name, &digest(text), &now.micros()],
        )
        .await?;
        applied += 1;
    }
    let count: i64 = tx.query_one("SELECT count(*) FROM migration", &[]).await?.get(0);
    all_known(applied, count)?;
    tx.commit().await?;
    Ok(())
}

fn is_applied(name: &'static str, text: &str, known: Option<Vec<u8>>) -> Result<bool, Step> {
    match known {
        None => Ok(false),
        Some(known) if known == digest(text) => Ok(true),
        Some(_) => Err(Step::At(
            name,
            "已应用的内容与本程序所带不同，库不是由本程序的历史版本建立的".into(),
        )),
    }
}

fn all_known(applied: i64, count: i64) -> Result<(), Step> {
    if count > applied {
        let why = format!("库中有 {} 项本程序不认识的变更，请使用更新的程序", count - applied);
        return Err(Step::Any(why.into()));
    }
    Ok(())
}

fn digest(text: &str) -> Vec<u8> {
    Sm3::digest(text.as_bytes()).to_vec()
}

enum Step {
    At(&'static str, Source),
    Any(Source),
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Step {
    fn from(error: E) -> Self {
        Self::Any(Box::new(error))
    }
}

impl From<Step> for StoreError {
    fn from(step: Step) -> Self {
        let (name, source) = match step {
            Step::At(name, source) => (name, source),
            Step::Any(source) => ("migration", source),
        };
        // A disk that is full or broken says nothing about the migrations.
        let source = match source.downcast().map(|error| sqlite::translate(name, *error)) {
            Ok(disk @ Self::Disk { .. }) => return disk,
            Ok(Self::Engine { source, .. } | Self::Constraint { source, .. }) | Err(source) => {
                source
            }
            Ok(other) => Box::new(other),
        };
        let mut why = source.to_string();
        if let Some(cause) = source.source() {
            why = format!("{why}：{cause}");
        }
        Self::Migration { name: name.to_owned(), why }
    }
}
