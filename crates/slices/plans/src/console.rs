//! The pages: barriers, the plan with its draft, versions and progress, the page for the person, the office's
//! list, the effect of measures.

mod adopting;
mod barriers;
mod comparing;
mod dated;
mod editing;
mod effect;
mod former;
mod list;
mod owed;
mod plan;
mod progress;
mod promises;
mod reviewing;
mod sheet;
mod slots;
mod words;

use access::{Action, Failure};
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use store::SubjectId;
use web::{Page, Problem, Routes, Visit, id};

use crate::actions::open::{OpenPlan, open_plan};
use crate::model::PlanRefusal;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/people/{subject}/record/plan_adopted", Action::RecordService, to_editing)
        .get("/people/{subject}/record/plan_revised", Action::RecordService, to_editing)
        .get("/people/{subject}/barriers", Action::RecordService, barriers::show)
        .post("/people/{subject}/barriers", Action::RecordService, barriers::submit)
        .get("/people/{subject}/plan", Action::ReadFile, plan::show)
        .get("/people/{subject}/plan/edit", Action::RecordService, editing::show)
        .post("/people/{subject}/plan/edit", Action::RecordService, editing::submit)
        .post("/people/{subject}/plan/drop", Action::RecordService, editing::drop)
        .get("/people/{subject}/plan/adopt", Action::RecordService, adopting::show)
        .post("/people/{subject}/plan/adopt", Action::RecordService, adopting::submit)
        .get("/people/{subject}/plan/progress", Action::RecordService, progress::show)
        .post("/people/{subject}/plan/progress", Action::RecordService, progress::submit)
        .get("/people/{subject}/plan/review", Action::RecordService, reviewing::show)
        .post("/people/{subject}/plan/review", Action::RecordService, reviewing::submit)
        .get("/people/{subject}/plan/compare", Action::ReadFile, comparing::show)
        .get("/people/{subject}/plan/page", Action::ReadFile, sheet::show)
        .get("/plans", Action::SeeOfficeDuties, list::show)
        .get("/plans/effect", Action::SeeFigures, effect::show)
}

/// A plan is not recorded by its number alone: what leads to that form leads to the draft.
async fn to_editing(
    Path(subject): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Ok(Redirect::to(&format!("/people/{subject}/plan/edit{query}")).into_response())
}

/// What a page ends in when it cannot be shown.
fn problem(failure: Failure<PlanRefusal>) -> Problem {
    match failure {
        Failure::Refused(PlanRefusal::Missing | PlanRefusal::Service(ServiceRefusal::NoFile)) => {
            Problem::Missing
        }
        failure => failure.into(),
    }
}

/// Opens a person's plans; notes the reading.
async fn load(
    desk: &Desk,
    visit: &Visit,
    action: Action,
    subject: SubjectId,
) -> Result<OpenPlan, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    desk.db
        .write(async move |tx| open_plan(tx, &own, &occasion, action, subject).await)
        .await
        .map_err(problem)
}

/// Starts a page about a person's plan.
fn page_of(title: impl Into<String>, open: &OpenPlan) -> Page {
    let subject = open.entered.held.subject;
    Page::new(title)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(open.entered.label.name.reveal(), format!("/people/{subject}"))
}

/// Tells whether the actor may do something to this person.
fn may(visit: &Visit, open: &OpenPlan, action: Action) -> bool {
    visit.may(action, open.entered.relation).is_ok()
}
