//! The pages: the office's list, the case of a person, each step, and the letters.

mod board;
mod deciding;
mod exit;
mod letter;
mod notices;
mod objecting;
mod person;
mod telling;
mod verifying;
mod words;

use std::collections::HashMap;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Entered, ServiceRefusal};
use kernel::Day;
use offices::Office;
use rules::Gate;
use store::{ActorId, SubjectId, Tx};
use subjects::LedgerFacts;
use web::{Page, Problem, Routes, Visit};

use crate::actions::notices::{Notice, notices_of};
use crate::actions::office::{above_the_decision, approving_office, hearing, objecting_action};
use crate::actions::open::{Case, Objection, cases_of, objections_of};
use crate::actions::verify::{ended_on, is_upheld, rests};
use crate::model::{CaseState, Refusal, STOP_GATES};
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
        .get("/people/{subject}/stop/{case}/letter", Action::ReadFile, telling::letter)
        .get("/people/{subject}/stop/{case}/told", record, telling::show)
        .post("/people/{subject}/stop/{case}/told", record, telling::take)
        .get("/people/{subject}/stop/{case}/object", record, objecting::show)
        .post("/people/{subject}/stop/{case}/object", record, objecting::take)
        .get(
            "/people/{subject}/stop-objections/{objection}",
            Action::DecideObjection,
            objecting::show_decision,
        )
        .post(
            "/people/{subject}/stop-objections/{objection}",
            Action::DecideObjection,
            objecting::take_decision,
        )
        .get("/people/{subject}/stop-objections/{objection}/told", record, objecting::show_told)
        .post("/people/{subject}/stop-objections/{objection}/told", record, objecting::take_told)
        .get("/people/{subject}/stop-notices/{notice}", Action::ReadFile, letter::show)
        .post("/people/{subject}/stop-notices/{notice}", Action::Reveal, letter::reveal)
        .get("/people/{subject}/stop-notices/{notice}/delivered", record, notices::show)
        .post("/people/{subject}/stop-notices/{notice}/delivered", record, notices::take)
        .and(exit::routes())
}

/// A file with everything that is kept of stops.
struct Opened {
    entered: Entered,
    known: LedgerFacts,
    cases: Vec<Case>,
    objections: Vec<Objection>,
    notices: Vec<Notice>,
    /// The names of everybody who had a part.
    names: HashMap<ActorId, String>,
    /// The gates on which a case ended without a stop so lately that none begins again, with why.
    resting: Vec<(Gate, String)>,
    /// The office whose head decides on what was submitted.
    approving: Option<Office>,
    /// The office that answers for the person, and the one above it.
    office: Option<Office>,
    above: Option<Office>,
    /// Who decides on an objection against each stop, in words.
    hearing: HashMap<CaseId, String>,
    /// Why the visitor does not decide on an objection, where they do not.
    not_heard: HashMap<ObjectionId, Refusal>,
}

impl Opened {
    fn subject(&self) -> SubjectId {
        self.entered.held.subject
    }

    fn name(&self, staff: Option<ActorId>) -> &str {
        staff.and_then(|staff| self.names.get(&staff)).map_or("", String::as_str)
    }

    /// Tells whether an objection against a stop on a gate that stands open since a day was upheld.
    fn is_upheld(&self, gate: Gate, since: Day) -> bool {
        is_upheld(&self.cases, &self.objections, gate, since)
    }

    fn case(&self, id: CaseId) -> Result<&Case, Problem> {
        self.cases.iter().find(|case| case.id == id).ok_or(Problem::Missing)
    }

    fn objection(&self, id: ObjectionId) -> Result<&Objection, Problem> {
        self.objections.iter().find(|known| known.id == id).ok_or(Problem::Missing)
    }

    /// Who decides on an objection against a stop, in words.
    fn hearing(&self, case: CaseId) -> &str {
        self.hearing.get(&case).map_or("上一级机构的负责人", String::as_str)
    }

