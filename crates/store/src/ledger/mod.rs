//! The ledger: what happened to each subject, appended and never changed, and provably so.
//!
//! Each subject's entries form a chain of SM3 digests; where the chain ends is attested by the key
//! provider; each day's ends are gathered as the leaves of a Merkle tree under a root that is signed
//! and names the root before it. An entry belongs to exactly one subject.

mod append;
mod encoding;
mod entry;
mod finding;
mod merkle;
mod receipt;
mod root;
mod verify;

pub use append::{Appended, Head, append, append_after, append_all, entries_of};
pub use entry::{Channel, Entry, Initiator, NewEntry};
pub use finding::{Damage, Finding, Summary, Verdict};
pub use merkle::Side;
pub use receipt::{Receipt, ReceiptError, receipt};
pub use root::{Root, Witness, gather, last_root};
pub use verify::{verify, verify_in};

pub(crate) use append::STATEMENTS as APPEND_STATEMENTS;
pub(crate) use receipt::STATEMENTS as RECEIPT_STATEMENTS;
pub(crate) use root::STATEMENTS as ROOT_STATEMENTS;
pub(crate) use verify::STATEMENTS as VERIFY_STATEMENTS;
