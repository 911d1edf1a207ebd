//! Rows, read by column name into structs.

use std::sync::Arc;

use crate::error::StoreError;
use crate::value::{FromValue, Value};

/// One row as an engine gave it.
#[derive(Debug)]
pub struct Row {
    pub(crate) columns: Arc<[String]>,
    pub(crate) values: Vec<Value>,
    /// Where the next column is looked for first.
    next: usize,
}

impl Row {
    pub(crate) const fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values, next: 0 }
    }

    /// Takes the value of a column out of the row; `table` names it in the error.
    pub fn take<T: FromValue>(
        &mut self,
        table: &'static str,
        column: &str,
    ) -> Result<T, StoreError> {
        // Rows are read in the order of their query, or nearly so: the column looked for is mostly the next one.
        let next = self.next;
        let is_next = self.columns.get(next).is_some_and(|name| name == column);
        let found =
            if is_next { Some(next) } else { self.columns.iter().position(|name| name == column) };
        match found {
            Some(index) => {
                self.next = index + 1;
                self.take_at(table, index)
            }
            None => Err(self.contradiction(table, column, "查询结果中没有这一列".to_owned())),
        }
    }

    /// Takes the value at a position out of the row.
    pub fn take_at<T: FromValue>(
        &mut self,
        table: &'static str,
        index: usize,
    ) -> Result<T, StoreError> {
        let Some(slot) = self.values.get_mut(index) else {
            return Err(self.contradiction(
                table,
                &index.to_string(),
                "查询结果列数不足".to_owned(),
            ));
        };
        // The first column names the row in errors and is therefore left in place.
        let value = if index == 0 { slot.clone() } else { std::mem::replace(slot, Value::Null) };
        T::from_value(value).map_err(|why| self.contradiction(table, &self.columns[index], why))
    }

    fn contradiction(&self, table: &'static str, column: &str, why: String) -> StoreError {
        let row = self.values.first().map_or_else(String::new, Value::naming);
        StoreError::Contradiction { table, column: column.to_owned(), row, why }
    }
}

/// A type that a row can be read into. Declared with [`row!`](crate::row).
pub trait FromRow: Sized {
    /// Reads the row.
    fn from_row(row: Row) -> Result<Self, StoreError>;
}

/// Reads rows that were asked for together with others.
pub fn read_all<R: FromRow>(rows: Vec<Row>) -> Result<Vec<R>, StoreError> {
    rows.into_iter().map(R::from_row).collect()
}

/// Declares a struct whose fields are the columns of a query, and says which table an error about
/// one of them should name.
///
/// ```
/// store::row! {
///     /// An office as the list shows it.
///     pub struct OfficeRow from "office" {
///         /// Its name.
///         pub name: String,
///         /// Whether it takes new people.
///         pub open: bool,
///     }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(#[$about:meta])* $seen:vis struct $name:ident from $table:literal {
        $($(#[$field_about:meta])* $field_seen:vis $field:ident : $kind:ty),+ $(,)?
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        $seen struct $name {
            $($(#[$field_about])* $field_seen $field: $kind),+
        }

        impl $crate::FromRow for $name {
            fn from_row(mut row: $crate::Row) -> Result<Self, $crate::StoreError> {
                Ok(Self { $($field: row.take($table, stringify!($field))?),+ })
            }
        }
    };
}

macro_rules! tuple_row {
    ($($kind:ident $index:literal),+) => {
        impl<$($kind: FromValue),+> FromRow for ($($kind,)+) {
            fn from_row(mut row: Row) -> Result<Self, StoreError> {
                Ok(($(row.take_at::<$kind>("", $index)?,)+))
            }
        }
    };
}
tuple_row!(A 0);
tuple_row!(A 0, B 1);
tuple_row!(A 0, B 1, C 2);
tuple_row!(A 0, B 1, C 2, D 3);
