//! Closing files for good that were open to panels which have ended by themselves.

use desk::Desk;
use store::seal;
use store::{Instant, StoreError, SubjectId, Tx};
use subjects::facts_of;

use super::find::{holder_of, panels_of};
use crate::model::Panel;
use crate::sql;

/// Closes up to `limit` files, after a person, to the panels that have ended there: a person who leaves their
/// work again does not sit before the same panel. Gives how many were looked at and after whom to go on.
///
/// Until it has run, the file is closed while the person works or has no agreement, since that is asked at each
/// reading; it must run before the person can stand otherwise, so once a day.
pub async fn close_shares(
    tx: &mut Tx,
    desk: &Desk,
    (after, limit): (SubjectId, i64),
    now: Instant,
) -> Result<(usize, SubjectId), StoreError> {
    let open: Vec<(SubjectId,)> = tx.all(sql::OPEN_TO_PANELS, &[&after, &limit]).await?;
    let mut last = after;
    for (subject,) in &open {
        last = *subject;
        if let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), *subject).await? {
            let known = facts_of(tx, *subject).await?;
            let panels = panels_of(tx, &key, &known, *subject).await?;
            close_ended(tx, &panels, now).await?;
        }
    }
    Ok((open.len(), last))
}

/// Closes a person's file to those of their panels that have ended.
pub(crate) async fn close_ended(
    tx: &mut Tx,
    panels: &[Panel],
    now: Instant,
) -> Result<(), StoreError> {
    for panel in panels.iter().filter(|panel| panel.ended.is_some()) {
        duties::end_shares(tx, panel.subject, holder_of(panel.request), now).await?;
    }
    Ok(())
}
