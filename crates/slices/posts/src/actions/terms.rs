//! Who is placed now, and whose term ends.

use access::Area;
use kernel::Day;
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};

use super::register::is_in_force;
use crate::PostId;
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
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut placed = Vec::new();
    let mut from = 0;
    loop {
        let values: [&dyn ToValue; 5] = [&area.first, &area.last, &until, &limit, &from];
        let rows: Vec<PlacedRow> = tx.all(sql::PLACED_WITHIN, &values).await?;
        let is_last = rows.len() < most;
        for row in rows {
            if !is_in_force(tx, row.subject_id, row.entry_id, row.corrections).await? {
                continue;
            }
            placed.push(Placed {
                subject: row.subject_id,
                post: row.post_id,
                on: row.on_day,
                last_day: row.last_day.unwrap_or(row.on_day),
                office_code: row.office_code,
                officer: row.officer_id,
            });
            if placed.len() == most {
                return Ok(placed);
            }
        }
        if is_last {
            return Ok(placed);
        }
        from += limit;
    }
}
