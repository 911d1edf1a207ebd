//! What is due as a workbook: all of it, page after page.

use std::collections::HashMap;

use axum::response::Response;
use desk::Desk;
use store::{ActorId, StoreError};
use web::parts::{Cell, Table};
use web::{Problem, Visit};

use super::agenda::{Asked, Found, table, wanted};
use super::taking_out::{Reach, TakingOut};
use super::words::{bound_by, names_on, relation_to_all};
use crate::actions::agenda::{After, Counts, Wanted, Whose, listed};
use crate::actions::rest::resting;
use crate::sql::DutyRow;

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
    let everything = wanted(whose, &asked, visit.today);
    let (head, is_whole) = loop {
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
            _ => break (page, fits),
        }
    };
    let resting = count_resting(visit, desk, everything).await?;
    if is_whole && resting > 0 {
        out.add(&left_out(&head, resting), [])?;
    }
    out.give(name).await
}

/// Counts what was asked for and rests: the figures have it, the workbook names none of it.
async fn count_resting(visit: &Visit, desk: &Desk, wanted: Wanted) -> Result<usize, StoreError> {
    let (own, today) = (desk.clone(), visit.today);
    let read = desk.db.read::<_, _, StoreError>(async move |tx| {
        let (whose, (first, last)) = ((wanted.whose, wanted.within), wanted.days);
        let (mut number, mut after) = (0, After::nothing());
        loop {
            let rows = resting(tx, &own, whose, (today, &after), AT_ONCE).await?;
            let Some(end) = rows.last() else { return Ok(number) };
            after = After::from(&end.listed.duty);
            let is_asked = |duty: &&DutyRow| {
                (first..=last).contains(&duty.due_day)
                    && (wanted.rule.is_empty() || wanted.rule == duty.rule)
            };
            number += rows.iter().map(|row| &row.listed.duty).filter(is_asked).count();
        }
    });
    read.await
}

/// A last line that says how much of what the figures count is not in the list.
fn left_out(table: &Table, number: usize) -> Table {
    let words = format!("另有 {number} 件按决定暂不办，计入各项数字而不列入本表，见“按决定暂不办”");
    let mut cells = vec![Cell::Nothing; table.columns.len()];
    cells[0] = Cell::text(words);
    Table::new(table.caption.clone(), table.columns.clone()).rows([cells])
}

/// Gives the names of those who may stand in the list beside whom they look after.
async fn staff(desk: &Desk, wanted: &Wanted) -> Result<HashMap<ActorId, String>, StoreError> {
    match wanted.within {
        Some(area) => desk.db.read(async move |tx| offices::staff_names(tx, area).await).await,
        None => Ok(HashMap::new()),
    }
}
