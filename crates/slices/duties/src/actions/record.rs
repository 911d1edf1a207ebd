//! Recording a service: the right, the entries, and what follows from them, in one transaction.

use std::fmt;

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use rules::Assessment;
use store::seal;
use store::{EntryId, SubjectId, Tx};
use subjects::{Happening, RecordRefusal, Recorder, facts_of};

use super::derive::derive;
use super::share::relation;
use super::take_on::hold;

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
    let Some(held) = hold(tx, subject).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(ServiceRefusal::NoFile));
    };
    relation(tx, occasion, &held, action).await?;
    if happenings.iter().any(|happening| happening.on > occasion.today) {
        return Err(Failure::Refused(ServiceRefusal::Entry(RecordRefusal::NotYet)));
    }
    let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
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
    let mut known = facts_of(tx, subject).await?;
    let mut entries = Vec::new();
    for happening in happenings {
        let entry =
            subjects::record(tx, &desk.sealing, &key, &recorder, happening, &mut known).await;
        entries.push(entry.map_err(|failure| failure.map(ServiceRefusal::Entry))?);
    }
    let assessment = derive(tx, &desk.rulebook, &held, &known, occasion.today).await?;
    Ok(RecordedService { entries, assessment })
}
