//! The keys of subjects: made when a subject is, destroyed when its time of retention ends.

use std::fmt;

use zeroize::Zeroizing;

use super::cipher::{self, Pair};
use super::keys::KeyProvider;
use super::{Clear, Sealed};
use crate::error::StoreError;
use crate::id::SubjectId;
use crate::time::{Entropy, Instant};
use crate::tx::Tx;

crate::statements! {
    pub(crate) group "subject_key";
    /// A subject's wrapped key; nothing in it once it was destroyed.
    KEY = "SELECT subject_id, wrapped FROM subject_key WHERE subject_id = $1";
    /// A new subject's key.
    PUT = "INSERT INTO subject_key (subject_id, wrapped, made_at) VALUES ($1, $2, $3)";
    /// The end of everything sealed under it.
    DESTROY = "UPDATE subject_key SET wrapped = NULL, destroyed_at = $1 WHERE subject_id = $2 AND wrapped IS NOT NULL";
}

/// One subject's key, in use. Wiped from memory when dropped.
pub struct SubjectKey {
    subject: SubjectId,
    keys: Pair,
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SubjectKey({})", self.subject)
    }
}

impl SubjectKey {
    /// Takes a subject's key out of the form in which it is stored.
    pub fn unwrap(
        keys: &dyn KeyProvider,
        subject: SubjectId,
        wrapped: &[u8],
    ) -> Result<Self, StoreError> {
        let key = keys.unwrap(&subject.bytes(), wrapped)?;
        Ok(Self { subject, keys: Pair::of(&key) })
    }

    /// Seals a value for a place: `column` as `table.column`, `row` as what tells the row from the
    /// subject's others (empty if it has only one).
    #[must_use]
    pub fn seal(&self, column: &str, row: &[u8], clear: &Clear, entropy: &dyn Entropy) -> Sealed {
        let context = context(self.subject, column, row);
        Sealed(cipher::seal(&self.keys, &context, clear.reveal().as_bytes(), entropy))
    }

    /// Opens a value that was sealed for the same place.
    pub fn open(&self, column: &str, row: &[u8], sealed: &Sealed) -> Result<Clear, StoreError> {
        cipher::open(&self.keys, &context(self.subject, column, row), &sealed.0)
            .and_then(|bytes| String::from_utf8(bytes.to_vec()).ok())
            .map(Clear::new)
            .ok_or_else(|| StoreError::Unsealable {
                what: format!("{column}（{}）", self.subject)
            })
    }
}

/// Makes the key of a new subject and stores it wrapped.
pub async fn make_key(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    subject: SubjectId,
    now: Instant,
    entropy: &dyn Entropy,
) -> Result<SubjectKey, StoreError> {
    let mut key = Zeroizing::new([0; cipher::KEY]);
    entropy.fill(key.as_mut_slice());
    let mut nonce = [0; 16];
    entropy.fill(&mut nonce);
    let wrapped = keys.wrap(&subject.bytes(), &key, &nonce)?;
    tx.execute(PUT, &[&subject, &wrapped, &now]).await?;
    Ok(SubjectKey { subject, keys: Pair::of(&key) })
}

/// Takes out a subject's key; nothing if the subject has none, or no longer.
pub async fn key_of(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    subject: SubjectId,
) -> Result<Option<SubjectKey>, StoreError> {
    let found: Option<(SubjectId, Option<Vec<u8>>)> = tx.optional(KEY, &[&subject]).await?;
    key_in(keys, subject, found.and_then(|(_, wrapped)| wrapped).as_deref())
}

/// Takes out a subject's key, for whoever reads what it is wrapped in together with others; nothing if it was
/// destroyed.
pub fn key_in(
    keys: &dyn KeyProvider,
    subject: SubjectId,
    wrapped: Option<&[u8]>,
) -> Result<Option<SubjectKey>, StoreError> {
    wrapped.map(|wrapped| SubjectKey::unwrap(keys, subject, wrapped)).transpose()
}

/// Destroys a subject's key, and with it every value sealed under it, in the ledger too. Gives whether
/// there was one. Backups made before still hold it, wrapped: they end with their own time of retention.
pub async fn destroy(tx: &mut Tx, subject: SubjectId, now: Instant) -> Result<bool, StoreError> {
    Ok(tx.execute(DESTROY, &[&now, &subject]).await? > 0)
}

fn context(subject: SubjectId, column: &str, row: &[u8]) -> Vec<u8> {
    let mut context = subject.bytes().to_vec();
    context.extend_from_slice(&(column.len() as u64).to_be_bytes());
    context.extend_from_slice(column.as_bytes());
    context.extend_from_slice(row);
    context
}
