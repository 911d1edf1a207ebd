//! Who is placed now, and whose term ends.

use access::Area;
use kernel::Day;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::facts_of;

use crate::PostId;
use crate::model::in_force;
use crate::sql::{self, PlacedRow};

/// Somebody who is placed.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Who.
    pub subject: SubjectId,
    /// In which post.
    pub post: PostId,
    /// Since when.
    pub on: Day,
    /// Until when, as planned.
    pub last_day: Day,
    /// The office that answers for the person.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
}

/// Gives who is placed in an office and below and whose term ends until a day, the earliest end first; those whose
/// term is over and who are still there come with them.
pub async fn placed_within(
    tx: &mut Tx,
    area: Area,
    until: Day,
    limit: i64,
) -> Result<Vec<Placed>, StoreError> {
    let rows: Vec<PlacedRow> =
        tx.all(sql::PLACED_WITHIN, &[&area.first, &area.last, &until, &limit]).await?;
    let mut placed = Vec::new();
    for row in rows {
        let known = facts_of(tx, row.subject_id).await?;
        let Some(placement) = in_force(&known).filter(|known| known.entry == row.entry_id) else {
            continue;
        };
        placed.push(Placed {
            subject: row.subject_id,
            post: row.post_id,
            on: placement.on,
            last_day: row.last_day.unwrap_or(placement.on),
            office_code: row.office_code,
            officer: row.officer_id,
        });
    }
    placed.reverse();
    Ok(placed)
}
