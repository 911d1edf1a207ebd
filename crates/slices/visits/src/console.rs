//! The pages: the way in, the device's own page with its parts, the exchange with it, and what waits for a
//! decision.

mod assets;
mod conflict_page;
mod conflicts;
mod exchange;
mod start;
mod words;

use access::{Action, Failure};
use desk::Desk;
use web::{Problem, Routes};

use crate::model::Refusal;

/// The routes of visits.
#[must_use]
pub fn routes() -> Routes<Desk> {
    assets::routes()
        .get("/visits", Action::SeeOwnDuties, start::show)
        .post("/visits/pack", Action::SeeOwnDuties, exchange::pack)
        .post("/visits/records", Action::SeeOwnDuties, exchange::records)
        .post("/visits/rescue", Action::SeeOwnDuties, exchange::rescue)
        .get("/visits/conflicts", Action::SeeOwnDuties, conflicts::show)
        .get("/visits/conflicts/{subject}/{record}", Action::ReadFile, conflict_page::show)
        .post("/visits/conflicts/{subject}/{record}", Action::RecordService, conflict_page::submit)
}

/// What a page ends in when it cannot be shown.
fn problem(failure: Failure<Refusal>) -> Problem {
    match failure {
        Failure::Refused(Refusal::Missing) => Problem::Missing,
        failure => failure.into(),
    }
}
