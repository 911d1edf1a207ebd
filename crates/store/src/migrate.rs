//! Bringing the schema up to date: plain files, each applied once, in the order of their names. Whoever only looks
//! asks whether it is, and leaves it as it is.

use rusqlite::{Connection, TransactionBehavior};
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

/// Whether there is any history, on either engine.
const SQLITE_HAS_TABLE: &str =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'";
const POSTGRES_HAS_TABLE: &str = "SELECT to_regclass('migration') IS NOT NULL";
/// What was applied, in order.
const APPLIED: &str = "SELECT name, digest FROM migration ORDER BY name";

/// Migrations by name, with their texts, in the order of their names.
type Files = [(&'static str, &'static str)];

/// Applies what is missing to an SQLite file; all or nothing.
pub(crate) fn sqlite(connection: &mut Connection, now: Instant) -> Result<(), StoreError> {
    sqlite_files(connection, files::SQLITE, now).map_err(StoreError::from)
}

fn sqlite_files(connection: &mut Connection, files: &Files, now: Instant) -> Result<(), Step> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute_batch(SQLITE_TABLE)?;
    for (name, text) in missing(files, &sqlite_applied(&tx)?)? {
        tx.execute_batch(text).map_err(|error| Step::At(name, error.into()))?;
        tx.execute(
            "INSERT INTO migration (name, digest, applied_at) VALUES ($1, $2, $3)",
            (name, digest(text), now.micros()),
        )?;
    }
    tx.commit()?;
    Ok(())
}

/// Applies what is missing to a PostgreSQL database; all or nothing, and one program at a time.
pub(crate) async fn postgres(client: &mut Client, now: Instant) -> Result<(), StoreError> {
    postgres_files(client, files::POSTGRES, now).await.map_err(StoreError::from)
}

