//! What lies sealed in a column of its own beside the ledger: a text, or a document of which the parts are never asked for
//! one by one. Each value is sealed under the key of the subject whose row it stands in, and for that row alone.

use std::fmt::Write as _;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use store::StoreError;
use store::seal::{Clear, Sealed, SubjectKey};

use crate::Sealing;

/// A column of sealed texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedText {
    column: &'static str,
}

impl SealedText {
    /// Names the column, as `table.column`. What was sealed under one name opens under no other, so that a name stays.
    #[must_use]
    pub const fn of(column: &'static str) -> Self {
        Self { column }
    }

    /// Seals a text for a row; `row` is what tells it from the subject's others, and empty where it has only one.
    #[must_use]
    pub fn seal(
        self,
        sealing: &Sealing,
        key: &SubjectKey,
        row: &[u8],
        text: impl Into<String>,
    ) -> Sealed {
        key.seal(self.column, row, &Clear::new(text), sealing.entropy.as_ref())
    }

    /// The same; nothing where nothing is said.
    #[must_use]
    pub fn seal_some(
        self,
        sealing: &Sealing,
        key: &SubjectKey,
        row: &[u8],
        text: &str,
    ) -> Option<Sealed> {
        (!text.is_empty()).then(|| self.seal(sealing, key, row, text))
    }

    /// Opens what was sealed for a row.
    ///
    /// # Errors
    ///
    /// Fails where it was sealed for another row or under another key, or was altered.
    pub fn open(self, key: &SubjectKey, row: &[u8], sealed: &Sealed) -> Result<Clear, StoreError> {
        key.open(self.column, row, sealed)
    }

    /// The same, where something was said.
    ///
    /// # Errors
    ///
    /// Those of [`SealedText::open`].
    pub fn open_some(
        self,
        key: &SubjectKey,
        row: &[u8],
        sealed: Option<&Sealed>,
    ) -> Result<Option<Clear>, StoreError> {
        sealed.map(|sealed| self.open(key, row, sealed)).transpose()
    }

    /// Says that what lies there is none of what is written there. The words of `error` would repeat it; its place does not.
    fn contradiction(self, key: &SubjectKey, row: &[u8], error: &serde_json::Error) -> StoreError {
        let (table, column) = self.column.split_once('.').unwrap_or((self.column, ""));
        // A key shows whose it is, and nothing else.
        let mut place = format!("{key:?} ");
        for byte in row {
            // Writing to a string cannot fail.
            let _ = write!(place, "{byte:02x}");
        }
        StoreError::Contradiction {
            table,
            column: column.to_owned(),
            row: place.trim_end().to_owned(),
            why: format!("第 {} 行第 {} 列不合格式", error.line(), error.column()),
        }
    }
}

/// A column of sealed documents, each all of what a `T` says.
#[derive(Debug)]
pub struct SealedDocument<T> {
    text: SealedText,
    says: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> SealedDocument<T> {
    /// Names the column, as [`SealedText::of`] does.
    #[must_use]
    pub const fn of(column: &'static str) -> Self {
        Self { text: SealedText::of(column), says: PhantomData }
    }

    /// Seals a document for a row, as [`SealedText::seal`] does.
    ///
    /// # Errors
    ///
    /// Fails where the document cannot be written: less than all of it is never kept.
    pub fn seal(
        &self,
        sealing: &Sealing,
        key: &SubjectKey,
        row: &[u8],
        document: &T,
    ) -> Result<Sealed, StoreError> {
        let written = serde_json::to_string(document);
        let text = written.map_err(|error| self.text.contradiction(key, row, &error))?;
        Ok(self.text.seal(sealing, key, row, text))
    }

    /// Opens the document of a row.
    ///
    /// # Errors
    ///
    /// Those of [`SealedText::open`]; and fails where what lies there says something else than a `T`.
    pub fn open(&self, key: &SubjectKey, row: &[u8], sealed: &Sealed) -> Result<T, StoreError> {
        let text = self.text.open(key, row, sealed)?;
        serde_json::from_str(text.reveal())
            .map_err(|error| self.text.contradiction(key, row, &error))
    }

    /// The same, where there is one.
    ///
    /// # Errors
    ///
    /// Those of [`SealedDocument::open`].
    pub fn open_some(
        &self,
        key: &SubjectKey,
        row: &[u8],
        sealed: Option<&Sealed>,
    ) -> Result<Option<T>, StoreError> {
        sealed.map(|sealed| self.open(key, row, sealed)).transpose()
    }
}
