//! Exporting ledgers in the written form, from which `leye check` computes the same as ever.

use std::sync::Arc;

use store::seal::KeyProvider;
use store::{Db, StoreError, SubjectId};

use crate::sql::{self, ExportRow, SubjectRow};
use crate::stored;

/// How many subjects are read at a time. Each is read on one unchanging state; entries that come in
/// while an export runs may be in it or not.
const PAGE: i64 = 64;

/// What was exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Subjects.
    pub subjects: u64,
    /// Entries.
    pub entries: u64,
    /// Subjects that cannot be any more, because their keys were destroyed.
    pub erased: u64,
    /// Files that went on in another one, which holds what happened in both: written out as well, it would be owed
    /// twice.
    pub merged: u64,
}

/// What a page of subjects gives: their lines, what they are, and where the next page begins.
type Page = (String, Exported, Option<SubjectId>);

/// Hands over the lines of every subject, or of one, each subject's together in the order in which
/// they were entered, subjects in the order in which they came into the database. A file that went on in another one is
/// handed over only when it is asked for by its reference.
pub async fn export<E: From<StoreError>>(
    db: &Db,
    keys: Arc<dyn KeyProvider>,
    reference: Option<&str>,
    take: &mut (dyn FnMut(&str) -> Result<(), E> + Send),
) -> Result<Exported, E> {
    let mut total = Exported::default();
    let mut next = Some(SubjectId::from_bytes([0; 16]));
    while let Some(after) = next {
        let keys = Arc::clone(&keys);
        let reference = reference.map(str::to_owned);
        let (text, page, following): Page = db
            .read::<_, _, StoreError>(async move |tx| {
                let keys = keys.as_ref();
                let mut page = Exported::default();
                let (rows, last): (Vec<SubjectRow>, _) = if let Some(reference) = &reference {
                    (stored::find(tx, keys, reference).await?.into_iter().collect(), None)
                } else {
                    let found: Vec<ExportRow> = tx.all(sql::TO_EXPORT, &[&after, &PAGE]).await?;
                    let (last, all) = (found.last().map(|row| row.subject_id), found.len());
                    let rows: Vec<_> = found.into_iter().filter_map(ExportRow::going_on).collect();
                    page.merged = (all - rows.len()) as u64;
                    (rows, last)
                };
                let mut text = String::new();
                for row in &rows {
                    let Some(ledger) = stored::open(tx, keys, row).await? else {
                        page.erased += 1;
                        continue;
                    };
                    page.subjects += 1;
                    page.entries += ledger.entries.len() as u64;
                    for (_, written) in &ledger.entries {
                        text.push_str(&written.to_string());
                        text.push('\n');
                    }
                }
                Ok((text, page, last))
            })
            .await?;
        take(&text)?;
        total.subjects += page.subjects;
        total.entries += page.entries;
        total.erased += page.erased;
        total.merged += page.merged;
        next = following;
    }
    Ok(total)
}

impl ExportRow {
    /// Gives the subject; nothing when its file went on in another one.
    fn going_on(self) -> Option<SubjectRow> {
        let Self { subject_id, lookup, reference, opened_at, merged_into } = self;
        merged_into.is_none().then_some(SubjectRow { subject_id, lookup, reference, opened_at })
    }
}
