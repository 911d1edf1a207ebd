//! One connection to PostgreSQL, its prepared statements, and the translation of errors.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::{Client, Error};

use crate::error::{ConstraintKind, Source, StoreError};
use crate::row::Row;
use crate::statement::{Catalogue, Statement};
use crate::value::Value;

/// A statement that the server has prepared, with the names of its columns.
type Prepared = (tokio_postgres::Statement, Arc<[String]>);

/// A statement that travels with whatever comes next.
type Later = (&'static Statement, tokio_postgres::Statement, Vec<Value>);

/// A statement on its way.
type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + 'a>>;

/// A statement on its way, of which only success matters.
type Other<'a> = Answer<'a, ()>;

/// A connection, used by one lane.
pub(crate) struct Link {
    client: Client,
    prepared: RefCell<HashMap<&'static str, Prepared>>,
    /// The beginning of a transaction that has not been sent yet: it travels with the first statement.
    beginning: Cell<Option<&'static str>>,
    later: RefCell<Vec<Later>>,
    /// Whether the server or the network has ended the connection.
    lost: Cell<bool>,
}

/// Sends statements all at once and waits for every one; the server runs them in this order.
async fn together<T>(mut running: Vec<Answer<'_, T>>) -> Result<Vec<T>, StoreError> {
    let mut ends: Vec<Option<Result<T, StoreError>>> = running.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (step, end) in running.iter_mut().zip(&mut ends) {
            if end.is_none()
                && let Poll::Ready(done) = step.as_mut().poll(context)
            {
                *end = Some(done);
            }
        }
        if ends.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    // The first that failed says why; those after it failed because of it.
    ends.into_iter().flatten().collect()
}

impl Link {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            prepared: RefCell::default(),
            beginning: Cell::new(None),
            later: RefCell::default(),
            lost: Cell::new(false),
        }
    }

    /// Tells whether the server or the network has ended the connection.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.get() || self.client.is_closed()
    }

    /// Begins a transaction; costs no journey of its own.
    pub(super) fn begin(&self, text: &'static str) {
        self.beginning.set(Some(text));
        self.later.borrow_mut().clear();
    }

    /// Makes the transaction's writes permanent. What was to travel with the next statement travels with this;
    /// should it fail, the server gives up the transaction instead.
    pub(super) async fn commit(&self) -> Result<(), StoreError> {
        if self.later.borrow().is_empty() && self.beginning.take().is_some() {
            return Ok(());
        }
        self.after_others(self.control("COMMIT")).await
    }

    /// Undoes the transaction; nothing to do when no statement was sent.
    pub(super) async fn roll_back(&self) -> Result<(), StoreError> {
        self.later.borrow_mut().clear();
        if self.beginning.take().is_some() {
            return Ok(());
        }
        self.control("ROLLBACK").await
    }

    async fn control(&self, text: &'static str) -> Result<(), StoreError> {
        self.client.batch_execute(text).await.map_err(|error| self.translate(text, error))
    }

    /// Runs a statement after those that were to travel with it, and after the beginning of the transaction
    /// if that is still to be sent. All are sent at once, in this order, and the server runs them in this order.
    async fn after_others<T>(
        &self,
        statement: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let (beginning, later) = (self.beginning.take(), self.later.take());
        let mut others: Vec<Other<'_>> = Vec::new();
        if let Some(text) = beginning {
            others.push(Box::pin(self.control(text)));
        }
        for (statement, prepared, values) in &later {
            others.push(Box::pin(async move {
                let values = bind(statement, prepared, values)?;
                let done = self.client.execute(prepared, &values).await;
                done.map(drop).map_err(|error| match self.translate(statement.name, error) {
                    duplicate if duplicate.is_duplicate() => {
                        StoreError::Conflict { statement: statement.name }
                    }
                    other => other,
                })
            }));
        }
        if others.is_empty() {
            return statement.await;
        }
        let mut statement = pin!(statement);
        let mut ends: Vec<Option<Result<(), StoreError>>> = others.iter().map(|_| None).collect();
        let mut last = None;
        let done = std::future::poll_fn(|context| {
            for (other, end) in others.iter_mut().zip(&mut ends) {
                if end.is_none()
                    && let Poll::Ready(done) = other.as_mut().poll(context)
                {
                    *end = Some(done);
                }
            }
            if last.is_none()
                && let Poll::Ready(done) = statement.as_mut().poll(context)
            {
                last = Some(done);
            }
            if !ends.iter().all(Option::is_some) {
                return Poll::Pending;
            }
            last.take().map_or(Poll::Pending, Poll::Ready)
        })
        .await;
        // The first that failed says why; those after it failed because of it.
        ends.into_iter().flatten().collect::<Result<(), _>>()?;
        done
    }

    /// Runs a statement together with whatever comes next.
    pub(crate) async fn execute_later(
        &self,
        catalogue: &Catalogue,
        statement: &'static Statement,
        values: Vec<Value>,
    ) -> Result<(), StoreError> {
        let (prepared, _) = self.prepare(catalogue, statement).await?;
        bind(statement, &prepared, &values)?;
        // What cannot be sent must fail now: behind a COMMIT that was sent it would be missing.
        for (value, kind) in values.iter().zip(prepared.params()) {
            value
                .to_sql(kind, &mut BytesMut::new())
                .map_err(|source| StoreError::Engine { statement: statement.name, source })?;
        }
        self.later.borrow_mut().push((statement, prepared, values));
        Ok(())
    }

    /// Runs several statements in one journey: all are sent before the first is answered.
    pub(crate) async fn execute_all(
        &self,
        catalogue: &Catalogue,
        steps: &[(&'static Statement, Vec<Value>)],
    ) -> Result<Vec<u64>, StoreError> {
        self.after_others(async {
            let prepared = self.prepare_all(catalogue, steps).await?;
            let running = steps.iter().zip(&prepared).map(|((statement, values), (ready, _))| {
                let own: Answer<'_, u64> = Box::pin(async move {
                    let values = bind(statement, ready, values)?;
                    let done = self.client.execute(ready, &values).await;
                    done.map_err(|error| self.translate(statement.name, error))
                });
                own
            });
            together(running.collect()).await
        })
        .await
    }

    /// The same, for queries.
    pub(crate) async fn gather(
        &self,
        catalogue: &Catalogue,
        steps: &[(&'static Statement, Vec<Value>)],
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        self.after_others(async {
            let prepared = self.prepare_all(catalogue, steps).await?;
            let running = steps.iter().zip(&prepared).map(|((statement, values), ready)| {
                let own: Answer<'_, Vec<Row>> =
                    Box::pin(async move { self.query(statement, ready, values).await });
                own
            });
            together(running.collect()).await
        })
        .await
    }

    async fn prepare_all(
        &self,
        catalogue: &Catalogue,
        steps: &[(&'static Statement, Vec<Value>)],
    ) -> Result<Vec<Prepared>, StoreError> {
        let mut prepared = Vec::with_capacity(steps.len());
        for (statement, values) in steps {
            let ready = self.prepare(catalogue, statement).await?;
            bind(statement, &ready.0, values)?;
            prepared.push(ready);
        }
        Ok(prepared)
    }

    pub(crate) async fn execute(
        &self,
        catalogue: &Catalogue,
        statement: &'static Statement,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        self.after_others(async {
            let (prepared, _) = self.prepare(catalogue, statement).await?;
            let values = bind(statement, &prepared, &values)?;
            let done = self.client.execute(&prepared, &values).await;
            done.map_err(|error| self.translate(statement.name, error))
        })
        .await
    }

    pub(crate) async fn rows(
        &self,
        catalogue: &Catalogue,
        statement: &'static Statement,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.after_others(async {
            let prepared = self.prepare(catalogue, statement).await?;
            self.query(statement, &prepared, &values).await
        })
        .await
    }

    async fn query(
        &self,
        statement: &'static Statement,
        (prepared, columns): &Prepared,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let values = bind(statement, prepared, values)?;
        let fault = |error| self.translate(statement.name, error);
        let found = self.client.query(prepared, &values).await.map_err(fault)?;
        found
            .iter()
            .map(|row| {
                let values = (0..columns.len())
                    .map(|index| row.try_get::<_, Value>(index))
                    .collect::<Result<_, _>>()
                    .map_err(fault)?;
                Ok(Row::new(Arc::clone(columns), values))
            })
            .collect()
    }

    async fn prepare(
        &self,
        catalogue: &Catalogue,
        statement: &'static Statement,
    ) -> Result<Prepared, StoreError> {
        if let Some(known) = self.prepared.borrow().get(statement.name) {
            return Ok(known.clone());
        }
        catalogue.check(statement)?;
        let prepared = self
            .client
            .prepare(statement.postgres_text())
            .await
            .map_err(|error| self.translate(statement.name, error))?;
        let columns = prepared.columns().iter().map(|column| column.name().to_owned()).collect();
        let prepared = (prepared, columns);
        self.prepared.borrow_mut().insert(statement.name, prepared.clone());
        Ok(prepared)
    }

    /// Says in our words what went wrong, and notes when it was the connection.
    fn translate(&self, statement: &'static str, error: Error) -> StoreError {
        let ended = matches!(
            error.code(),
            Some(
                &SqlState::ADMIN_SHUTDOWN
                    | &SqlState::CRASH_SHUTDOWN
                    | &SqlState::CANNOT_CONNECT_NOW
            )
        );
        if error.is_closed() || ended {
            self.lost.set(true);
        }
        translate(statement, error)
    }

    /// Prepares a statement and tells its columns and how many parameters it takes.
    pub(crate) async fn describe(&self, text: &str) -> Result<(Vec<String>, usize), Error> {
        let prepared = self.client.prepare(text).await?;
        let columns = prepared.columns().iter().map(|column| column.name().to_owned()).collect();
        Ok((columns, prepared.params().len()))
    }
}

