//! The pages: the week, booking, one appointment, own hours, group sessions, assessments.

mod answering;
mod appointment;
mod assessments;
mod board;
mod booking;
mod choosing;
mod groups;
mod hours;
mod session;
mod words;

use access::{Action, Failure};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::Desk;
use store::Tx;
use web::{Page, Problem, Query, Routes, Submitted, Visit};

use crate::model::CounselRefusal;

/// The routes of counselling.
#[must_use]
pub fn routes() -> Routes<Desk> {
    board::routes()
        .and(booking::routes())
        .and(hours::routes())
        .and(groups::routes())
        .and(session::routes())
        .and(appointment::routes())
        .and(assessments::routes())
        .and(answering::routes())
}

/// The entry of the navigation that leads here.
pub const NAVIGATION: &[web::NavigationItem] = &[web::NavigationItem {
    label: "职业指导",
    path: "/counselling",
    key: 'c',
    action: Action::Counsel,
}];

/// Does what a form asks for in one transaction, once for its key. The outcome is what the next page is found
/// by; it holds nothing personal.
async fn once<F>(
    desk: &Desk,
    visit: &Visit,
    key: &str,
    case: F,
) -> Result<String, Failure<CounselRefusal>>
where
    F: AsyncFn(&mut Tx) -> Result<String, Failure<CounselRefusal>> + Send + 'static,
{
    let (actor, now, key) = (visit.actor.id, visit.now, key.to_owned());
    let done = desk
        .db
        .write(async move |tx| {
            store::once(tx, actor, &key, now, async |tx: &mut Tx| case(tx).await).await
        })
        .await?;
    Ok(done.into_inner())
}

/// Gives the key of a form that is only buttons.
fn key_of(sent: &Submitted) -> Result<String, Problem> {
    let key = sent.text(web::form::ONCE).map(str::to_owned);
    key.ok_or_else(|| Problem::Garbled("表单缺少防重复标记；请刷新页面后再操作".to_owned()))
}

/// What a page ends in when it cannot be shown.
fn problem(failure: Failure<CounselRefusal>) -> Problem {
    match failure {
        Failure::Refused(CounselRefusal::Missing) => Problem::Missing,
        failure => failure.into(),
    }
}

/// Gives the words of a refusal that a form is shown again with; anything else ends the request.
fn refused(failure: Failure<CounselRefusal>) -> Result<CounselRefusal, Problem> {
    match failure {
        Failure::Refused(CounselRefusal::Missing) => Err(Problem::Missing),
        Failure::Refused(refusal) => Ok(refusal),
        failure => Err(failure.into()),
    }
}

/// Shows a form again with what is wrong with it.
fn show_again(visit: &Visit, page: &Page) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, visit.show(page)).into_response()
}

/// Tells whether a list is asked for as a workbook.
fn wants_workbook(query: &Query) -> bool {
    query.0.text("format") == Some("xlsx")
}

/// Reads a name from an address; what is none leads nowhere.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::Missing)
}
