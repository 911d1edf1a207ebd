//! A file with everything that is kept of stops, exits and objections.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::Entered;
use kernel::Day;
use offices::Office;
use rules::Gate;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::LedgerFacts;
use web::{Problem, Visit};

use super::problem;
use crate::actions::decided::Decided;
use crate::actions::exit::find::{Exit, exits_of};
use crate::actions::notices::{Notice, notices_of};
use crate::actions::objections::{Objection, objections_of};
use crate::actions::office::{above_the_decision, approving_office, hearing, objecting_action};
use crate::actions::open::{Case, cases_of};
use crate::actions::registry::{registry_of, usual_registry};
use crate::actions::taking_along::{is_left_behind, take_along};
use crate::actions::verify::{Upheld, ended_on, is_upheld, rests, upheld_of};
use crate::model::{Against, CaseState, ExitState, Refusal, STOP_GATES};
use crate::{CaseId, ExitId, ObjectionId};

/// A file with everything that is kept of stops, exits and objections.
pub(super) struct Opened {
    pub(super) entered: Entered,
    pub(super) known: LedgerFacts,
    pub(super) cases: Vec<Case>,
    pub(super) exits: Vec<Exit>,
    pub(super) objections: Vec<Objection>,
    /// The gates against which objections were upheld, in files that were merged into this one as well.
    upheld: Vec<Upheld>,
    pub(super) notices: Vec<Notice>,
    /// The names of everybody who had a part.
    names: HashMap<ActorId, String>,
    /// The gates on which a case ended without a stop so lately that none begins again, with why.
    pub(super) resting: Vec<(Gate, String)>,
    /// The office whose head decides on what waits for it.
    approving: HashMap<Against, Office>,
    /// The office that answers for the person, and the one above it.
    pub(super) office: Option<Office>,
    above: Option<Office>,
    /// The registry as somebody named it, and the name that is proposed where nobody has.
    pub(super) registry: Option<String>,
    pub(super) usual_registry: Option<String>,
    /// Who decides on an objection against each decision, in words.
    hearing: HashMap<Against, String>,
    /// Why the visitor does not decide on an objection, where they do not.
    pub(super) not_heard: HashMap<ObjectionId, Refusal>,
}

impl Opened {
    pub(super) fn subject(&self) -> SubjectId {
        self.entered.held.subject
    }

    pub(super) fn name(&self, staff: Option<ActorId>) -> &str {
        staff.and_then(|staff| self.names.get(&staff)).map_or("", String::as_str)
    }

    /// Tells whether an objection against a stop on a gate that stands open since a day was upheld.
    pub(super) fn is_upheld(&self, gate: Gate, since: Day) -> bool {
        is_upheld(&self.upheld, gate, since)
    }

    pub(super) fn case(&self, id: CaseId) -> Result<&Case, Problem> {
        self.cases.iter().find(|case| case.id == id).ok_or(Problem::Missing)
    }

    pub(super) fn exit(&self, id: ExitId) -> Result<&Exit, Problem> {
        self.exits.iter().find(|exit| exit.id == id).ok_or(Problem::Missing)
    }

    pub(super) fn objection(&self, id: ObjectionId) -> Result<&Objection, Problem> {
        self.objections.iter().find(|known| known.id == id).ok_or(Problem::Missing)
    }

    pub(super) fn decided(&self, against: Against) -> Result<Decided<'_>, Problem> {
        Decided::find(against, &self.cases, &self.exits).ok_or(Problem::Missing)
    }

    /// The objections against a decision, latest first.
    pub(super) fn objections_against(&self, against: Against) -> impl Iterator<Item = &Objection> {
        self.objections.iter().filter(move |known| known.against == against)
    }

    /// Who decides on an objection against a decision, in words.
    pub(super) fn hearing(&self, against: Against) -> &str {
        self.hearing.get(&against).map_or("上一级机构的负责人", String::as_str)
    }

    /// The office whose head decides on what waits for it.
    pub(super) fn approving(&self, against: Against) -> Option<&Office> {
        self.approving.get(&against)
    }

    /// Tells whether the visitor decides on an objection.
    pub(super) fn hears(&self, visit: &Visit, objection: ObjectionId) -> bool {
        self.may(visit, self.objecting()) && !self.not_heard.contains_key(&objection)
    }

    /// The right by which an objection of this person is decided.
    fn objecting(&self) -> Action {
        objecting_action(self.office.is_none() || self.above.is_some())
    }

    /// Tells whether the visitor may do something to this person, by what binds them.
    pub(super) fn may(&self, visit: &Visit, action: Action) -> bool {
        self.entered.lets(&visit.actor, action)
    }

    /// Tells whether the visitor's office is the one that decides on what waits for it.
    pub(super) fn approves(&self, visit: &Visit, against: Against) -> bool {
        let other = |office: &Office| office.code != visit.actor.area.first;
        self.may(visit, Action::ApproveStop) && !self.approving(against).is_some_and(other)
    }
}