    /// Tells whether the visitor decides on an objection.
    fn hears(&self, visit: &Visit, objection: ObjectionId) -> bool {
        self.may(visit, self.objecting()) && !self.not_heard.contains_key(&objection)
    }

    /// The right by which an objection of this person is decided.
    fn objecting(&self) -> Action {
        objecting_action(self.office.is_none() || self.above.is_some())
    }

    /// Tells whether the visitor may do something to this person, by what binds them.
    fn may(&self, visit: &Visit, action: Action) -> bool {
        self.entered.lets(&visit.actor, action)
    }

    /// Tells whether the visitor's office is the one that decides on what was submitted.
    fn approves(&self, visit: &Visit) -> bool {
        let may = self.may(visit, Action::ApproveStop);
        let other = |office: &Office| office.code != visit.actor.area.first;
        may && !self.approving.as_ref().is_some_and(other)
    }
}

/// Opens a file for an action; notes the reading.
async fn load(
    desk: &Desk,
    visit: &Visit,
    action: Action,
    subject: SubjectId,
    reason: Option<&str>,
) -> Result<Opened, Problem> {
    let (desk2, occasion, reason) =
        (desk.clone(), Occasion::from(visit), reason.map(str::to_owned));
    let case = async move |tx: &mut Tx| -> Result<Opened, Failure<Refusal>> {
        let entered =
            duties::enter(tx, &desk2, &occasion, action, subject, reason.as_deref()).await;
        let entered = entered.map_err(|failure| failure.map(Refusal::Service))?;
        let known = subjects::facts_of(tx, subject).await?;
        let cases = cases_of(tx, &entered.key, subject).await?;
        let objections = objections_of(tx, &entered.key, subject).await?;
        let notices = notices_of(tx, &entered.key, subject).await?;
        let mut names = HashMap::new();
        let parts = cases.iter().flat_map(|case| {
            case.verifiers().into_iter().chain(case.decided_by).collect::<Vec<_>>()
        });
        let objecting =
            objections.iter().flat_map(|known| [Some(known.recorded_by), known.decided_by]);
        let receiving = notices.iter().map(|known| known.received_by);
        for staff in parts.chain(objecting.chain(receiving).flatten()) {
            if let std::collections::hash_map::Entry::Vacant(place) = names.entry(staff) {
                place.insert(offices::staff_name(tx, staff).await?);
            }
        }
        let office = offices::office_by_code(tx, entered.held.office_code).await?;
        let above = match office.as_ref().and_then(|office| office.parent_id) {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
        let answering = (entered.held.office_code, occasion.today);
        let (mut heard_by, mut not_heard) = (HashMap::new(), HashMap::new());
        for case in cases.iter().filter(|case| case.stopped.is_some()) {
            let stop = (case.stopped, case.decided_by);
            let who = hearing(tx, subject, stop, answering).await?;
            heard_by.insert(case.id, who.to_string());
            for objection in objections.iter().filter(|known| known.case == case.id) {
                if let Some(refusal) = above_the_decision(tx, &occasion, subject, case).await? {
                    not_heard.insert(objection.id, refusal);
                }
            }
        }
        let mut resting = Vec::new();
        for gate in STOP_GATES {
            let ended = ended_on(&cases, gate);
            if let Some(refusal) = rests(tx, &desk2, occasion.today, subject, ended).await? {
                resting.push((gate, refusal.to_string()));
            }
        }
        let mut approving = None;
        if let Some(case) = cases.iter().find(|case| case.state == CaseState::Submitted) {
            approving = approving_office(tx, answering, &case.verifiers()).await?;
        }
        Ok(Opened {
            entered,
            known,
            cases,
            objections,
            notices,
            names,
            resting,
            approving,
            office,
            above,
            hearing: heard_by,
            not_heard,
        })
    };
    desk.db.write(case).await.map_err(problem)
}

/// Turns a refusal into a page.
fn problem(failure: Failure<Refusal>) -> Problem {
    match failure {
        Failure::Refused(Refusal::Service(ServiceRefusal::NoFile) | Refusal::Nothing) => {
            Problem::Missing
        }
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
