//! The pages: signing in, one's own account, offices, staff, cover, the record of acts.

mod account;
mod arrival;
mod audit;
mod covers;
mod office_forms;
mod offices;
mod own_sessions;
mod second_factor;
mod security;
mod sign_in;
mod staff;
mod staff_forms;
mod words;

use std::sync::Arc;

use access::{Action, Failure};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::Desk;
use store::{Once, Tx};
use web::{Notice, Page, Problem, Query, Routes, Visit};

use crate::responsibilities::Responsibilities;

/// The routes of offices and staff. What somebody must hand over before they leave is asked of
/// `responsibilities`, which other slices keep.
pub fn routes(responsibilities: Arc<dyn Responsibilities>) -> Routes<Desk> {
    sign_in::routes()
        .and(account::routes())
        .and(second_factor::routes())
        .and(own_sessions::routes())
        .and(offices::routes())
        .and(office_forms::routes())
        .and(staff::routes())
        .and(staff_forms::routes(responsibilities))
        .and(security::routes())
        .and(covers::routes())
        .and(audit::routes())
}

/// The entries of the navigation that lead here.
pub const NAVIGATION: &[web::NavigationItem] = &[
    web::NavigationItem {
        label: "机构与人员",
        path: "/offices",
        key: 'o',
        action: Action::SeeOffices,
    },
    web::NavigationItem {
        label: "审计", path: "/audit/acts", key: 'u', action: Action::ReadAudit
    },
];

/// Does what a form asks for in one transaction, once for its key. The outcome is what the next page is found
/// by; it holds nothing personal.
async fn once<R, F>(
    desk: &Desk,
    visit: &Visit,
    key: &str,
    case: F,
) -> Result<Once<String>, Failure<R>>
where
    F: AsyncFn(&mut Tx) -> Result<String, Failure<R>> + Send + 'static,
    R: Send + 'static,
{
    let (actor, now, key) = (visit.actor.id, visit.now, key.to_owned());
    desk.db
        .write(async move |tx| {
            store::once(tx, actor, &key, now, async |tx: &mut Tx| case(tx).await).await
        })
        .await
}

/// Gives the key of a form that is only buttons.
fn key_of(sent: &web::Submitted) -> Result<String, Problem> {
    let key = sent.text(web::form::ONCE).map(str::to_owned);
    key.ok_or_else(|| Problem::Garbled("表单缺少防重复标记；请刷新页面后再操作".to_owned()))
}

/// Shows a form again with what is wrong with it.
fn show_again(visit: &Visit, page: &Page) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, visit.show(page)).into_response()
}

/// Says at the top of a page why something did not happen.
fn with_refusal(page: Page, refusal: Option<String>) -> Page {
    match refusal {
        Some(words) => page.notice(Notice::stop(words)),
        None => page,
    }
}

/// Tells whether a list is asked for as a workbook.
fn wants_workbook(query: &Query) -> bool {
    query.0.text("format") == Some("xlsx")
}