/// Opens a file for an action; notes the reading.
pub(super) async fn load(
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
        if is_left_behind(tx, subject).await? {
            // Two who open it at once have it go over once.
            duties::hold(tx, subject).await?;
            take_along(tx, &desk2, subject, &entered.key).await?;
        }
        let known = subjects::facts_of(tx, subject).await?;
        let cases = cases_of(tx, &entered.key, subject).await?;
        let exits = exits_of(tx, &entered.key, subject).await?;
        let objections = objections_of(tx, &entered.key, subject).await?;
        let upheld = upheld_of(tx, subject).await?;
        let notices = notices_of(tx, &entered.key, subject).await?;
        let office = offices::office_by_code(tx, entered.held.office_code).await?;
        let above = match office.as_ref().and_then(|office| office.parent_id) {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
        let office_code = entered.held.office_code;
        let registry = registry_of(tx, office_code).await?;
        let mut resting = Vec::new();
        for gate in STOP_GATES {
            let ended = ended_on(&cases, gate);
            if let Some(refusal) = rests(tx, &desk2, occasion.today, subject, ended).await? {
                resting.push((gate, refusal.to_string()));
            }
        }
        let mut opened = Opened {
            entered,
            known,
            cases,
            exits,
            objections,
            upheld,
            notices,
            names: HashMap::new(),
            resting,
            approving: HashMap::new(),
            office,
            above,
            registry,
            usual_registry: usual_registry(office_code),
            hearing: HashMap::new(),
            not_heard: HashMap::new(),
        };
        name_everybody(tx, &mut opened).await?;
        say_who_decides(tx, &occasion, &mut opened).await?;
        Ok(opened)
    };
    desk.db.write(case).await.map_err(problem)
}

/// Finds the names of everybody who had a part.
async fn name_everybody(tx: &mut Tx, opened: &mut Opened) -> Result<(), StoreError> {
    let cases = opened.cases.iter().flat_map(|case| Decided::Stop(case).parts());
    let exits = opened.exits.iter().flat_map(Exit::parts);
    let objecting =
        opened.objections.iter().flat_map(|known| [Some(known.recorded_by), known.decided_by]);
    let receiving = opened.notices.iter().map(|known| known.received_by);
    let parts: Vec<ActorId> =
        cases.chain(exits).chain(objecting.chain(receiving).flatten()).collect();
    for staff in parts {
        if let Entry::Vacant(place) = opened.names.entry(staff) {
            place.insert(offices::staff_name(tx, staff).await?);
        }
    }
    Ok(())
}

/// Finds who decides on what waits, and who hears an objection against what was decided.
async fn say_who_decides(
    tx: &mut Tx,
    occasion: &Occasion,
    opened: &mut Opened,
) -> Result<(), StoreError> {
    let subject = opened.subject();
    let answering = (opened.entered.held.office_code, occasion.today);
    let decisions = opened.cases.iter().map(Decided::Stop);
    for decided in decisions.chain(opened.exits.iter().map(Decided::Exit)) {
        let against = decided.against();
        let waits_for = match decided {
            Decided::Stop(case) if case.state == CaseState::Submitted => Some(case.verifiers()),
            Decided::Exit(exit) if exit.state == ExitState::Proposed => {
                Some(vec![exit.proposed_by])
            }
            _ => None,
        };
        if let Some(parts) = waits_for
            && let Some(office) = approving_office(tx, answering, &parts).await?
        {
            opened.approving.insert(against, office);
        }
        if decided.entry().is_none() {
            continue;
        }
        let who = hearing(tx, subject, decided, answering).await?;
        opened.hearing.insert(against, who.to_string());
        for objection in opened.objections.iter().filter(|known| known.against == against) {
            if let Some(refusal) = above_the_decision(tx, occasion, subject, decided).await? {
                opened.not_heard.insert(objection.id, refusal);
            }
        }
    }
    Ok(())
}
