//! The day's root: every head that moved since the last one, under one signature.

use kernel::Day;
use sm2::dsa::signature::Verifier;
use sm2::dsa::{Signature, VerifyingKey};

use super::encoding::{self, Hash};
use super::merkle::Tree;
use crate::error::StoreError;
use crate::id::SubjectId;
use crate::seal::KeyProvider;
use crate::time::Instant;
use crate::tx::Tx;
use crate::value::{ToValue, Value};

crate::statements! {
    pub(crate) group "root";
    /// The last root.
    LAST = "SELECT number, day, sealed_at, previous, leaves, tree, signature
        FROM ledger_root ORDER BY number DESC LIMIT 1";
    /// Claims every head that no root holds yet.
    CLAIM = "UPDATE ledger_head SET gathered = $1 WHERE gathered IS NULL";
    /// The claimed heads in the order of their subjects.
    CLAIMED = "SELECT subject_id, sequence, chain FROM ledger_head
        WHERE gathered = $1 AND subject_id > $2 ORDER BY subject_id LIMIT $3";
    /// The root itself.
    PUT = "INSERT INTO ledger_root (number, day, sealed_at, previous, leaves, tree, signature)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The claimed heads, kept as the root's leaves.
    KEEP = "INSERT INTO ledger_leaf (subject_id, root_number, sequence, chain)
        SELECT subject_id, gathered, sequence, chain FROM ledger_head WHERE gathered = $1";
}

/// How many heads are held in memory at a time.
pub(super) const PAGE: i64 = 2_000;

crate::row! {
    /// A root as it is stored.
    pub struct Root from "ledger_root" {
        /// Counts from 1 without gaps.
        pub number: i64,
        /// The day whose heads it gathers.
        pub day: Day,
        /// When it was signed.
        pub sealed_at: Instant,
        /// The digest of the root before it; zeros for the first.
        pub previous: [u8; 32],
        /// How many heads it gathers.
        pub leaves: i64,
        /// The root of the tree over them.
        pub tree: [u8; 32],
        /// The key provider's signature over all of this.
        pub signature: Vec<u8>,
    }
}

/// What somebody outside remembers of a root, so that an older copy of the whole database shows: to
/// be printed, sent to the superior agency, or kept beside the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Which root.
    pub number: i64,
    /// Its digest.
    pub digest: [u8; 32],
}

impl Root {
    fn message(&self) -> Vec<u8> {
        encoding::root(&[
            Value::Integer(self.number),
            self.day.to_value(),
            self.sealed_at.to_value(),
            self.previous.to_value(),
            Value::Integer(self.leaves),
            self.tree.to_value(),
        ])
    }

    /// The digest that the next root names.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        encoding::digest(&self.message())
    }

    /// What somebody outside should remember of it.
    #[must_use]
    pub fn witness(&self) -> Witness {
        Witness { number: self.number, digest: self.digest() }
    }

    /// Tells whether the signature is that of the holder of the public key.
    #[must_use]
    pub fn is_signed_by(&self, verifying_key: &[u8]) -> bool {
        let check = || {
            let key = VerifyingKey::from_sec1_bytes(crate::seal::SIGNER, verifying_key).ok()?;
            let signature = Signature::from_slice(&self.signature).ok()?;
            key.verify(&self.message(), &signature).ok()
        };
        check().is_some()
    }
}

/// Gathers every head that moved since the last root under a root for `day`, in the caller's
/// transaction. A day that is already behind the last root gives that one: running it twice, or late,
/// does no harm. What is appended after it belongs to the next root.
pub async fn gather(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    day: Day,
    now: Instant,
) -> Result<Root, StoreError> {
    let last = last_root(tx).await?;
    let (number, previous) = match last {
        Some(last) if last.day >= day => return Ok(last),
        Some(last) => (last.number + 1, last.digest()),
        None => (1, encoding::NOTHING),
    };
    tx.execute(CLAIM, &[&number]).await?;
    let mut tree = Tree::default();
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let heads: Vec<(SubjectId, i64, Hash)> = tx.all(CLAIMED, &[&number, &after, &PAGE]).await?;
        for (subject, sequence, chain) in &heads {
            tree.push(encoding::leaf(subject.bytes(), *sequence, chain), false);
            after = *subject;
        }
        if heads.is_empty() {
            break;
        }
    }
    let (leaves, tree, _) = tree.finish();
    let mut root =
        Root { number, day, sealed_at: now, previous, leaves, tree, signature: Vec::new() };
    root.signature = keys.sign(&root.message())?;
    tx.execute(
        PUT,
        &[
            &root.number,
            &root.day,
            &root.sealed_at,
            &root.previous,
            &root.leaves,
            &root.tree,
            &root.signature,
        ],
    )
    .await?;
    tx.execute(KEEP, &[&number]).await?;
    Ok(root)
}

/// The last root, if there is one.
pub async fn last_root(tx: &mut Tx) -> Result<Option<Root>, StoreError> {
    tx.optional(LAST, &[]).await
}
