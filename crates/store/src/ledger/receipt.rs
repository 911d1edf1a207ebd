//! A receipt: what a subject can keep, and check later without the database.

use std::fmt;

use super::encoding::{self, Hash};
use super::merkle::{self, Side, Tree};
use super::root::{PAGE, Root};
use crate::error::StoreError;
use crate::id::SubjectId;
use crate::tx::Tx;

crate::statements! {
    pub(crate) group "receipt";
    /// The last leaf of a subject.
    LEAF = "SELECT root_number, sequence, chain FROM ledger_leaf
        WHERE subject_id = $1 ORDER BY root_number DESC LIMIT 1";
    /// One root.
    ROOT = "SELECT number, day, sealed_at, previous, leaves, tree, signature FROM ledger_root WHERE number = $1";
    /// The leaves of one root in the order of their subjects.
    LEAVES = "SELECT subject_id, sequence, chain FROM ledger_leaf
        WHERE root_number = $1 AND subject_id > $2 ORDER BY subject_id LIMIT $3";
}

/// Says that a subject's ledger, as far as it went at the time, is held by a signed root.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// The subject.
    pub subject: SubjectId,
    /// How many entries the ledger had.
    pub sequence: i64,
    /// The chain's digest at the last of them.
    pub chain: [u8; 32],
    /// The way from this head to the root: the sibling at each step.
    pub path: Vec<(Side, [u8; 32])>,
    /// The root.
    pub root: Root,
}

/// Says why a receipt is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptError {
    /// The head does not lead to the root.
    Path,
    /// The root is not signed by the holder of the key.
    Signature,
}

impl fmt::Display for ReceiptError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Path => "回执与当日总摘要不符：台账条数或摘要被改动",
            Self::Signature => "当日总摘要的签名不是本机构所签",
        })
    }
}

impl std::error::Error for ReceiptError {}

impl Receipt {
    /// Checks the receipt against the agency's public key; needs nothing else.
    pub fn check(&self, verifying_key: &[u8]) -> Result<(), ReceiptError> {
        let leaf = encoding::leaf(self.subject.bytes(), self.sequence, &self.chain);
        if merkle::climb(leaf, &self.path) != self.root.tree {
            return Err(ReceiptError::Path);
        }
        if !self.root.is_signed_by(verifying_key) {
            return Err(ReceiptError::Signature);
        }
        Ok(())
    }
}

/// Makes the receipt for a subject's last gathered head; nothing while no root holds one.
pub async fn receipt(tx: &mut Tx, subject: SubjectId) -> Result<Option<Receipt>, StoreError> {
    let found: Option<(i64, i64, Hash)> = tx.optional(LEAF, &[&subject]).await?;
    let Some((number, sequence, chain)) = found else { return Ok(None) };
    let root: Root = tx.one(ROOT, &[&number]).await?;
    let mut tree = Tree::default();
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let leaves: Vec<(SubjectId, i64, Hash)> = tx.all(LEAVES, &[&number, &after, &PAGE]).await?;
        for (owner, sequence, chain) in &leaves {
            tree.push(encoding::leaf(owner.bytes(), *sequence, chain), *owner == subject);
            after = *owner;
        }
        if leaves.is_empty() {
            break;
        }
    }
    let (_, _, path) = tree.finish();
    Ok(Some(Receipt { subject, sequence, chain, path, root }))
}