async fn postgres_files(client: &mut Client, files: &Files, now: Instant) -> Result<(), Step> {
    let tx = client.transaction().await?;
    tx.batch_execute(POSTGRES_LOCK).await?;
    tx.batch_execute(POSTGRES_TABLE).await?;
    let applied = tx.query(APPLIED, &[]).await?;
    let applied: Vec<Applied> = applied.iter().map(|row| (row.get(0), row.get(1))).collect();
    for (name, text) in missing(files, &applied)? {
        tx.batch_execute(text).await.map_err(|error| Step::At(name, error.into()))?;
        tx.execute(
            "INSERT INTO migration (name, digest, applied_at) VALUES ($1, $2, $3)",
            &[&name, &digest(text), &now.micros()],
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Refuses an SQLite file whose schema is not this program's, without changing it.
pub(crate) fn is_current_sqlite(connection: &Connection) -> Result<(), StoreError> {
    let applied = if has_sqlite(connection)? { sqlite_applied(connection)? } else { Vec::new() };
    current(files::SQLITE, &applied)
}

/// Refuses a PostgreSQL database whose schema is not this program's, without changing it.
pub(crate) async fn is_current_postgres(client: &Client) -> Result<(), StoreError> {
    let applied = async || -> Result<Vec<Applied>, Step> {
        let has_table: bool = client.query_one(POSTGRES_HAS_TABLE, &[]).await?.get(0);
        if !has_table {
            return Ok(Vec::new());
        }
        let rows = client.query(APPLIED, &[]).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    };
    current(files::POSTGRES, &applied().await?)
}

/// The last migration that was applied to an SQLite file, whatever it is; nothing where it is no database of ours.
pub(crate) fn last_of_sqlite(connection: &Connection) -> Result<Option<String>, StoreError> {
    if !has_sqlite(connection)? {
        return Ok(None);
    }
    Ok(sqlite_applied(connection)?.pop().map(|(name, _)| name))
}

fn has_sqlite(connection: &Connection) -> Result<bool, Step> {
    let count: i64 = connection.query_row(SQLITE_HAS_TABLE, [], |row| row.get(0))?;
    Ok(count > 0)
}

fn sqlite_applied(connection: &Connection) -> Result<Vec<Applied>, Step> {
    let mut applied = connection.prepare(APPLIED)?;
    let rows = applied.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A migration that a database has had: its name, and the digest of what was in it.
type Applied = (String, Vec<u8>);

/// Gives what a database has not had yet. Refuses one that a newer program wrote, and one of another history.
fn missing<'a>(
    files: &'a Files,
    applied: &[Applied],
) -> Result<impl Iterator<Item = &'a (&'static str, &'static str)>, Step> {
    let mut is_had = vec![false; files.len()];
    let mut unknown = 0;
    for (name, known) in applied {
        let Some(at) = files.iter().position(|(file, _)| file == name) else {
            unknown += 1;
            continue;
        };
        if *known != digest(files[at].1) {
            return Err(Step::At(
                files[at].0,
                "已应用的内容与本程序所带不同，库不是由本程序的历史版本建立的".into(),
            ));
        }
        is_had[at] = true;
    }
    if unknown > 0 {
        let why = format!("库中有 {unknown} 项本程序不认识的变更，请使用更新的程序");
        return Err(Step::Any(why.into()));
    }
    Ok(files.iter().zip(is_had).filter(|(_, is_had)| !is_had).map(|(file, _)| file))
}

/// Refuses a schema to which anything is missing.
fn current(files: &Files, applied: &[Applied]) -> Result<(), StoreError> {
    if missing(files, applied)?.next().is_none() {
        return Ok(());
    }
    let wanted = files.last().map_or("", |(name, _)| name);
    Err(StoreError::Outdated {
        found: applied.last().map(|(name, _)| stem(name)),
        wanted: stem(wanted),
    })
}

/// What a migration is called outside: its name without the ending.
pub(crate) fn stem(name: &str) -> String {
    name.trim_end_matches(".sql").to_owned()
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::postgres::Postgres;
    use crate::statement::Catalogue;
    use crate::{Db, backup};

    const NOW: Instant = Instant::from_micros(1_767_571_200_000_000);
    /// What a later release might bring.
    const LATER: (&str, &str) = ("9999_later.sql", "CREATE TABLE later (name text NOT NULL)");

    fn catalogue() -> Catalogue {
        Catalogue::new(&[]).expect("a catalogue")
    }

    /// What the program of some other day does that knows these migrations.
    fn by_another_program(place: &str, pick: impl Fn(&Files) -> Vec<(&'static str, &'static str)>) {
        if crate::db::is_server(place) {
            let files = pick(files::POSTGRES);
            Postgres::open(place, &catalogue(), async move |client| {
                postgres_files(client, &files, NOW).await.map_err(StoreError::from)
            })
            .expect("migrated")
            .close();
        } else {
            let mut connection = Connection::open(place).expect("opens");
            let migrated = sqlite_files(&mut connection, &pick(files::SQLITE), NOW);
            migrated.map_err(StoreError::from).expect("migrated");
        }
    }

    fn as_it_is(place: &str) -> Result<(), StoreError> {
        Db::open_as_it_is(place, catalogue()).map(Db::close)
    }

    #[test]
    fn an_older_schema_is_left_as_it_is_until_somebody_asks_for_more() {
        let [.., (before, _), (last, _)] = files::SQLITE else { panic!("two migrations") };
        for place in testkit::places() {
            let empty = as_it_is(&place.url);
            let is_file = !crate::db::is_server(&place.url);
            if is_file {
                assert!(matches!(empty, Err(StoreError::Unreachable { .. })), "{empty:?}");
                assert!(!Path::new(&place.url).exists(), "made by looking for it");
                std::fs::write(&place.url, "").expect("an empty file");
            }
            for _ in 0..2 {
                let empty = as_it_is(&place.url);
                assert!(
                    matches!(empty, Err(StoreError::Outdated { found: None, .. })),
                    "{empty:?}"
                );
            }

            by_another_program(&place.url, |files| files[..files.len() - 1].to_vec());
            for _ in 0..2 {
                let Err(StoreError::Outdated { found, wanted }) = as_it_is(&place.url) else {
                    panic!("opened although older, or brought up to date")
                };
                assert_eq!((found, wanted), (Some(stem(before)), stem(last)));
            }
            let copy = place.folder.path().join("copy.db");
            if is_file {
                let kept = backup::backup(&place.url, &copy).expect("a copy of an older schema");
                assert_eq!(kept, stem(before));
            }

            Db::open(&place.url, catalogue(), NOW).expect("brought up to date").close();
            as_it_is(&place.url).expect("this program's own now");
            if is_file {
                let kept = as_it_is(&copy.to_string_lossy()).expect_err("the way back");
                assert!(matches!(kept, StoreError::Outdated { found: Some(_), .. }), "{kept:?}");
            }
        }
    }

    #[test]
    fn a_newer_schema_and_one_of_another_history_open_neither_way() {
        let newer = |files: &Files| [files, &[LATER]].concat();
        let other = |files: &Files| {
            let mut files = files.to_vec();
            files[0].1 = "CREATE TABLE setting (name text NOT NULL)";
            files[..1].to_vec()
        };
        for (why, place) in testkit::places()
            .map(|place| ("请使用更新的程序", place))
            .into_iter()
            .chain(testkit::places().map(|place| ("不是由本程序的历史版本", place)))
        {
            if why.starts_with("请") {
                by_another_program(&place.url, newer);
            } else {
                by_another_program(&place.url, other);
            }
            let opened = Db::open(&place.url, catalogue(), NOW).map(Db::close);
            for end in [as_it_is(&place.url), opened] {
                let error = end.expect_err("refused");
                assert!(matches!(error, StoreError::Migration { .. }), "{error:?}");
                assert!(error.to_string().contains(why), "{error}");
            }
        }
    }
}
