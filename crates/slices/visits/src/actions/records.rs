//! Records as they are stored, opened.

use store::seal::{Clear, SubjectKey};
use store::{ActorId, EntryId, Instant, OfficeId, StoreError, SubjectId, Tx};
use subjects::{SealedDocument, SealedText};

use crate::model::{Decided, Incoming, RecordId, RecordState};
use crate::sql::{self, RecordRow};

/// What a record says.
pub(super) const CONTENT: SealedDocument<Incoming> = SealedDocument::of("visit_record.content");
/// Why it was decided so about it.
pub(super) const WORDS: SealedText = SealedText::of("visit_settlement.words");

/// What a person decided about a record.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// What.
    pub decided: Decided,
    /// Who.
    pub by: ActorId,
    /// When.
    pub at: Instant,
    /// Why.
    pub words: Clear,
}

/// A record, opened.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Whose file it lies in.
    pub subject: SubjectId,
    /// Its name.
    pub record: RecordId,
    /// Who made it.
    pub made_by: ActorId,
    /// The office that they worked in when it was received.
    pub office: OfficeId,
    /// When it was received.
    pub received_at: Instant,
    /// What it says.
    pub incoming: Incoming,
    /// Where it stands.
    pub state: RecordState,
    /// The entry that was made of it.
    pub entry: Option<EntryId>,
    /// What was decided about it.
    pub settlement: Option<Settlement>,
}

/// Gives the records of a person, latest first. The caller has the right to read the file.
pub async fn records_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<RecordRow> = tx.all(sql::RECORDS, &[&subject]).await?;
    rows.iter().map(|row| open(key, row)).collect()
}

/// Gives one of them.
pub(super) async fn record_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    record: RecordId,
) -> Result<Option<Kept>, StoreError> {
    let row: Option<RecordRow> = tx.optional(sql::RECORD, &[&subject, &record]).await?;
    row.map(|row| open(key, &row)).transpose()
}

fn open(key: &SubjectKey, row: &RecordRow) -> Result<Kept, StoreError> {
    let place = row.record_id.bytes();
    let settlement = match (row.decision, row.settled_by, row.settled_at, &row.words) {
        (Some(decided), Some(by), Some(at), Some(words)) => {
            Some(Settlement { decided, by, at, words: WORDS.open(key, &place, words)? })
        }
        _ => None,
    };
    Ok(Kept {
        subject: row.subject_id,
        record: row.record_id,
        made_by: row.made_by,
        office: row.office_id,
        received_at: row.received_at,
        incoming: CONTENT.open(key, &place, &row.content)?,
        state: RecordState::of(row.waits_for, row.decision),
        entry: row.entry_id.or(row.settled_entry_id),
        settlement,
    })
}
