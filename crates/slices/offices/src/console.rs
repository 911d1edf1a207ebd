//! The pages: signing in, one's own account, offices, staff, cover, the record of acts.

mod account;
mod arrival;
mod audit;
mod covers;
mod factor_rule;
mod first_factor;
mod office_forms;
mod offices;
mod own_sessions;
mod recovery;
mod second_factor;
mod security;
mod sign_in;
mod staff;
mod staff_forms;
mod words;

use std::sync::Arc;

use desk::Desk;
use web::{Notice, Page, Routes};

use crate::responsibilities::Responsibilities;

/// The routes of offices and staff. What somebody must hand over before they leave or serve nobody any more, and an
/// office before it closes, is asked of `responsibilities`, which other slices keep.
pub fn routes(responsibilities: Arc<dyn Responsibilities>) -> Routes<Desk> {
    sign_in::routes()
        .and(account::routes())
        .and(first_factor::routes())
        .and(second_factor::routes())
        .and(factor_rule::routes())
        .and(recovery::routes())
        .and(own_sessions::routes())
        .and(offices::routes())
        .and(office_forms::routes(Arc::clone(&responsibilities)))
        .and(staff::routes())
        .and(staff_forms::routes(Arc::clone(&responsibilities)))
        .and(security::routes(responsibilities))
        .and(covers::routes())
        .and(audit::routes())
}

/// Says at the top of a page why something did not happen.
fn with_refusal(page: Page, refusal: Option<String>) -> Page {
    match refusal {
        Some(words) => page.notice(Notice::stop(words)),
        None => page,
    }
}
