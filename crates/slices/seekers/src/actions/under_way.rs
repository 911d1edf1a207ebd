//! What must come to its end before a file can go on in another one.

use desk::Desk;
use kernel::Day;
use store::seal::SubjectKey;
use store::{StoreError, SubjectId, Tx};

use crate::sql;

/// Gives what is under way in a file, in words that complete 还有…: what the slices keep of the person, what
/// waits for somebody's consent, a pause that holds. It would be lost from sight with the file.
pub(crate) async fn under_way(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    today: Day,
) -> Result<Vec<String>, StoreError> {
    let mut open = Vec::new();
    for companion in desk.companions.iter() {
        open.extend(companion.under_way(tx, subject).await?);
    }
    let (proposals,): (i64,) = tx.one(sql::WAITING_PROPOSALS, &[&subject]).await?;
    if proposals > 0 {
        open.push(format!("{proposals} 项等待同意的申请"));
    }
    if let Some(pause) = duties::pause_of(tx, key, subject, today).await? {
        open.push(format!("到 {} 为止的暂缓", pause.until));
    }
    Ok(open)
}
