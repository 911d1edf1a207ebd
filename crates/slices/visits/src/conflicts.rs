//! What waits for somebody of visits: records that contradict others and that a person has to decide on.

use desk::{Occasion, Waiting, WaitingKind};
use duties::held;
use store::{StoreError, Tx};
use web::day_of;

use crate::actions::waiting::found;

/// 走访记录待决定.
pub const CONFLICT: WaitingKind =
    WaitingKind { name: "visit-conflict", term: "走访记录待决定" };

/// Gives the records that wait, as their own list shows them.
pub(crate) async fn waiting(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    for row in found(tx, occasion, limit).await? {
        let Some(held) = held(tx, row.subject_id).await? else { continue };
        waiting.push(Waiting {
            kind: CONFLICT,
            subject: row.subject_id,
            office_code: held.office_code,
            officer: held.officer,
            is_open: false,
            words: format!("没有网络时记下的走访须由人决定：{}", row.waits_for.term()),
            since: day_of(row.received_at),
            until: None,
            clause: "BJ18-21",
            is_norm: true,
            label: "决定",
            path: format!("/visits/conflicts/{}/{}", row.subject_id, row.record_id),
        });
    }
    Ok(waiting)
}
