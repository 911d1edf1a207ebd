//! The one way by which a list that names people leaves the house: the right is asked, everybody in it is noted,
//! and only then it is given.

use std::collections::BTreeSet;

use access::{Action, Denied, Relation};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{StoreError, SubjectId};
use web::parts::Table;
use web::{Problem, Sheet, Visit};

use crate::actions::export::note_exported;
use crate::actions::share::bound;
use crate::actions::take_on::held;

/// How whoever takes a list out stands to the people in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To all of them alike: the list is their own, or an office's.
    Alike(Relation),
    /// To each as to their file: the list holds only those whom the actor may take out.
    Each,
}

impl Reach {
    /// Asks for the right as far as it can be asked for without knowing who stands in the list; what takes long to
    /// read is not read for whoever has none.
    ///
    /// # Errors
    ///
    /// Denied to whoever has no right to export.
    pub fn ask(self, visit: &Visit) -> Result<(), Denied> {
        let action = Action::Export;
        match self {
            Self::Alike(relation) => visit.may(action, relation),
            Self::Each if visit.actor.may_ever(action) => Ok(()),
            Self::Each => Err(Denied { action }),
        }
    }
}

/// Says where the workbook of a list is, to whoever may take it out; [`take_out`] gives it to the same.
#[must_use]
pub fn offer(visit: &Visit, reach: Reach, table: Table, path: impl Into<String>) -> Table {
    if reach.ask(visit).is_ok() { table.export(path) } else { table }
}

/// Answers with a list as a workbook, once everybody in it is noted. `subjects` are those it names; one who stands
/// in several rows is noted once.
///
/// Every list that names people is given in this way or by [`take_out_sheets`], one person's own as well.
///
/// # Errors
///
/// Denied to whoever has no right to export what is listed.
#[expect(clippy::disallowed_methods, reason = "this is the way that the others are to take")]
pub async fn take_out(
    visit: &Visit,
    desk: &Desk,
    reach: Reach,
    name: &str,
    table: &Table,
    subjects: impl IntoIterator<Item = SubjectId>,
) -> Result<Response, Problem> {
    take_out_on_paper(visit, desk, reach, subjects).await?;
    web::workbook(name, table)
}

/// Answers with several lists in one workbook, in the same way.
///
/// # Errors
///
/// As of [`take_out`].
#[expect(clippy::disallowed_methods, reason = "this is the way that the others are to take")]
pub async fn take_out_sheets(
    visit: &Visit,
    desk: &Desk,
    reach: Reach,
    name: &str,
    sheets: &[Sheet],
    subjects: impl IntoIterator<Item = SubjectId>,
) -> Result<Response, Problem> {
    take_out_on_paper(visit, desk, reach, subjects).await?;
    web::workbook_of(name, sheets)
}

/// Lets a list be taken out on paper: asks for the right and notes everybody; the page is whoever calls this's to show.
///
/// # Errors
///
/// As of [`take_out`].
pub async fn take_out_on_paper(
    visit: &Visit,
    desk: &Desk,
    reach: Reach,
    subjects: impl IntoIterator<Item = SubjectId>,
) -> Result<(), Problem> {
    reach.ask(visit)?;
    let subjects: BTreeSet<SubjectId> = subjects.into_iter().collect();
    let subjects: Vec<SubjectId> = subjects.into_iter().collect();
    if reach == Reach::Each {
        ask_for_each(visit, desk, &subjects).await?;
    }
    note_exported(desk, &Occasion::from(visit), &subjects).await?;
    Ok(())
}

/// Asks for the right to everybody, so that a list which was not narrowed is refused as a whole.
async fn ask_for_each(visit: &Visit, desk: &Desk, subjects: &[SubjectId]) -> Result<(), Problem> {
    let (actor, subjects) = (visit.actor.clone(), subjects.to_vec());
    let asked = desk.db.read::<_, _, StoreError>(async move |tx| {
        for subject in &subjects {
            let Some(held) = held(tx, *subject).await? else { continue };
            let relation = bound(tx, &actor, &held).await?;
            if let Err(denied) = actor.may(Action::Export, relation) {
                return Ok(Err(denied));
            }
        }
        Ok(Ok(()))
    });
    Ok(asked.await??)
}
