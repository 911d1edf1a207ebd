//! The database: opened once, shared by everything, read and written through closures.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::error::StoreError;
use crate::migrate;
use crate::postgres::Postgres;
use crate::sqlite::{self, Sqlite};
use crate::statement::Catalogue;
use crate::time::Instant;
use crate::tx::{Engine, Tx};
use crate::work;

/// A database in use. Cloning shares it; the last clone to go lets it finish in the background, and
/// [`close`](Self::close) waits for that.
#[derive(Clone)]
pub struct Db {
    engine: Arc<Kind>,
    catalogue: Catalogue,
}

enum Kind {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl fmt::Debug for Db {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Db({:?})", self.engine())
    }
}

impl Db {
    /// Opens a database and brings its schema up to date: PostgreSQL for `postgres://…` (or
    /// `postgresql://…`), otherwise SQLite in the file of that path, made when it is missing.
    pub fn open(place: &str, catalogue: Catalogue, now: Instant) -> Result<Self, StoreError> {
        let kind = if is_server(place) {
            Kind::Postgres(Postgres::open(place, &catalogue, async move |client| {
                migrate::postgres(client, now).await
            })?)
        } else {
            Kind::Sqlite(Sqlite::open(Path::new(place), &catalogue, |connection| {
                migrate::sqlite(connection, now)
            })?)
        };
        Ok(Self { engine: Arc::new(kind), catalogue })
    }

    /// Opens a database whose schema is this program's already. Any other is refused and left as it is, with
    /// [`StoreError::Outdated`] where it is older or empty: another program may be using it. Makes no file.
    pub fn open_as_it_is(place: &str, catalogue: Catalogue) -> Result<Self, StoreError> {
        let kind = if is_server(place) {
            Kind::Postgres(Postgres::open(place, &catalogue, async move |client| {
                migrate::is_current_postgres(client).await
            })?)
        } else {
            let file = Path::new(place);
            // Looked at beforehand: our own connections would set how the file keeps its journal.
            migrate::is_current_sqlite(&sqlite::look(file)?)?;
            Kind::Sqlite(Sqlite::open(file, &catalogue, |_| Ok(()))?)
        };
        Ok(Self { engine: Arc::new(kind), catalogue })
    }

    /// Which engine is beneath.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match *self.engine {
            Kind::Sqlite(_) => Engine::Sqlite,
            Kind::Postgres(_) => Engine::Postgres,
        }
    }

    /// The file, when the engine is embedded.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match &*self.engine {
            Kind::Sqlite(sqlite) => Some(sqlite.path().to_owned()),
            Kind::Postgres(_) => None,
        }
    }

    /// The statements it was opened with.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Runs a use case in one transaction. `Ok` means that it is stored and survives power loss. An
    /// `Err` of the use case undoes what it wrote and passes through as it is.
    ///
    /// The closure may be run again when another transaction was first, so what it takes it clones. It
    /// may wait for nothing but the transaction. Dropping the returned future does not stop the job.
    ///
    /// ```ignore
    /// let id = db.write(async move |tx| people::create(tx, &person).await).await?;
    /// ```
    pub async fn write<F, T, E>(&self, case: F) -> Result<T, E>
    where
        F: AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = work::job(case);
        match &*self.engine {
            Kind::Sqlite(sqlite) => sqlite.write(job).await,
            Kind::Postgres(postgres) => postgres.write(job).await,
        }
        await_answer(answer).await
    }

    /// Runs a query on one unchanging state of the database, beside the writer. A write is refused.
    pub async fn read<F, T, E>(&self, case: F) -> Result<T, E>
    where
        F: AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = work::job(case);
        match &*self.engine {
            Kind::Sqlite(sqlite) => sqlite.read(job).await,
            Kind::Postgres(postgres) => postgres.read(job).await,
        }
        await_answer(answer).await
    }

    /// Finishes what is queued and closes every connection. Does nothing while clones are in use.
    pub fn close(self) {
        match Arc::into_inner(self.engine) {
            Some(Kind::Sqlite(sqlite)) => sqlite.close(),
            Some(Kind::Postgres(postgres)) => postgres.close(),
            None => {}
        }
    }
}

/// Tells whether a place is an address of a server, rather than a file.
pub(crate) fn is_server(place: &str) -> bool {
    place.starts_with("postgres://") || place.starts_with("postgresql://")
}

async fn await_answer<T, E: From<StoreError>>(
    answer: oneshot::Receiver<Result<T, E>>,
) -> Result<T, E> {
    match answer.await {
        Ok(outcome) => outcome,
        Err(_) => Err(E::from(StoreError::Closed)),
    }
}
