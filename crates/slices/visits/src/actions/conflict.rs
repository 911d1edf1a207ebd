//! A record that waits, beside what it contradicts.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Entered, enter};
use ledger::Field;
use rules::Kind;
use services::model::codes::{CIRCUMSTANCES, METHODS, words_of};
use store::seal::SubjectKey;
use store::{ActorId, EntryId, Instant, OfficeId, StoreError, SubjectId, Tx};
use subjects::{Past, history};
use surveys::model::Willingness;

use super::records::{Kept, record_of};
use crate::model::{Incoming, RecordId, Refusal};
use crate::sql::{self, RecordRow};

/// Another survey of the person, made since the list was taken along.
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
    /// Who made it.
    pub by: String,
    /// Their office.
    pub office: String,
    /// Who decided about it; blank where nobody has.
    pub settled_by: String,
    /// The other surveys.
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
    let past = since(tx, &entered.key, subject, &kept.incoming, kept.made_by).await?;
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
    Ok(Conflict { entered, kept, by, office, settled_by, others })
}

/// Gives the surveys that stand in the ledger since a list was taken along, but for those that whoever recorded
/// made on the same device.
pub(super) async fn contradicting(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    incoming: &Incoming,
    maker: ActorId,
) -> Result<Vec<Past>, StoreError> {
    let mut past = since(tx, key, subject, incoming, maker).await?;
    past.retain(|entry| !entry.is_corrected);
    Ok(past)
}

async fn since(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    incoming: &Incoming,
    maker: ActorId,
) -> Result<Vec<Past>, StoreError> {
    if !incoming.outcome.is_survey() {
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
    let mut past = history(tx, key, subject).await?;
    past.retain(|entry| {
        entry.kind == Kind::Surveyed && is_since(entry) && !known.contains(&entry.id)
    });
    Ok(past)
}

async fn in_words(tx: &mut Tx, past: &Past) -> Result<Other, StoreError> {
    let text = |field| past.text(field).map(|text| text.reveal().to_owned()).unwrap_or_default();
    let willingness = match (past.flag(Field::Willing), past.flag(Field::Registers)) {
        (Some(willing), Some(registers)) => Willingness::of(willing, registers).term(),
        _ => "",
    };
    let words = vec![
        ("结果", "见到本人，已摸查".to_owned()),
        ("方式", words_of(METHODS, &text(Field::Method)).to_owned()),
        ("就业意愿", willingness.to_owned()),
        ("特殊情形", words_of(CIRCUMSTANCES, &text(Field::Circumstance)).to_owned()),
        ("具体原因", text(Field::Reason)),
    ];
    Ok(Other {
        entry: past.id,
        on: past.on,
        recorded_at: past.recorded_at,
        by: offices::staff_name(tx, past.staff).await?,
        office: office_name(tx, past.office).await?,
        words,
        note: text(Field::Note),
        is_corrected: past.is_corrected,
    })
}

pub(super) async fn office_name(
    tx: &mut Tx,
    office: Option<OfficeId>,
) -> Result<String, StoreError> {
    let Some(office) = office else { return Ok(String::new()) };
    Ok(offices::find_office(tx, office).await?.map(|office| office.name).unwrap_or_default())
}
