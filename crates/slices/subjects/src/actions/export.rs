//! Exporting ledgers in the written form, from which `leye check` computes the same as ever.

use std::sync::Arc;

use store::seal::KeyProvider;
use store::{Db, StoreError, SubjectId};

use crate::sql::{self, SubjectRow};
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
}

/// What a page of subjects gives: their lines, what they are, and where the next page begins.
type Page = (String, Exported, Option<SubjectId>);

/// Hands over the lines of every subject, or of one, each subject's together in the order in which
/// they were entered, subjects in the order in which they came into the database.
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
                let rows: Vec<SubjectRow> = match &reference {
                    Some(reference) => {
                        stored::find(tx, keys, reference).await?.into_iter().collect()
                    }
                    None => tx.all(sql::PAGE, &[&after, &PAGE]).await?,
                };
                let mut page = Exported::default();
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
                let last = rows.last().map(|row| row.subject_id);
                Ok((text, page, last.filter(|_| reference.is_none())))
            })
            .await?;
        take(&text)?;
        total.subjects += page.subjects;
        total.entries += page.entries;
        total.erased += page.erased;
        next = following;
    }
    Ok(total)
}
