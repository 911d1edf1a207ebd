//! What is due as a workbook: all of it, page after page.

use std::collections::HashMap;

use axum::response::Response;
use desk::Desk;
use store::{ActorId, StoreError};
use web::{Problem, Visit};

use super::agenda::{Asked, Found, table, wanted};
use super::taking_out::{Reach, TakingOut};
use super::words::{bound_by, names_on, relation_to_all};
use crate::actions::agenda::{After, Counts, Wanted, Whose, listed};

/// How many rows are read at a time. Of a district each page is gathered anew, so that they are not small.
const AT_ONCE: i64 = 1_000;

/// Gives everything that was asked for, whatever page was looked at.
pub(super) async fn give(
    visit: &Visit,
    desk: &Desk,
    whose: Whose,
    mut asked: Asked,
    name: &str,
) -> Result<Response, Problem> {
    let reach = Reach::Alike(relation_to_all(&visit.actor, whose));
    let mut out = TakingOut::begin(visit, desk, reach)?;
    asked.after = After::nothing();
    let staff = staff(desk, &wanted(whose, &asked, visit.today)).await?;
    let mut found =
        Found { rows: Vec::new(), names: HashMap::new(), staff, counts: Counts::default() };
    loop {
        let (wanted, today) = (wanted(whose, &asked, visit.today), visit.today);
        let list = bound_by(wanted.whose);
        let read = desk.db.read(async move |tx| listed(tx, &wanted, today, AT_ONCE).await);
        found.rows = read.await?;
        found.names = names_on(desk, &visit.actor, list, &found.rows)?;
        let page = table(visit, desk, &found, &asked, "", whose);
        let fits = out.add(&page, found.rows.iter().map(|row| row.duty.subject_id))?;
        let is_last = i64::try_from(found.rows.len()).is_ok_and(|rows| rows < AT_ONCE);
        match found.rows.last() {
            Some(row) if fits && !is_last => asked.after = After::from(&row.duty),
            _ => return out.give(name).await,
        }
    }
}

/// Gives the names of those who may stand in the list beside whom they look after.
async fn staff(desk: &Desk, wanted: &Wanted) -> Result<HashMap<ActorId, String>, StoreError> {
    match wanted.within {
        Some(area) => desk.db.read(async move |tx| offices::staff_names(tx, area).await).await,
        None => Ok(HashMap::new()),
    }
}
