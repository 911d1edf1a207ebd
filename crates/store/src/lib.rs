//! The store: the only crate that knows a database engine.
//!
//! A use case writes through [`Db::write`] and reads through [`Db::read`]; inside, a [`Tx`] runs
//! registered [`Statement`]s whose one text serves SQLite and PostgreSQL alike.
//!
//! ```
//! use store::{Catalogue, Db, Instant, StoreError};
//!
//! store::statements! {
//!     group "notes";
//!     /// Remembers a note.
//!     PUT = "INSERT INTO setting (name, content) VALUES ($1, $2)";
//!     /// Finds one.
//!     FIND = "SELECT name, content FROM setting WHERE name = $1";
//! }
//!
//! store::row! {
//!     /// A note.
//!     struct Note from "setting" { name: String, content: Vec<u8> }
//! }
//!
//! # let folder = tempfile::tempdir().expect("a folder");
//! # let place = folder.path().join("leye.db").display().to_string();
//! # testkit::block_on(async {
//! let catalogue = Catalogue::new(&[STATEMENTS])?;
//! let db = Db::open(&place, catalogue, Instant::from_micros(0))?;
//! // Stored, synced and acknowledged together, or not at all.
//! db.write(async |tx| tx.execute(PUT, &[&"greeting", &b"hello".to_vec()]).await).await?;
//! let note: Note = db.read(async |tx| tx.one(FIND, &[&"greeting"]).await).await?;
//! assert_eq!(note.content, b"hello");
//! # Ok::<(), StoreError>(())
//! # }).expect("the example runs");
//! ```
//!
//! The ledger ([`ledger`]), sealing ([`seal`]), doing once ([`once`]), the outbox ([`outbox`]) and copies
//! ([`backup`]) stand on that. No clock and no randomness in here: both are passed in.

pub mod backup;
mod db;
mod error;
pub mod id;
pub mod ledger;
mod migrate;
mod once;
pub mod outbox;
mod postgres;
mod row;
pub mod seal;
mod sqlite;
mod statement;
mod time;
mod tx;
mod value;
mod work;

pub use db::Db;
pub use error::{ConstraintKind, StoreError};
pub use id::{ActorId, EntryId, OfficeId, SubjectId};
pub use once::{Once, forget, once};
pub use row::{FromRow, Row, read_all};
pub use statement::{Catalogue, Statement};
pub use time::{Clock, Entropy, Instant};
pub use tx::{Engine, Tx};
pub use value::{FromValue, ToValue, Value};

/// Every statement of the store itself.
pub const STATEMENTS: &[&[&Statement]] = &[
    ledger::APPEND_STATEMENTS,
    ledger::RECEIPT_STATEMENTS,
    ledger::ROOT_STATEMENTS,
    ledger::VERIFY_STATEMENTS,
    once::STATEMENTS,
    outbox::STATEMENTS,
    seal::KEY_STATEMENTS,
    seal::SUBJECT_STATEMENTS,
];
