//! Where somebody's day begins.

use access::{Action, Role};
use axum::response::{IntoResponse, Redirect, Response};
use web::Visit;

/// Leads to the page that a role begins the day with.
pub(crate) async fn show(visit: Visit) -> Response {
    let actor = &visit.actor;
    let leads = [Role::Head, Role::Inspector, Role::Analyst].iter().any(|role| actor.is(*role));
    let path = if leads && actor.may_ever(Action::SeeOfficeDuties) {
        "/today/office"
    } else if actor.may_ever(Action::SeeOwnDuties) {
        "/today"
    } else if actor.may_ever(Action::ReadAudit) {
        "/audit/acts"
    } else {
        "/offices"
    };
    Redirect::to(path).into_response()
}
