//! The pages: the office's list, the case and the exits of a person, each step, and the letters.

mod board;
mod deciding;
mod exit;
mod letter;
mod notices;
mod objecting;
mod opened;
mod person;
mod telling;
mod to_person;
mod undone;
mod verifying;
mod words;

use access::{Action, Failure};
use desk::Desk;
use duties::ServiceRefusal;
use store::SubjectId;
use web::{Page, Problem, Routes};

use self::opened::{Opened, load};
use crate::model::{Against, ExitRefusal, Refusal};
use crate::{CaseId, ObjectionId};

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    let approve = Action::ApproveStop;
    let record = Action::RecordService;
    Routes::new()
        .get("/stopping", Action::ReadFile, board::show)
        .get("/stopping/notices", Action::ReadFile, notices::list)
        .get("/people/{subject}/stop", Action::ReadFile, person::show)
        .get("/people/{subject}/stop/attempt", record, verifying::show_attempt)
        .post("/people/{subject}/stop/attempt", record, verifying::take_attempt)
        .get("/people/{subject}/stop/{case}/finish", record, verifying::show_finish)
        .post("/people/{subject}/stop/{case}/finish", record, verifying::take_finish)
        .post("/people/{subject}/stop/{case}/withdraw", record, deciding::withdraw)
        .get("/people/{subject}/stop/{case}/decide", approve, deciding::show)
        .post("/people/{subject}/stop/{case}/decide", approve, deciding::take)
        .get("/people/{subject}/stop/{case}/letter", Action::ReadFile, to_person::stop::show)
        .get("/people/{subject}/stop/{case}/told", record, telling::show::<CaseId>)
        .post("/people/{subject}/stop/{case}/told", record, telling::take::<CaseId>)
        .get("/people/{subject}/stop/{case}/object", record, objecting::show::<CaseId>)
        .post("/people/{subject}/stop/{case}/object", record, objecting::take::<CaseId>)
        .get("/people/{subject}/stop-notices/{notice}", Action::ReadFile, letter::show)
        .post("/people/{subject}/stop-notices/{notice}", Action::Reveal, letter::reveal)
        .get("/people/{subject}/stop-notices/{notice}/delivered", record, notices::show)
        .post("/people/{subject}/stop-notices/{notice}/delivered", record, notices::take)
        .and(routes_of_objections())
        .and(exit::routes())
}

/// The routes of objections, against whatever decision.
fn routes_of_objections() -> Routes<Desk> {
    let (decide, record) = (Action::DecideObjection, Action::RecordService);
    let one = "/people/{subject}/objections/{objection}";
    let told = "/people/{subject}/objections/{objection}/told";
    let letter = "/people/{subject}/objections/{objection}/letter";
    Routes::new()
        .get(one, decide, objecting::show_decision)
        .post(one, decide, objecting::take_decision)
        .get(letter, Action::ReadFile, to_person::answer::show)
        .get(told, record, telling::show::<ObjectionId>)
        .post(told, record, telling::take::<ObjectionId>)
}

/// Turns a refusal into a page.
fn problem(failure: Failure<Refusal>) -> Problem {
    match failure {
        Failure::Refused(
            Refusal::Service(ServiceRefusal::NoFile)
            | Refusal::Nothing
            | Refusal::Exit(ExitRefusal::Nothing),
        ) => Problem::Missing,
        other => other.into(),
    }
}

/// The path of a person's case.
fn case_path(subject: SubjectId) -> String {
    format!("/people/{subject}/stop")
}

/// Starts a page about a person's cases.
fn page_of(title: impl Into<String>, opened: &Opened) -> Page {
    opened.entered.page(title).crumb("停止服务", case_path(opened.subject()))
}

/// The path of a person's exits.
fn exit_path(subject: SubjectId) -> String {
    format!("/people/{subject}/exit")
}

/// Starts a page about a person's exits.
fn exit_page_of(title: impl Into<String>, opened: &Opened) -> Page {
    opened.entered.page(title).crumb("退出就业困难人员", exit_path(opened.subject()))
}

/// Starts a page about a decision.
fn page_about(title: impl Into<String>, against: Against, opened: &Opened) -> Page {
    match against {
        Against::Stop(_) => page_of(title, opened),
        Against::Exit(_) => exit_page_of(title, opened),
    }
}

/// The page of a person on which a decision stands.
fn path_of(against: Against, subject: SubjectId) -> String {
    match against {
        Against::Stop(_) => case_path(subject),
        Against::Exit(_) => exit_path(subject),
    }
}
