//! The panels that somebody has to do with.

use std::collections::BTreeSet;

use access::{Action, Denied, Relation};
use desk::{Desk, Occasion};
use kernel::Day;
use store::seal::{self, Clear};
use store::{ActorId, Statement, StoreError, SubjectId, ToValue, Tx};
use subjects::{LedgerFacts, facts_of, name_of};

use super::find::{all_panels, feedback_of};
use super::recorded::recorded_request;
use crate::model::{Panel, Stage, feedback_until, lasting, opinion_days};
use crate::sql;

/// How many people are read at a time; a list has all of them.
const AT_ONCE: i64 = 500;

/// Which panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// Those on the people of the actor.
    Mine,
    /// Those on the people of the actor's office.
    Office,
    /// Those that the actor's office was asked for and has not accepted.
    Asked,
    /// Those in which the actor sits.
    Sitting,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 4] = [Self::Mine, Self::Office, Self::Asked, Self::Sitting];

    /// The name in an address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Office => "office",
            Self::Asked => "asked",
            Self::Sitting => "sitting",
        }
    }

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Mine => "我负责的",
            Self::Office => "本机构申请的",
            Self::Asked => "待本机构受理",
            Self::Sitting => "我参加的",
        }
    }

    /// Asks whether the actor may see it.
    pub fn may_be_seen(self, occasion: &Occasion) -> Result<(), Denied> {
        match self {
            Self::Mine => occasion.may(Action::ReadFile, Relation::Assigned),
            Self::Office => occasion.may(Action::ReadFile, Relation::Office),
            Self::Asked | Self::Sitting => occasion.may(Action::GiveOpinion, Relation::Consulted),
        }
    }
}

/// A panel as a list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The panel.
    pub panel: Panel,
    /// What a list calls the person.
    pub name: Clear,
    /// How many opinions were given.
    pub opinions: usize,
    /// The day of the latest.
    pub last_opinion: Option<Day>,
    /// The day on which the officer told the panel something last.
    pub last_feedback: Option<Day>,
    /// The day until which the officer is to tell it something again (BJ18-28(3)).
    pub next_feedback: Option<Day>,
}

/// Gives the panels that go on, of one list, the one asked for first first, with the requests that the ledger alone knows
/// of among those of one's own people and office. Asks for the right to the list.
pub async fn listed(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    list: List,
) -> Result<Vec<Listed>, access::Failure<std::convert::Infallible>> {
    list.may_be_seen(occasion)?;
    let mut found = Vec::new();
    for subject in subjects_of(tx, occasion, list).await? {
        let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
            continue;
        };
        let known = facts_of(tx, subject).await?;
        let panels = all_panels(tx, desk, &key, &known, subject).await?;
        let panel = match lasting(&panels) {
            Some(panel) => Some(panel.clone()),
            None => recorded_of(tx, &known, subject, &panels).await?,
        };
        let Some(panel) = panel.filter(|panel| belongs(panel, occasion, list)) else { continue };
        let Some(name) = name_of(tx, &desk.sealing, subject).await? else { continue };
        let name = if panel.stage() == Stage::Asked {
            shown(tx, occasion, subject, name).await?
        } else {
            name
        };
        let said = opinion_days(&known, panel.request);
        let (opinions, last_opinion) = (said.len(), said.into_iter().max());
        let told = feedback_of(tx, &key, subject).await?;
        let last_feedback = told.iter().find(|told| told.request == panel.request);
        let last_feedback = last_feedback.map(|told| web::day_of(told.told_at));
        let until = feedback_until(&desk.rulebook, last_opinion, last_feedback);
        let next_feedback = until.filter(|_| panel.stage() == Stage::Sitting);
        found.push(Listed { panel, name, opinions, last_opinion, last_feedback, next_feedback });
    }
    found.sort_by_key(|row| (row.panel.asked_on, row.panel.asked_at, row.panel.subject));
    Ok(found)
}

/// Gives what the list calls somebody whose panel nobody has accepted: whoever does not read the file by what binds them to
/// the person or the office learns who it is when they are named (BJ18-28(1)).
async fn shown(
    tx: &mut Tx,
    occasion: &Occasion,
    subject: SubjectId,
    name: Clear,
) -> Result<Clear, StoreError> {
    let actor = &occasion.actor;
    let reads = duties::held(tx, subject).await?.is_some_and(|held| {
        let relation = actor.relation_to(held.office_code, held.officer);
        actor.may(Action::ReadFile, relation).is_ok()
    });
    Ok(if reads { name } else { Clear::new(subjects::mask(name.reveal())) })
}

/// Gives the request of a person that the ledger alone knows of.
async fn recorded_of(
    tx: &mut Tx,
    known: &LedgerFacts,
    subject: SubjectId,
    panels: &[Panel],
) -> Result<Option<Panel>, StoreError> {
    match duties::held(tx, subject).await? {
        Some(held) => recorded_request(tx, known, &held, panels).await,
        None => Ok(None),
    }
}

async fn subjects_of(
    tx: &mut Tx,
    occasion: &Occasion,
    list: List,
) -> Result<BTreeSet<SubjectId>, StoreError> {
    let actor = &occasion.actor;
    let whom: Vec<ActorId> =
        std::iter::once(actor.serves_as()).chain(actor.stands_in_for.iter().copied()).collect();
    let office = [actor.area.first];
    let mut subjects = BTreeSet::new();
    let statements: &[&'static Statement] = match list {
        List::Mine => &[sql::OF_OFFICER, sql::RECORDED_OF_OFFICER],
        List::Office => &[sql::OF_OFFICE, sql::RECORDED_OF_OFFICE],
        List::Asked => &[sql::ASKED_OF],
        List::Sitting => &[sql::OF_MEMBER],
    };
    for statement in statements {
        match list {
            List::Office | List::Asked => everybody(tx, statement, &office, &mut subjects).await?,
            List::Mine | List::Sitting => everybody(tx, statement, &whom, &mut subjects).await?,
        }
    }
    Ok(subjects)
}

/// Reads everybody whom a statement gives of some offices or staff, part after part.
async fn everybody<T: ToValue>(
    tx: &mut Tx,
    statement: &'static Statement,
    of: &[T],
    subjects: &mut BTreeSet<SubjectId>,
) -> Result<(), StoreError> {
    for one in of {
        let mut after = SubjectId::from_bytes([0; 16]);
        loop {
            let values: [&dyn ToValue; 3] = [one, &after, &AT_ONCE];
            let rows: Vec<(SubjectId,)> = tx.all(statement, &values).await?;
            let Some((last,)) = rows.last() else { break };
            after = *last;
            subjects.extend(rows.into_iter().map(|(subject,)| subject));
        }
    }
    Ok(())
}

/// The one that goes on need not be the one by which the person was found.
fn belongs(panel: &Panel, occasion: &Occasion, list: List) -> bool {
    match list {
        List::Mine | List::Office => true,
        List::Asked => {
            panel.stage() == Stage::Asked && panel.office_code == occasion.actor.area.first
        }
        List::Sitting => panel.has(&occasion.actor),
    }
}

/// Counts the panels that last and that an office is to form, or has formed.
pub async fn open_at(tx: &mut Tx, office_code: i64) -> Result<i64, StoreError> {
    Ok(tx.one::<(i64,)>(sql::OPEN_AT, &[&office_code]).await?.0)
}
