//! The pages.

mod agreement;
mod end;
mod list;
mod overview;
mod paper;
mod removal;
mod scan;
mod sign;
mod signature;
mod team;
mod telling;
mod unmet;
mod words;

use access::{Action, Failure};
use axum::extract::{DefaultBodyLimit, Path};
use axum::handler::Handler as _;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use store::SubjectId;
use web::{Page, Problem, Routes, Visit, id};

use crate::actions::dossier::{Dossier, open};
use crate::model::{MOST_BYTES, Refusal};

/// What a form weighs beside the file that it sends.
const FORM_BYTES: usize = 64 * 1024;

/// The routes of agreements and teams.
#[must_use]
pub fn routes() -> Routes<Desk> {
    let upload = scan::save.layer(DefaultBodyLimit::max(MOST_BYTES + FORM_BYTES));
    Routes::new()
        .get("/agreements", Action::ReadFile, list::show)
        .get("/people/{subject}/agreement", Action::ReadFile, agreement::show)
        .get("/people/{subject}/agreement/sign", Action::RecordService, sign::ask)
        .post("/people/{subject}/agreement/sign", Action::RecordService, sign::save)
        .get("/people/{subject}/agreement/renew", Action::RecordService, sign::ask_renewal)
        .post("/people/{subject}/agreement/renew", Action::RecordService, sign::save_renewal)
        .get("/people/{subject}/agreement/end", Action::RecordService, end::ask)
        .post("/people/{subject}/agreement/end", Action::RecordService, end::save)
        .get("/people/{subject}/agreement/officer", Action::RecordService, telling::ask)
        .post("/people/{subject}/agreement/officer", Action::RecordService, telling::save)
        .get("/people/{subject}/agreement/officer/note", Action::RecordService, telling::note)
        .get("/people/{subject}/agreement/unmet", Action::RecordService, unmet::ask)
        .post("/people/{subject}/agreement/unmet", Action::RecordService, unmet::save)
        .post(
            "/people/{subject}/agreement/unmet/{unmet}/withdraw",
            Action::RecordService,
            unmet::withdraw,
        )
        .get("/people/{subject}/agreement/{entry}/paper", Action::ReadFile, paper::show)
        .post("/people/{subject}/agreement/{entry}/paper", Action::Reveal, paper::show_whole)
        .get("/people/{subject}/agreement/{entry}/signature", Action::RecordService, signature::ask)
        .post(
            "/people/{subject}/agreement/{entry}/signature",
            Action::RecordService,
            signature::save,
        )
        .get("/people/{subject}/agreement/{entry}/scan", Action::ReadFile, scan::ask)
        .post("/people/{subject}/agreement/{entry}/scan", Action::RecordService, upload)
        .get("/people/{subject}/agreement/{entry}/scan/{scan}", Action::Reveal, scan::download)
        .get(
            "/people/{subject}/agreement/{entry}/scan/{scan}/remove",
            Action::RecordService,
            removal::ask,
        )
        .post(
            "/people/{subject}/agreement/{entry}/scan/{scan}/remove",
            Action::RecordService,
            removal::save,
        )
        .get("/people/{subject}/team", Action::ReadFile, team::show)
        .post("/people/{subject}/team", Action::RecordService, team::add)
        .post("/people/{subject}/team/{member}/leave", Action::RecordService, team::remove)
        .get("/people/{subject}/record/agreement_signed", Action::RecordService, to_signing)
        .get("/people/{subject}/record/agreement_ended", Action::RecordService, to_ending)
}

/// Leads from the place of the general form to the page that a kind has of its own, with what was asked along.
fn lead_on(subject: &str, page: &str, uri: &Uri) -> Result<Response, Problem> {
    let subject: SubjectId = id(subject)?;
    let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
    let path = format!("/people/{subject}/agreement/{page}{query}");
    Ok(Redirect::to(&path).into_response())
}

async fn to_signing(Path(subject): Path<String>, uri: Uri) -> Result<Response, Problem> {
    lead_on(&subject, "sign", &uri)
}

async fn to_ending(Path(subject): Path<String>, uri: Uri) -> Result<Response, Problem> {
    lead_on(&subject, "end", &uri)
}

/// Turns a refusal to open a file into a page.
fn problem(failure: Failure<Refusal>) -> Problem {
    match failure {
        Failure::Refused(
            Refusal::File(ServiceRefusal::NoFile) | Refusal::NoPaper | Refusal::NoDocument,
        ) => Problem::Missing,
        other => other.into(),
    }
}

/// Opens a file; notes the reading.
async fn load(
    desk: &Desk,
    visit: &Visit,
    action: Action,
    subject: SubjectId,
) -> Result<Dossier, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let opened = desk
        .db
        .write(async move |tx| open(tx, &desk2, &occasion, (action, None), subject).await)
        .await;
    opened.map_err(problem)
}

/// Starts a page about a person's agreement.
fn page_of(title: impl Into<String>, dossier: &Dossier) -> Page {
    let subject = dossier.subject();
    Page::new(title)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(dossier.entered.label.name.reveal(), format!("/people/{subject}"))
        .crumb("援助协议", agreement_path(subject))
}

/// The path of the page of a person's agreement.
fn agreement_path(subject: SubjectId) -> String {
    format!("/people/{subject}/agreement")
}
