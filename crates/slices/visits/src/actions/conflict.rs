//! A record that waits, beside what it contradicts.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Entered, enter};
use ledger::Field;
use rules::Kind;
use services::model::codes::{CHANNELS, CIRCUMSTANCES, METHODS, STAGES, words_of};
use store::ledger::Channel;
use store::seal::{self, SubjectKey};
use store::{ActorId, EntryId, Instant, OfficeId, StoreError, SubjectId, Tx};
use subjects::{Past, copies, history};
use surveys::model::Willingness;

use super::records::{Kept, record_of};
use crate::model::{FOLLOWED_UP, Incoming, Method, Outcome, RecordId, Refusal, SURVEYED};
use crate::sql::{self, RecordRow};

/// Another survey, or another follow-up of the same, made since the list was taken along.
#[derive(Clone, Debug)]
pub struct Other {
    /// Its entry.
    pub entry: EntryId,
    /// The day it was made.
    pub on: kernel::Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Who made it; blank where that is not known.
    pub by: String,
    /// The office, see there.
    pub office: String,
    /// What it says, name by name.
    pub words: Vec<(&'static str, String)>,
    /// The person's own words.
    pub note: String,
    /// Whether it was corrected since.
    pub is_corrected: bool,
}

/// A record that waits, or waited, with what it contradicts.
#[derive(Debug)]
pub struct Conflict {
    /// The file.
    pub entered: Entered,
    /// The record.
    pub kept: Kept,
    /// What it follows up: the day, and what was done; blank for nothing.
    pub about: String,
    /// Who made it.
    pub by: String,
    /// Their office.
    pub office: String,
    /// Who decided about it; blank where nobody has.
    pub settled_by: String,
    /// The others.
    pub others: Vec<Other>,
}

/// Opens a record with what it contradicts; the reading of the file is noted. Must run in
/// [`store::Db::write`].
pub async fn conflict(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    record: RecordId,
) -> Result<Conflict, Failure<Refusal>> {
    let entered = enter(tx, desk, occasion, Action::ReadFile, subject, None).await;
    let entered = entered.map_err(|failure| failure.map(Refusal::from))?;
    let kept = record_of(tx, &entered.key, subject, record).await?;
    let kept = kept.ok_or(Failure::Refused(Refusal::Missing))?;
    let about = cause(tx, desk, (subject, &entered.key), &kept.incoming).await?;
    let past = since(tx, &entered.key, subject, (&kept.incoming, about), kept.made_by).await?;
    let mut others = Vec::new();
    for past in past {
        // What was corrected contradicts nothing any more; once it is decided, it shows what was decided about.
        if Some(past.id) != kept.entry && (!past.is_corrected || kept.settlement.is_some()) {
            others.push(in_words(tx, &past).await?);
        }
    }
    let by = offices::staff_name(tx, kept.made_by).await?;
    let office = office_name(tx, Some(kept.office)).await?;
    let settler = kept.settlement.as_ref().map(|settlement| settlement.by);
    let settled_by = offices::staff_name(tx, settler).await?;
    let about = match about {
        Some(about) => {
            let past = history(tx, &entered.key, subject).await?;
            let about = past.iter().find(|past| past.id == about);
            about.map_or_else(String::new, |past| format!("{} {}", past.on, past.kind.term()))
        }
        None => String::new(),
    };
    Ok(Conflict { entered, kept, about, by, office, settled_by, others })
}

/// Gives what stands in the ledger since a list was taken along and says the same as a record, otherwise: surveys, or
/// follow-ups of what it follows up. What whoever recorded made on the same device is none of it.
pub(super) async fn contradicting(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    incoming: &Incoming,
    maker: ActorId,
) -> Result<Vec<Past>, StoreError> {
    let about = cause(tx, desk, (subject, key), incoming).await?;
    let mut past = since(tx, key, subject, (incoming, about), maker).await?;
    past.retain(|entry| !entry.is_corrected);
    Ok(past)
}

/// Gives the entry that a record is about, as the file has it in which it lies: of a file that was merged since, what
/// stands for it in the one in which that goes on. Nothing where nothing does.
pub(super) async fn cause(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    incoming: &Incoming,
) -> Result<Option<EntryId>, StoreError> {
    let Some(about) = incoming.outcome.about() else { return Ok(None) };
    let past = history(tx, key, subject).await?;
    if past.iter().any(|entry| entry.id == about) {
        return Ok(Some(about));
    }
    let Ok(taken_from) = incoming.subject() else { return Ok(None) };
    let keys = desk.sealing.keys.as_ref();
    let Some(key) = seal::key_of(tx, keys, taken_from).await? else { return Ok(None) };
    let Some(person) = seekers::person_of(tx, &key, taken_from).await? else { return Ok(None) };
    let gone = history(tx, &key, taken_from).await?;
    Ok(copies(&past, &gone, &person.file_number).get(&about).copied())
}

async fn since(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    (incoming, about): (&Incoming, Option<EntryId>),
    maker: ActorId,
) -> Result<Vec<Past>, StoreError> {
    if !incoming.outcome.can_be_contradicted() {
        return Ok(Vec::new());
    }
    let rows: Vec<RecordRow> = tx.all(sql::RECORDS, &[&subject]).await?;
    let known: Vec<EntryId> = rows
        .iter()
        .filter(|row| row.made_by == maker && incoming.knows(row.record_id))
        .filter_map(|row| row.entry_id.or(row.settled_entry_id))
        .collect();
    // A place in the ledger says nothing about the ledger of the file into which that one was merged.
    let is_merged = incoming.subject != subject.to_string();
    let is_since = |past: &Past| {
        if is_merged {
            past.recorded_at > incoming.taken_at()
        } else {
            past.sequence > incoming.base
        }
    };
    let says_the_same = |past: &Past| match &incoming.outcome {
        Outcome::Surveyed { .. } => past.kind == Kind::Surveyed,
        Outcome::FollowedUp { stage, .. } => {
            past.kind == Kind::FollowedUp
                && about.is_some()
                && past.of == about
                && text(past, Field::Stage) == *stage
        }
        Outcome::Contacted { .. } | Outcome::Missed { .. } => false,
    };
    let mut past = history(tx, key, subject).await?;
    past.retain(|entry| says_the_same(entry) && is_since(entry) && !known.contains(&entry.id));
    Ok(past)
}

/// What an entry says in a field; blank for nothing.
fn text(past: &Past, field: Field) -> String {
    past.text(field).map(|text| text.reveal().to_owned()).unwrap_or_default()
}

async fn in_words(tx: &mut Tx, past: &Past) -> Result<Other, StoreError> {
    let words = match past.kind {
        Kind::FollowedUp => followed_up(past),
        _ => surveyed(past),
    };
    Ok(Other {
        entry: past.id,
        on: past.on,
        recorded_at: past.recorded_at,
        by: offices::staff_name(tx, past.staff).await?,
        office: office_name(tx, past.office).await?,
        words,
        note: text(past, Field::Note),
        is_corrected: past.is_corrected,
    })
}

/// What a survey says, name by name, as a device says it.
fn surveyed(past: &Past) -> Vec<(&'static str, String)> {
    let willingness = match (past.flag(Field::Willing), past.flag(Field::Registers)) {
        (Some(willing), Some(registers)) => Willingness::of(willing, registers).term(),
        _ => "",
    };
    vec![
        ("结果", SURVEYED.to_owned()),
        ("方式", words_of(METHODS, &text(past, Field::Method)).to_owned()),
        ("就业意愿", willingness.to_owned()),
        ("特殊情形", words_of(CIRCUMSTANCES, &text(past, Field::Circumstance)).to_owned()),
        ("具体原因", text(past, Field::Reason)),
    ]
}

/// What a follow-up says, in the same way; what was found stands in front of its note.
fn followed_up(past: &Past) -> Vec<(&'static str, String)> {
    let how = match past.channel {
        Some(Channel::Visit) => Method::Visit.term(),
        Some(Channel::Phone) => Method::Phone.term(),
        Some(other) => words_of(CHANNELS, other.text()),
        None => "",
    };
    let note = text(past, Field::Note);
    let found = note.split('；').next().unwrap_or_default();
    vec![
        ("结果", FOLLOWED_UP.to_owned()),
        ("方式", how.to_owned()),
        ("阶段", words_of(STAGES, &text(past, Field::Stage)).to_owned()),
        ("情况", found.to_owned()),
    ]
}

pub(super) async fn office_name(
    tx: &mut Tx,
    office: Option<OfficeId>,
) -> Result<String, StoreError> {
    let Some(office) = office else { return Ok(String::new()) };
    Ok(offices::find_office(tx, office).await?.map(|office| office.name).unwrap_or_default())
}
