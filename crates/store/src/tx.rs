//! The transaction as a use case sees it.

use std::cell::Cell;
use std::rc::Rc;

use crate::error::StoreError;
use crate::postgres;
use crate::row::{FromRow, Row};
use crate::sqlite;
use crate::statement::{Catalogue, Statement};
use crate::value::{ToValue, Value};

/// Which engine is beneath; for messages and tests, never for two ways of doing one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The connection beneath a transaction.
pub(crate) enum Link {
    Sqlite(Rc<sqlite::Link>),
    Postgres(Rc<postgres::Link>),
}

/// A transaction. It lives on its engine's own thread and is lent to the closure given to
/// [`Db::write`](crate::Db::write) or [`Db::read`](crate::Db::read); it may wait for nothing but itself.
pub struct Tx {
    link: Link,
    catalogue: Catalogue,
    broken: Cell<bool>,
    conflicted: Cell<bool>,
}

impl Tx {
    pub(crate) fn new(link: Link, catalogue: Catalogue) -> Self {
        Self { link, catalogue, broken: Cell::new(false), conflicted: Cell::new(false) }
    }

    /// Tells whether a statement failed, so that the transaction can only be rolled back.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.get()
    }

    /// Tells whether another transaction was first, so that the whole job is worth repeating.
    pub(crate) fn is_conflicted(&self) -> bool {
        self.conflicted.get()
    }

    /// Which engine is beneath.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement that gives no rows; returns how many rows it changed.
    pub async fn execute(
        &mut self,
        statement: &'static Statement,
        values: &[&dyn ToValue],
    ) -> Result<u64, StoreError> {
        let values = self.ready(values)?;
        let result = match &self.link {
            Link::Sqlite(link) => link.execute(&self.catalogue, statement, &values),
            Link::Postgres(link) => link.execute(&self.catalogue, statement, values).await,
        };
        result.map_err(|error| self.note(error))
    }

    /// Runs statements that give no rows and do not depend on each other's outcome, in this order and in one
    /// journey to the server; returns how many rows each changed.
    pub async fn execute_all(
        &mut self,
        steps: &[(&'static Statement, &[&dyn ToValue])],
    ) -> Result<Vec<u64>, StoreError> {
        let mut ready = Vec::with_capacity(steps.len());
        for (statement, values) in steps {
            ready.push((*statement, self.ready(values)?));
        }
        let result = match &self.link {
            Link::Sqlite(link) => ready
                .iter()
                .map(|(statement, values)| link.execute(&self.catalogue, statement, values))
                .collect(),
            Link::Postgres(link) => link.execute_all(&self.catalogue, &ready).await,
        };
        result.map_err(|error| self.note(error))
    }

    /// Runs a statement whose outcome nobody waits for, together with whatever comes next, the commit at the
    /// latest: a journey to the server less. It must fail, not change nothing, when another transaction was
    /// first, as a plain INSERT does; the whole job is then repeated. Whatever else fails in it shows in what
    /// comes next.
    pub async fn execute_later(
        &mut self,
        statement: &'static Statement,
        values: &[&dyn ToValue],
    ) -> Result<(), StoreError> {
        let values = self.ready(values)?;
        let result = match &self.link {
            Link::Sqlite(link) => link.execute(&self.catalogue, statement, &values).map(drop),
            Link::Postgres(link) => link.execute_later(&self.catalogue, statement, values).await,
        };
        result.map_err(|error| {
            if error.is_duplicate() { self.conflict(statement) } else { self.note(error) }
        })
    }

    /// Runs queries that do not depend on each other's outcome, in this order and in one journey to the server; gives
    /// the rows of each, for [`read_all`](crate::read_all).
    pub async fn gather(
        &mut self,
        steps: &[(&'static Statement, &[&dyn ToValue])],
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut ready = Vec::with_capacity(steps.len());
        for (statement, values) in steps {
            ready.push((*statement, self.ready(values)?));
        }
        let result = match &self.link {
            Link::Sqlite(link) => ready
                .iter()
                .map(|(statement, values)| link.rows(&self.catalogue, statement, values))
                .collect(),
            Link::Postgres(link) => link.gather(&self.catalogue, &ready).await,
        };
        result.map_err(|error| self.note(error))
    }

    /// Runs a query; gives every row. The caller bounds how many there can be.
    pub async fn all<R: FromRow>(
        &mut self,
        statement: &'static Statement,
        values: &[&dyn ToValue],
    ) -> Result<Vec<R>, StoreError> {
        self.rows(statement, values).await?.into_iter().map(R::from_row).collect()
    }

    /// Runs a query that gives at most one row.
    pub async fn optional<R: FromRow>(
        &mut self,
        statement: &'static Statement,
        values: &[&dyn ToValue],
    ) -> Result<Option<R>, StoreError> {
        let mut rows = self.rows(statement, values).await?;
        if rows.len() > 1 {
            return Err(self.wrong_count(statement, rows.len()));
        }
        rows.pop().map(R::from_row).transpose()
    }

    /// Runs a query that gives exactly one row.
    pub async fn one<R: FromRow>(
        &mut self,
        statement: &'static Statement,
        values: &[&dyn ToValue],
    ) -> Result<R, StoreError> {
        match self.optional(statement, values).await? {
            Some(row) => Ok(row),
            None => Err(self.wrong_count(statement, 0)),
        }
    }

    /// Gives up this attempt because another transaction was first: the store rolls back and runs the
    /// whole job again, which then sees what the other one wrote.
    pub fn conflict(&self, statement: &'static Statement) -> StoreError {
        self.note(StoreError::Conflict { statement: statement.name })
    }

    /// Prepares a statement and tells its columns and how many parameters it takes. One test in the
    /// executable does this for the whole catalogue on both engines, in place of a check at build time.
    pub async fn describe(
        &mut self,
        statement: &'static Statement,
    ) -> Result<(Vec<String>, usize), StoreError> {
        let fault = |source| StoreError::Engine { statement: statement.name, source };
        match &self.link {
            Link::Sqlite(link) => {
                link.describe(statement.text).map_err(|error| fault(error.into()))
            }
            Link::Postgres(link) => {
                link.describe(statement.postgres_text()).await.map_err(|error| fault(error.into()))
            }
        }
    }

    /// Tells, step by step, how SQLite carries a statement out, for a test that nothing grows with the city that need
    /// not. PostgreSQL decides anew as its tables grow: nothing.
    pub fn steps(
        &mut self,
        statement: &'static Statement,
    ) -> Result<Option<Vec<String>>, StoreError> {
        match &self.link {
            Link::Sqlite(link) => link.steps(statement.text).map(Some).map_err(|error| {
                StoreError::Engine { statement: statement.name, source: error.into() }
            }),
            Link::Postgres(_) => Ok(None),
        }
    }

    /// Gives rows before they are read into a type, for whoever must look at damaged ones.
    pub(crate) async fn rows(
        &mut self,
        statement: &'static Statement,
        values: &[&dyn ToValue],
    ) -> Result<Vec<Row>, StoreError> {
        let values = self.ready(values)?;
        let result = match &self.link {
            Link::Sqlite(link) => link.rows(&self.catalogue, statement, &values),
            Link::Postgres(link) => link.rows(&self.catalogue, statement, values).await,
        };
        result.map_err(|error| self.note(error))
    }

    fn ready(&self, values: &[&dyn ToValue]) -> Result<Vec<Value>, StoreError> {
        if self.broken.get() {
            return Err(StoreError::Broken);
        }
        Ok(values.iter().map(ToValue::to_value).collect())
    }

    fn note(&self, error: StoreError) -> StoreError {
        self.broken.set(true);
        if matches!(error, StoreError::Conflict { .. }) {
            self.conflicted.set(true);
        }
        error
    }

    fn wrong_count(&self, statement: &'static Statement, count: usize) -> StoreError {
        self.note(StoreError::Engine {
            statement: statement.name,
            source: format!("应得一行，实得 {count} 行").into(),
        })
    }
}
