//! The pages: the week, booking, one appointment, own hours, group sessions, assessments.

mod answering;
mod appointment;
pub(crate) mod assessments;
mod board;
mod booking;
mod choosing;
mod classified;
mod groups;
mod hours;
mod session;
pub(crate) mod words;

use access::Failure;
use desk::Desk;
use web::{Problem, Routes};

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
