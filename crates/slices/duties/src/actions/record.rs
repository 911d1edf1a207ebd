//! Recording a service: the right, the entries, and what follows from them, in one transaction.

use std::fmt;

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use rules::Assessment;
use store::ledger::{Head, append_after};
use store::seal::{self, SubjectKey};
use store::{EntryId, Row, Statement, StoreError, SubjectId, ToValue, Tx, read_all};
use subjects::{FactsQuery, Happening, RecordRefusal, Recorder, facts_in};

use super::derive::{Before, derive_after};
use super::share::relation;
use super::take_on::Held;
use crate::sql::{self, GroundRow, HeldRow};

/// What was recorded, and what follows from it.
#[derive(Debug)]
pub struct RecordedService {
    /// The new entries, in order.
    pub entries: Vec<EntryId>,
    /// What the rules say now.
    pub assessment: Assessment,
}

/// Why a service cannot be recorded.
#[derive(Debug)]
pub enum ServiceRefusal {
    /// Nobody answers for this subject: there is no such file.
    NoFile,
    /// An entry cannot be.
    Entry(RecordRefusal),
}

impl fmt::Display for ServiceRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile => out.write_str("没有这份档案，可能已与另一份合并；请重新查找"),
            Self::Entry(refusal) => refusal.fmt(out),
        }
    }
}

/// Records what happened to a subject. `action` is what the actor must have a right to: recording a service,
/// or something graver.
pub async fn record_service(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
    happenings: &[Happening],
) -> Result<RecordedService, Failure<ServiceRefusal>> {
    let ground = Ground::read(tx, desk, subject).await?;
    let Some((held, before)) = ground.stood else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(ServiceRefusal::NoFile));
    };
    relation(tx, occasion, &held, action).await?;
    if happenings.iter().any(|happening| happening.on > occasion.today) {
        return Err(Failure::Refused(ServiceRefusal::Entry(RecordRefusal::NotYet)));
    }
    let Some(key) = ground.key else {
        return Err(Failure::Refused(ServiceRefusal::Entry(RecordRefusal::Erased)));
    };
    let actor = &occasion.actor;
    let recorder = Recorder {
        subject,
        staff: Some(actor.id),
        staff_name: &actor.name,
        office: Some(actor.office),
        office_name: &actor.office_name,
        now: occasion.now,
    };
    let mut known = facts_in(tx, subject, ground.facts).await?;
    let mut new = Vec::with_capacity(happenings.len());
    for happening in happenings {
        let entry = subjects::prepare(&desk.sealing, &key, &recorder, happening, &mut known);
        new.push(entry.map_err(|failure| failure.map(ServiceRefusal::Entry))?);
    }
    append_after(tx, desk.sealing.keys.as_ref(), subject, ground.head, &new).await?;
    let assessment =
        derive_after(tx, &desk.rulebook, &held, &known, &before, occasion.today).await?;
    Ok(RecordedService { entries: new.iter().map(|entry| entry.id).collect(), assessment })
}

/// Everything that is read before a service is recorded, in one journey to the server. The first of its queries
/// holds the subject, so that the others see what nobody changes any more.
struct Ground {
    stood: Option<(Held, Before)>,
    key: Option<SubjectKey>,
    head: Head,
    facts: Vec<Row>,
}

impl Ground {
    async fn read(tx: &mut Tx, desk: &Desk, subject: SubjectId) -> Result<Self, StoreError> {
        let own: [&dyn ToValue; 1] = [&subject];
        let facts = FactsQuery::of(subject);
        let (facts, of_facts) = facts.step();
        let steps: [(&'static Statement, &[&dyn ToValue]); 4] =
            [(sql::HOLD, &own), (sql::GROUND, &own), (facts, &of_facts), (sql::DUTIES, &own)];
        let mut found = tx.gather(&steps).await?.into_iter();
        let mut next = || found.next().unwrap_or_default();
        let answered: Option<HeldRow> = read_all(next())?.pop();
        let ground: Vec<GroundRow> = read_all(next())?;
        let (facts, duties) = (next(), read_all(next())?);
        let first = ground.first();
        let wrapped = first.and_then(|row| row.wrapped.as_deref());
        let key = seal::key_in(desk.sealing.keys.as_ref(), subject, wrapped)?;
        let head = first
            .and_then(|row| Some(Head::of(row.sequence?, row.chain?, row.gathered)))
            .unwrap_or(Head::BEGINNING);
        let gates = ground.into_iter().filter_map(|row| Some((row.clause?, row.since?))).collect();
        let stood = answered
            .map(|row| (Held::from(row.clone()), Before { duties, gates, looked: Some(row) }));
        Ok(Self { stood, key, head, facts })
    }
}
