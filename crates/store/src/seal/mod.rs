//! Sealing: personal values are stored as SM4 ciphertext under their subject's own key.
//!
//! The subject's key lies in the database wrapped by the master key, which does not. Destroying a
//! subject's key erases everything sealed under it, while the bytes that the ledger's chain runs
//! over stay where they are.

mod cipher;
mod file;
mod keys;
mod subject;

use std::fmt;

use zeroize::Zeroizing;

pub use file::FileKeys;
pub(crate) use file::SIGNER;
pub(crate) use keys::STATEMENTS as KEY_STATEMENTS;
pub use keys::{KeyProvider, admit};
pub(crate) use subject::STATEMENTS as SUBJECT_STATEMENTS;
pub use subject::{SubjectKey, destroy, key_in, key_of, make_key};

use crate::value::{FromValue, ToValue, Value};

/// A personal value in the clear. Wiped from memory when dropped; its debug form shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Clear(Zeroizing<String>);

impl Clear {
    /// Takes a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Shows the text: the one deliberate act by which a sealed value becomes visible.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Clear {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Clear(…)")
    }
}

/// A sealed value as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Gives the stored bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes stored bytes.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sealed({} bytes)", self.0.len())
    }
}

impl ToValue for Sealed {
    fn to_value(&self) -> Value {
        Value::Bytes(self.0.clone())
    }
}

impl FromValue for Sealed {
    fn from_value(value: Value) -> Result<Self, String> {
        Vec::from_value(value).map(Self)
    }
}
