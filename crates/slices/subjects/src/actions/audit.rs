//! Proving what the chain does not cover: that every ledger belongs to the subject it says.

use std::fmt;
use std::sync::Arc;

use store::seal::{self, Clear, KeyProvider};
use store::{Db, StoreError, SubjectId};

use crate::sql::{self, SubjectRow};
use crate::stored::{self, REFERENCE};

/// How many subjects are read at a time.
const PAGE: i64 = 500;

/// The first subject whose row is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditFinding {
    /// A ledger whose subject is gone.
    SubjectMissing(SubjectId),
    /// The reference was changed, or moved here from another subject.
    ReferenceChanged(SubjectId),
    /// The subject cannot be found by its reference any more.
    LookupChanged(SubjectId),
}

impl fmt::Display for AuditFinding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SubjectMissing(subject) => {
                write!(out, "服务对象 {subject}：有台账而没有对象本身，对象被删去")
            }
            Self::ReferenceChanged(subject) => {
                write!(out, "服务对象 {subject}：姓名（证号）的密文被改动，或换成了别人的")
            }
            Self::LookupChanged(subject) => {
                write!(out, "服务对象 {subject}：查找用的摘要与姓名（证号）不符，被改动过")
            }
        }
    }
}

/// Looks at every subject; gives the first that is not as it was written. Subjects whose keys were
/// destroyed have nothing left to look at.
pub async fn audit(
    db: &Db,
    keys: Arc<dyn KeyProvider>,
) -> Result<Option<AuditFinding>, StoreError> {
    db.read(async move |tx| {
        if let Some((subject,)) = tx.optional::<(SubjectId,)>(sql::ORPHAN, &[]).await? {
            return Ok(Some(AuditFinding::SubjectMissing(subject)));
        }
        let mut after = SubjectId::from_bytes([0; 16]);
        loop {
            let rows: Vec<SubjectRow> = tx.all(sql::PAGE, &[&after, &PAGE]).await?;
            for row in &rows {
                after = row.subject_id;
                let opened = match seal::key_of(tx, keys.as_ref(), after).await {
                    Ok(None) => continue,
                    Ok(Some(key)) => REFERENCE.open(&key, &[], &row.reference),
                    Err(fault) => Err(fault),
                };
                match opened {
                    Ok(reference) => {
                        if stored::lookup(keys.as_ref(), reference.reveal())? != row.lookup {
                            return Ok(Some(AuditFinding::LookupChanged(after)));
                        }
                    }
                    Err(StoreError::Unsealable { .. }) => {
                        return Ok(Some(AuditFinding::ReferenceChanged(after)));
                    }
                    Err(fault) => return Err(fault),
                }
            }
            if rows.is_empty() {
                return Ok(None);
            }
        }
    })
    .await
}

/// Opens the reference of a subject; nothing where there is none to be opened.
pub async fn reference_of(
    db: &Db,
    keys: Arc<dyn KeyProvider>,
    subject: SubjectId,
) -> Result<Option<Clear>, StoreError> {
    db.read(async move |tx| {
        let row: Option<SubjectRow> = tx.optional(sql::BY_ID, &[&subject]).await?;
        let Some(row) = row else { return Ok(None) };
        let Some(key) = seal::key_of(tx, keys.as_ref(), subject).await? else { return Ok(None) };
        Ok(REFERENCE.open(&key, &[], &row.reference).ok())
    })
    .await
}
