//! The files that make up one person's: their own, and those that were merged into it.

use desk::Desk;
use store::seal::{self, SubjectKey};
use store::{StoreError, SubjectId, Tx};

use crate::sql;

/// Gives a person's own file and those that were merged into it, each with its key: what hangs on a merged file
/// is read through the one in which it goes on. A file whose key was destroyed is left out. The caller has the
/// right to read the person's file.
pub async fn files_of(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<(SubjectId, SubjectKey)>, StoreError> {
    let merged: Vec<(SubjectId, String)> = tx.all(sql::MERGED_INTO, &[&subject]).await?;
    let mut files = Vec::with_capacity(1 + merged.len());
    for file in std::iter::once(subject).chain(merged.into_iter().map(|(file, _)| file)) {
        if let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), file).await? {
            files.push((file, key));
        }
    }
    Ok(files)
}
