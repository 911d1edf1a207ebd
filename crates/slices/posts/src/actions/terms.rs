//! Who is placed now, and whose term ends.

use std::collections::BTreeSet;

use access::Area;
use kernel::Day;
use store::{ActorId, EntryId, StoreError, SubjectId, ToValue, Tx};

use super::register::Placing;
use crate::PostId;
use crate::sql::{self, PlacedRow};

/// How many rows are read at a time.
const AT_ONCE: i64 = 200;

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

/// A place in the list of those who are placed: the end of a term, and the entry of the placement.
pub type Place = (Day, EntryId);

/// Gives who is placed in an office and below and whose term ends until a day, the earliest end first; those whose
/// term is over and who are still there come with them. At most so many.
pub async fn placed_within(
    tx: &mut Tx,
    area: Area,
    until: Day,
    limit: i64,
) -> Result<Vec<Placed>, StoreError> {
    placed_page(tx, (area, until), None, limit, |_, _| true).await.map(|(placed, _)| placed)
}

/// Gives a page of them after a place in the list, of those only of whom `is_shown` by office and officer, and the place
/// at which the next page begins, where there is one.
pub async fn placed_page(
    tx: &mut Tx,
    (area, until): (Area, Day),
    after: Option<Place>,
    limit: i64,
    is_shown: impl Fn(i64, Option<ActorId>) -> bool,
) -> Result<(Vec<Placed>, Option<Place>), StoreError> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut placed, mut known): (Vec<Placed>, BTreeSet<SubjectId>) = (Vec::new(), BTreeSet::new());
    let mut after = after.unwrap_or((Day::FIRST, EntryId::from_bytes([0; 16])));
    let mut last = after;
    loop {
        let values: [&dyn ToValue; 6] =
            [&area.first, &area.last, &until, &after.0, &after.1, &AT_ONCE];
        let rows: Vec<PlacedRow> = tx.all(sql::PLACED_WITHIN, &values).await?;
        let Some(end) = rows.last().map(place_of) else { return Ok((placed, None)) };
        after = end;
        for row in rows {
            let place = place_of(&row);
            if !is_shown(row.office_code, row.officer_id) {
                continue;
            }
            let placing = Placing {
                file: row.subject_id,
                goes_on_in: row.merged_into,
                entry: row.entry_id,
                on: row.on_day,
                corrections: row.corrections,
            };
            // Of two files that became one, each may have a document of the same placement.
            let person = placing.in_force(tx).await?.filter(|person| !known.contains(person));
            let Some(person) = person else { continue };
            if placed.len() == most {
                return Ok((placed, Some(last)));
            }
            last = place;
            known.insert(person);
            placed.push(Placed {
                subject: person,
                post: row.post_id,
                on: row.on_day,
                last_day: place.0,
                office_code: row.office_code,
                officer: row.officer_id,
            });
        }
    }
}

fn place_of(row: &PlacedRow) -> Place {
    (row.last_day.unwrap_or(row.on_day), row.entry_id)
}
