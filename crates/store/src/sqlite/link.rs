//! One connection to SQLite, and the translation of values and errors.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, Value as Own, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, ffi};

use crate::error::{ConstraintKind, StoreError};
use crate::row::Row;
use crate::statement::{Catalogue, Statement};
use crate::value::Value;

/// A connection on its own thread.
pub(crate) struct Link {
    connection: Connection,
    /// Column names by statement, made once.
    columns: RefCell<HashMap<&'static str, Arc<[String]>>>,
    /// Whether the running job has begun to write.
    wrote: Cell<bool>,
    /// Whether a job gets a savepoint before its first write, so that it can be undone alone.
    careful: Cell<bool>,
}

impl Link {
    pub(crate) fn new(connection: Connection) -> Self {
        Self {
            connection,
            columns: RefCell::default(),
            wrote: Cell::new(false),
            careful: Cell::new(false),
        }
    }

    /// Tells whether no transaction is open, as after the engine gave one up by itself.
    pub(super) fn is_idle(&self) -> bool {
        self.connection.is_autocommit()
    }

    /// Begins a transaction. One that a failing disk has left open is ended first.
    pub(super) fn begin(&self, text: &'static str) -> Result<(), StoreError> {
        if !self.is_idle() {
            self.control("ROLLBACK")?;
        }
        self.control(text)
    }

    /// Runs a word of transaction control.
    pub(super) fn control(&self, text: &'static str) -> Result<(), StoreError> {
        let run = || self.connection.prepare_cached(text)?.execute([]);
        run().map(drop).map_err(|error| translate(text, error))
    }

    /// How many frames the write-ahead log holds, and how many of them are folded into the file.
    pub(super) fn log(&self) -> Result<(i64, i64), rusqlite::Error> {
        self.connection
            .prepare_cached("PRAGMA wal_checkpoint(NOOP)")?
            .query_row([], |row| Ok((row.get(1)?, row.get(2)?)))
    }

    /// Folds what can be folded without waiting for anybody.
    pub(super) fn fold(&self) -> Result<(), rusqlite::Error> {
        self.connection.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?.query_row([], |_| Ok(()))
    }

    /// Says whether the jobs of the next transaction get savepoints.
    pub(super) fn be_careful(&self, careful: bool) {
        self.careful.set(careful);
    }

    /// Ends the running job: keeps its writes or undoes them. False when they can only be undone with the whole
    /// transaction.
    pub(super) fn end_job(&self, keep: bool) -> Result<bool, StoreError> {
        if !self.wrote.replace(false) || self.is_idle() {
            return Ok(true);
        }
        if !self.careful.get() {
            return Ok(keep);
        }
        if !keep {
            self.control("ROLLBACK TO job")?;
        }
        self.control("RELEASE job").map(|()| true)
    }

    pub(crate) fn execute(
        &self,
        catalogue: &Catalogue,
        statement: &'static Statement,
        values: &[Value],
    ) -> Result<u64, StoreError> {
        let mut prepared = self.prepare(catalogue, statement, values)?;
        prepared
            .raw_execute()
            .map(|count| count as u64)
            .map_err(|error| translate(statement.name, error))
    }

    pub(crate) fn rows(
        &self,
        catalogue: &Catalogue,
        statement: &'static Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let mut prepared = self.prepare(catalogue, statement, values)?;
        let columns = self.columns.borrow().get(statement.name).cloned().unwrap_or_default();
        let mut found = prepared.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(|error| translate(statement.name, error))? {
            let values = (0..columns.len())
                .map(|index| row.get_ref(index).map(read))
                .collect::<Result<_, _>>()
                .map_err(|error| translate(statement.name, error))?;
            rows.push(Row::new(Arc::clone(&columns), values));
        }
        Ok(rows)
    }

    fn prepare(
        &self,
        catalogue: &Catalogue,
        statement: &'static Statement,
        values: &[Value],
    ) -> Result<CachedStatement<'_>, StoreError> {
        let fault = |error| translate(statement.name, error);
        let known = self.columns.borrow().contains_key(statement.name);
        if !known {
            catalogue.check(statement)?;
        }
        let mut prepared = self.connection.prepare_cached(statement.text).map_err(fault)?;
        if !known {
            let names = prepared.column_names().map(str::to_owned).collect();
            self.columns.borrow_mut().insert(statement.name, names);
        }
        if prepared.parameter_count() != values.len() {
            let (want, got) = (prepared.parameter_count(), values.len());
            return Err(fault(rusqlite::Error::InvalidParameterCount(got, want)));
        }
        for (index, value) in values.iter().enumerate() {
            prepared.raw_bind_parameter(index + 1, Bound(value)).map_err(fault)?;
        }
        if !prepared.readonly() && !self.wrote.get() && !self.is_idle() {
            if self.careful.get() {
                self.control("SAVEPOINT job")?;
            }
            self.wrote.set(true);
        }
        Ok(prepared)
    }

    /// Prepares a statement and tells its columns and how many parameters it takes.
    pub(crate) fn describe(&self, text: &str) -> Result<(Vec<String>, usize), rusqlite::Error> {
        let prepared = self.connection.prepare(text)?;
        let columns = prepared.column_names().map(str::to_owned).collect();
        Ok((columns, prepared.parameter_count()))
    }

    /// Tells, step by step, how a statement is carried out.
    pub(crate) fn steps(&self, text: &str) -> Result<Vec<String>, rusqlite::Error> {
        let mut prepared = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {text}"))?;
        let mut rows = prepared.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next()? {
            steps.push(row.get(3)?);
        }
        Ok(steps)
    }
}

struct Bound<'a>(&'a Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Owned(Own::Null),
            Value::Integer(number) => ToSqlOutput::Owned(Own::Integer(*number)),
            Value::Boolean(truth) => ToSqlOutput::Owned(Own::Integer(i64::from(*truth))),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Id(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id)),
            Value::Day(day) => ToSqlOutput::Owned(Own::Text(day.to_string())),
        })
    }
}

/// Takes what SQLite holds. A text that is not UTF-8 is handed on as bytes, for the reader of the
/// row to refuse by table, column and row.
fn read(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => Value::Bytes(text.to_vec()),
        },
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

/// Says in our words what SQLite refused or failed to do.
pub(crate) fn translate(statement: &'static str, error: rusqlite::Error) -> StoreError {
    let kind = match &error {
        rusqlite::Error::SqliteFailure(inner, _) => match (inner.code, inner.extended_code) {
            // The shared index of the log fails in one way only: it cannot grow.
            (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => {
                return StoreError::Disk { full: true, source: Box::new(error) };
            }
            (ErrorCode::SystemIoFailure, _) => {
                return StoreError::Disk { full: false, source: Box::new(error) };
            }
            (
                ErrorCode::ConstraintViolation,
                ffi::SQLITE_CONSTRAINT_UNIQUE
                | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_ROWID,
            ) => Some(ConstraintKind::Unique),
            (ErrorCode::ConstraintViolation, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => {
                Some(ConstraintKind::Reference)
            }
            (ErrorCode::ConstraintViolation, _) => Some(ConstraintKind::Check),
            _ => None,
        },
        _ => None,
    };
    match kind {
        Some(kind) => StoreError::Constraint { statement, kind, source: Box::new(error) },
        None => StoreError::Engine { statement, source: Box::new(error) },
    }
}
