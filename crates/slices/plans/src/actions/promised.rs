//! What was promised to a person and is still to be done, of every slice.

use desk::{Desk, Promised};
use kernel::Day;
use store::{StoreError, SubjectId, Tx};

/// Gives what was promised to a person and is still to be done, as their file says it, what is due first in front. The
/// caller has the right to read the file.
pub async fn promised_to(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<Promised>, StoreError> {
    let files = duties::files_of(tx, desk, subject).await?;
    let mut promised = Vec::new();
    for companion in desk.companions.iter() {
        promised.extend(companion.promised(tx, desk, &files).await?);
    }
    promised.sort_by_key(|one| one.due.unwrap_or(Day::LAST));
    Ok(promised)
}
