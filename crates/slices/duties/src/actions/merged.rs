//! The files that make up one person's: their own, and those that were merged into it. What a slice keeps beside the
//! ledger stays with the file that it was made in, and is read through the one that goes on.

use std::collections::HashMap;

use desk::Desk;
use store::seal::{SubjectKey, key_of};
use store::{EntryId, StoreError, SubjectId, Tx};
use subjects::{copies, history};

use crate::sql;

/// A file that goes on in another one.
pub struct MergedFile {
    /// Which.
    pub subject: SubjectId,
    /// Its key.
    pub key: SubjectKey,
    names: HashMap<EntryId, EntryId>,
}

impl MergedFile {
    /// Gives the entry of the file that goes on which stands for one of this file; nothing where it was corrected.
    #[must_use]
    pub fn goes_on_as(&self, entry: EntryId) -> Option<EntryId> {
        self.names.get(&entry).copied()
    }
}

/// Gives a person's own file and those that were merged into it, each with its key; erased ones are left out. The
/// caller has the right to read the person's file.
pub async fn files_of(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<(SubjectId, SubjectKey)>, StoreError> {
    let merged: Vec<(SubjectId, String)> = tx.all(sql::MERGED, &[&subject]).await?;
    let mut files = Vec::with_capacity(1 + merged.len());
    for file in std::iter::once(subject).chain(merged.into_iter().map(|(file, _)| file)) {
        if let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), file).await? {
            files.push((file, key));
        }
    }
    Ok(files)
}

/// Gives the files that were merged into a person's, each with which entries stand for its own there; erased ones are
/// left out. The caller has the right to read the person's file.
pub async fn merged_files(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    key: &SubjectKey,
) -> Result<Vec<MergedFile>, StoreError> {
    let merged: Vec<(SubjectId, String)> = tx.all(sql::MERGED, &[&subject]).await?;
    if merged.is_empty() {
        return Ok(Vec::new());
    }
    let kept = history(tx, key, subject).await?;
    let mut files = Vec::with_capacity(merged.len());
    for (file, file_number) in merged {
        let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), file).await? else { continue };
        let gone = history(tx, &key, file).await?;
        files.push(MergedFile { subject: file, key, names: copies(&kept, &gone, &file_number) });
    }
    Ok(files)
}
