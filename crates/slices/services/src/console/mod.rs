//! The pages: what can be recorded, one form for each kind, grading, consent, correction.

mod answers_page;
mod chooser;
mod correcting;
mod filled;
pub(crate) mod gate_table;
mod grading_form;
mod grading_known;
mod grading_page;
pub(crate) mod papers;
mod proposals_page;
mod recognition;
mod record_page;
mod words;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use store::SubjectId;
use web::{Page, Problem, Routes, Visit};

use crate::actions::open::{Opened, open};
use crate::actions::refusal::Refusal;

/// The routes of recording, grading and correcting.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/people/{subject}/record", Action::RecordService, chooser::show)
        .get("/people/{subject}/record/{kind}", Action::RecordService, record_page::show)
        .post("/people/{subject}/record/{kind}", Action::RecordService, record_page::submit)
        .get("/people/{subject}/grade", Action::Grade, grading_page::show)
        .post("/people/{subject}/grade", Action::Grade, grading_page::submit)
        .get("/people/{subject}/correct/{entry}", Action::Correct, correcting::show)
        .post("/people/{subject}/correct/{entry}", Action::Correct, correcting::submit)
        .get("/services/answers", answers_page::ACTION, answers_page::show)
        .post("/services/answers", answers_page::ACTION, answers_page::change)
        .get("/gradings", Action::ConsentToLevel, proposals_page::list)
        .get("/people/{subject}/proposals/{proposal}", Action::RecordService, proposals_page::show)
        .post(
            "/people/{subject}/proposals/{proposal}",
            Action::RecordService,
            proposals_page::submit,
        )
}

/// Turns a refusal to open a file into a page.
fn problem(failure: Failure<Refusal>) -> Problem {
    match failure {
        Failure::Refused(Refusal::Service(ServiceRefusal::NoFile) | Refusal::NoProposal) => {
            Problem::Missing
        }
        other => other.into(),
    }
}

/// Opens a file; notes the reading.
async fn load(
    desk: &Desk,
    visit: &Visit,
    action: Action,
    subject: SubjectId,
) -> Result<Opened, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let opened =
        desk.db.write(async move |tx| open(tx, &desk2, &occasion, action, subject).await).await;
    opened.map_err(problem)
}

/// The path of a person's file.
fn file_path(subject: SubjectId) -> String {
    format!("/people/{subject}")
}

/// Starts a page about a person.
fn page_of(title: impl Into<String>, opened: &Opened) -> Page {
    let subject = opened.entered.held.subject;
    Page::new(title)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(opened.entered.label.name.reveal(), file_path(subject))
}
