//! Opening a file: whoever reads or writes it names the action, and the reading is noted.

use access::{Action, Actor, Failure, Relation};
use desk::{Desk, Occasion};
use store::seal::SubjectKey;
use store::{SubjectId, Tx};
use subjects::{Label, NewReading, RecordRefusal, label_of, note_reading};
use web::{Page, Problem};

use super::ready::key_to;
use super::record::ServiceRefusal;
use super::share::relation;
use super::take_on::{Held, held};

/// A file that is open to the actor.
#[derive(Debug)]
pub struct Entered {
    /// Who answers for the subject, and where it stands.
    pub held: Held,
    /// What a list calls it.
    pub label: Label,
    /// The key to what is sealed.
    pub key: SubjectKey,
    /// How the actor stands to it.
    pub relation: Relation,
}

impl Entered {
    /// Tells whether somebody may do something to the subject by what binds them to it, whatever the file is open to
    /// them for.
    #[must_use]
    pub fn lets(&self, actor: &Actor, action: Action) -> bool {
        let held = &self.held;
        let bound = match self.relation {
            Relation::Resident => Relation::Resident,
            _ => actor.relation_to(held.office_code, held.officer),
        };
        actor.may(action, bound).is_ok()
    }

    /// Starts a page right under the subject's file.
    #[must_use]
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page::new(title)
            .section("/people")
            .crumb("服务对象", "/people")
            .crumb(self.label.name.reveal(), format!("/people/{}", self.held.subject))
    }
}

/// Opens a subject's file for an action, or denies it; notes who has read it, what for, and why where a reason
/// was asked for. Must run in [`store::Db::write`].
///
/// Where there is no such file the answer is that of a file elsewhere: whoever may not open every file does not learn
/// which there are.
pub async fn enter(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
    reason: Option<&str>,
) -> Result<Entered, Failure<ServiceRefusal>> {
    let Some(held) = held(tx, subject).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(ServiceRefusal::NoFile));
    };
    let relation = relation(tx, occasion, &held, action).await?;
    let key = key_to(tx, desk, subject).await?;
    let label = label_of(tx, &desk.sealing, subject).await?;
    let label = label.ok_or(Failure::Refused(ServiceRefusal::Entry(RecordRefusal::Erased)))?;
    let reading = NewReading {
        subject,
        on: occasion.today,
        at: occasion.now,
        staff: occasion.actor.id,
        office: occasion.actor.office,
        purpose: action.term(),
        reason,
    };
    note_reading(tx, &desk.sealing, &key, &reading).await?;
    Ok(Entered { held, label, key, relation })
}

/// What is shown where a file does not open: that there is none, or why not.
#[must_use]
pub fn unopened(failure: Failure<ServiceRefusal>) -> Problem {
    match failure {
        Failure::Refused(ServiceRefusal::NoFile) => Problem::Missing,
        other => other.into(),
    }
}
