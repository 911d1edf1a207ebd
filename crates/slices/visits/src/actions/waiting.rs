//! What waits for a decision.

use access::{Action, Role};
use desk::{Desk, Occasion};
use duties::{held, relation};
use store::{Instant, StoreError, SubjectId, Tx};

use crate::model::{RecordId, Refusal, WaitsFor};
use crate::sql::{self, WaitingRow};

/// How many are listed at a time.
const MOST: i64 = 200;

/// A record that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Whose file it lies in.
    pub subject: SubjectId,
    /// Which.
    pub record: RecordId,
    /// The person's name; nothing where the actor has no right to the file any more.
    pub name: Option<String>,
    /// Who made it.
    pub by: String,
    /// When it was received.
    pub received_at: Instant,
    /// Why it waits.
    pub waits_for: WaitsFor,
}

/// Gives what waits of the actor's own records, and for whoever leads an office what waits for its people;
/// oldest first.
pub async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Vec<Waiting>, StoreError> {
    let mut list = Vec::new();
    for row in found(tx, occasion, MOST).await? {
        let Some(held) = held(tx, row.subject_id).await? else { continue };
        let right = relation::<Refusal>(tx, occasion, &held, Action::ReadFile).await;
        let label = match right {
            Ok(_) => subjects::label_of(tx, &desk.sealing, row.subject_id).await?,
            Err(_) => None,
        };
        list.push(Waiting {
            subject: row.subject_id,
            record: row.record_id,
            name: label.map(|label| label.name.reveal().to_owned()),
            by: offices::staff_name(tx, row.made_by).await?,
            received_at: row.received_at,
            waits_for: row.waits_for,
        });
    }
    Ok(list)
}

/// Finds the records that wait, oldest first, without looking into them.
pub(crate) async fn found(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<WaitingRow>, StoreError> {
    let actor = &occasion.actor;
    let mut rows: Vec<WaitingRow> = tx.all(sql::WAITING_OF_MAKER, &[&actor.id, &limit]).await?;
    if actor.is(Role::Head) {
        let area = actor.area;
        let all: Vec<WaitingRow> =
            tx.all(sql::WAITING_OF_OFFICE, &[&area.first, &area.last, &limit]).await?;
        for row in all {
            if rows.iter().all(|known| known.record_id != row.record_id) {
                rows.push(row);
            }
        }
        rows.sort_by_key(|row| (row.received_at, row.record_id));
    }
    Ok(rows)
}