/// Lays out the values as the client wants them.
fn bind<'a>(
    statement: &'static Statement,
    prepared: &tokio_postgres::Statement,
    values: &'a [Value],
) -> Result<Vec<&'a (dyn ToSql + Sync)>, StoreError> {
    let (want, got) = (prepared.params().len(), values.len());
    if want != got {
        let source = format!("应有 {want} 个参数，实有 {got} 个").into();
        return Err(StoreError::Engine { statement: statement.name, source });
    }
    Ok(values.iter().map(|value| value as &(dyn ToSql + Sync)).collect())
}

/// Says in our words what PostgreSQL refused or failed to do.
fn translate(statement: &'static str, error: Error) -> StoreError {
    let kind = match error.code() {
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => {
            return StoreError::Conflict { statement };
        }
        Some(code @ (&SqlState::DISK_FULL | &SqlState::IO_ERROR)) => {
            let full = *code == SqlState::DISK_FULL;
            return StoreError::Disk { full, source: said(error) };
        }
        Some(&SqlState::UNIQUE_VIOLATION) => ConstraintKind::Unique,
        Some(&SqlState::FOREIGN_KEY_VIOLATION) => ConstraintKind::Reference,
        Some(
            &SqlState::CHECK_VIOLATION
            | &SqlState::NOT_NULL_VIOLATION
            | &SqlState::INTEGRITY_CONSTRAINT_VIOLATION,
        ) => ConstraintKind::Check,
        _ => return StoreError::Engine { statement, source: said(error) },
    };
    StoreError::Constraint { statement, kind, source: said(error) }
}

/// What the server said without its details: these repeat the values of the row, and what went wrong is logged.
fn said(error: Error) -> Source {
    match error.as_db_error() {
        Some(said) => match said.constraint().or(said.table()) {
            Some(place) => format!("{} {}（{place}）", said.code().code(), said.message()).into(),
            None => format!("{} {}", said.code().code(), said.message()).into(),
        },
        None => Box::new(error),
    }
}
