//! The one way by which a list that names people leaves the house: the right is asked, everybody in it is noted,
//! and only then it is given.

use std::collections::BTreeSet;

use access::{Action, Denied, Relation};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{StoreError, SubjectId};
use web::parts::Table;
use web::{LongWorkbook, Notice, Problem, Sheet, Visit};

use crate::actions::export::note_exported;
use crate::actions::share::bound;
use crate::actions::take_on::held;

/// What is said of a list that was longer than a sheet.
const GOES_ON: &str = "刚才导出的工作簿没有列完：一张工作表装不下整个名单，停在哪里写在表的最后一行。\
    请按机构、责任人、状态或期限分几次导出";

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

/// A list on its way out, written page after page, so that it may be as long as a sheet of Excel: what was read is
/// forgotten once it is written. Everybody who was written is noted before any of it is given.
pub struct TakingOut<'v> {
    visit: &'v Visit,
    desk: &'v Desk,
    reach: Reach,
    book: LongWorkbook,
    named: BTreeSet<SubjectId>,
}

impl<'v> TakingOut<'v> {
    /// Begins, for whoever has the right as far as it can be asked for by now.
    ///
    /// # Errors
    ///
    /// Denied to whoever has no right to export.
    pub fn begin(visit: &'v Visit, desk: &'v Desk, reach: Reach) -> Result<Self, Denied> {
        Self::begin_in(LongWorkbook::new(), visit, desk, reach)
    }

    /// Begins in a workbook that may have been made smaller than others.
    ///
    /// # Errors
    ///
    /// As of [`TakingOut::begin`].
    pub fn begin_in(
        book: LongWorkbook,
        visit: &'v Visit,
        desk: &'v Desk,
        reach: Reach,
    ) -> Result<Self, Denied> {
        reach.ask(visit)?;
        Ok(Self { visit, desk, reach, book, named: BTreeSet::new() })
    }

    /// Writes the next page, which names those subjects; false where there is no room for it, so that nothing more need
    /// be read.
    ///
    /// # Errors
    ///
    /// A fault where it cannot be written.
    pub fn add(
        &mut self,
        page: &Table,
        subjects: impl IntoIterator<Item = SubjectId>,
    ) -> Result<bool, Problem> {
        let fits = self.book.add(page)?;
        if fits {
            self.named.extend(subjects);
        }
        Ok(fits)
    }

    /// Notes everybody and answers with the workbook. Where the list was longer than a sheet, the sheet says so, and so
    /// does the page that is opened next.
    ///
    /// # Errors
    ///
    /// As of [`take_out`].
    #[expect(clippy::disallowed_methods, reason = "this is the way that the others are to take")]
    pub async fn give(self, name: &str) -> Result<Response, Problem> {
        let Self { visit, desk, reach, book, named } = self;
        take_out_on_paper(visit, desk, reach, named).await?;
        let is_full = book.is_full();
        let mut response = book.answer(name)?;
        if is_full {
            visit.tell_next(&mut response, &Notice::note(GOES_ON));
        }
        Ok(response)
    }
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
