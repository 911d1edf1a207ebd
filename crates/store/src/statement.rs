//! The registered statements: every text that reaches an engine has a name and stands in a catalogue.

use std::collections::HashMap;
use std::sync::Arc;

use crate::error::StoreError;

/// One SQL text with a name. The same text runs on both engines, with parameters `$1`, `$2` …; the few
/// that cannot be common name a second text for PostgreSQL and are counted by a test.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement {
    /// Unique name, `group.name`, seen in errors and traces.
    pub name: &'static str,
    /// The text for SQLite, and for PostgreSQL where it has none of its own.
    pub text: &'static str,
    /// A text of its own for PostgreSQL.
    pub postgres: Option<&'static str>,
}

impl Statement {
    /// The text that runs on PostgreSQL.
    #[must_use]
    pub fn postgres_text(&self) -> &'static str {
        self.postgres.unwrap_or(self.text)
    }
}

/// Declares a group of statements: one constant each, and `STATEMENTS` with all of them, which the
/// executable puts into the catalogue it opens the database with.
///
/// ```
/// store::statements! {
///     pub group "offices";
///     /// One office by its id.
///     FIND = "SELECT name FROM office WHERE id = $1";
/// }
/// ```
#[macro_export]
macro_rules! statements {
    ($seen:vis group $group:literal; $(
        $(#[$about:meta])* $name:ident = $text:expr $(, postgres $postgres:expr)?;
    )+) => {
        $(
            $(#[$about])*
            $seen const $name: &$crate::Statement = &$crate::Statement {
                name: concat!($group, ".", stringify!($name)),
                text: $text,
                postgres: $crate::statements!(@own $($postgres)?),
            };
        )+
        /// Every statement of this group.
        $seen const STATEMENTS: &[&$crate::Statement] = &[$($name),+];
    };
    (@own) => { None };
    (@own $postgres:expr) => { Some($postgres) };
}

/// All statements that a database may be asked to run.
#[derive(Clone, Debug)]
pub struct Catalogue {
    by_name: Arc<HashMap<&'static str, &'static Statement>>,
}

impl Catalogue {
    /// Gathers groups of statements, those of the store itself included. Refuses two of one name,
    /// and parameters that do not first appear as `$1`, `$2` … in that order (SQLite numbers them by
    /// first appearance, PostgreSQL by their digits).
    pub fn new(groups: &[&[&'static Statement]]) -> Result<Self, StoreError> {
        let mut by_name = HashMap::new();
        for statement in crate::STATEMENTS.iter().chain(groups).flat_map(|group| group.iter()) {
            if let Some(other) = by_name.insert(statement.name, *statement)
                && other != *statement
            {
                return Err(StoreError::Unregistered { statement: statement.name });
            }
            for text in [statement.text, statement.postgres_text()] {
                if count_parameters(text).is_none() {
                    return Err(StoreError::Unregistered { statement: statement.name });
                }
            }
        }
        Ok(Self { by_name: Arc::new(by_name) })
    }

    /// Gives every statement, in the order of their names.
    #[must_use]
    pub fn all(&self) -> Vec<&'static Statement> {
        let mut all: Vec<_> = self.by_name.values().copied().collect();
        all.sort_by_key(|statement| statement.name);
        all
    }

    pub(crate) fn check(&self, statement: &'static Statement) -> Result<(), StoreError> {
        match self.by_name.get(statement.name) {
            Some(known) if *known == statement => Ok(()),
            _ => Err(StoreError::Unregistered { statement: statement.name }),
        }
    }
}

/// Counts the parameters of a text; nothing if they do not first appear in the order of their numbers.
fn count_parameters(text: &str) -> Option<usize> {
    let mut highest = 0;
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        let digits =
            rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let number: usize = rest[..digits].parse().ok()?;
        if number > highest + 1 {
            return None;
        }
        highest = highest.max(number);
    }
    Some(highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_must_first_appear_in_order() {
        assert_eq!(count_parameters("SELECT 1"), Some(0));
        assert_eq!(count_parameters("a = $1 AND b = $2 OR c = $1"), Some(2));
        assert_eq!(count_parameters("a = $2 AND b = $1"), None);
        assert_eq!(count_parameters("a = $x"), None);
    }

    #[test]
    fn a_catalogue_refuses_two_texts_under_one_name() {
        const FIRST: &Statement = &Statement { name: "x.Y", text: "SELECT 1", postgres: None };
        const SECOND: &Statement = &Statement { name: "x.Y", text: "SELECT 2", postgres: None };
        assert!(Catalogue::new(&[&[FIRST], &[FIRST]]).is_ok());
        assert!(Catalogue::new(&[&[FIRST], &[SECOND]]).is_err());
    }
}
