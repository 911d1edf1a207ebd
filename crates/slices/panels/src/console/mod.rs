//! The pages: the panel of a person, and the panels that somebody has to do with.

mod board;
mod forms;
mod recorded;
mod table;
mod visits;
mod words;

use access::Action;
use desk::Desk;
use web::Routes;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/panels", Action::ReadFile, board::show)
        .get("/people/{subject}/panel", Action::ReadFile, visits::show)
        .post("/people/{subject}/panel/request", Action::RecordService, visits::request)
        .post("/people/{subject}/panel/take-up", Action::RecordService, visits::take_up)
        .post("/people/{subject}/panel/accept", Action::GiveOpinion, visits::accept)
        .post("/people/{subject}/panel/opinion", Action::GiveOpinion, visits::opinion)
        .post("/people/{subject}/panel/feedback", Action::RecordService, visits::feedback)
        .post("/people/{subject}/panel/end", Action::GiveOpinion, visits::end)
        // The forms of these two kinds are the panel's own.
        .get(
            "/people/{subject}/record/consultation_requested",
            Action::RecordService,
            visits::to_request,
        )
        .get(
            "/people/{subject}/record/consultation_opinion",
            Action::GiveOpinion,
            visits::to_opinion,
        )
}
