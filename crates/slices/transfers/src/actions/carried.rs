//! What ended undone with a transfer and is carried on by the office that accepted the person.

use desk::{Desk, Occasion, all_served};
use kernel::Day;
use services::model::Then;
use store::{Instant, StoreError, SubjectId, Tx};
use subjects::facts_of;

use crate::model::{Matter, carried_on};
use crate::sql::{self, ListedRow};

/// How many people are looked at for one officer at most: more than anybody answers for.
const MOST: i64 = 5_000;

/// Gives what is to be carried on for a person, the earliest due first.
pub(crate) async fn carried_of(
    tx: &mut Tx,
    desk: &Desk,
    today: Day,
    subject: SubjectId,
) -> Result<Vec<Matter>, StoreError> {
    let accepted: Vec<(Instant,)> = tx.all(sql::ACCEPTED, &[&subject]).await?;
    if accepted.is_empty() {
        return Ok(Vec::new());
    }
    let days: Vec<Day> = accepted.into_iter().map(|(at,)| web::day_of(at)).collect();
    let known = facts_of(tx, subject).await?;
    Ok(carried_on(&Then::at(&desk.rulebook, &known, today), &days))
}

/// Gives whom the actor serves who came with a transfer and for whom something is to be carried on, with what it is.
pub(crate) async fn carried_by(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Vec<(ListedRow, Vec<Matter>)>, StoreError> {
    let mut found: Vec<(ListedRow, Vec<Matter>)> = Vec::new();
    let rows: Vec<ListedRow> =
        all_served(tx, &occasion.actor, sql::CARRIED_OF_SERVED, &[&MOST]).await?;
    for row in rows {
        let matters = carried_of(tx, desk, occasion.today, row.subject_id).await?;
        let is_new = found.iter().all(|(known, _)| known.subject_id != row.subject_id);
        if is_new && !matters.is_empty() {
            found.push((row, matters));
        }
    }
    Ok(found)
}
