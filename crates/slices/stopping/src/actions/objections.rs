//! Reading what people objected, against whatever decision.

use kernel::Day;
use rules::Rulebook;
use store::seal::{Clear, SubjectKey};
use store::{ActorId, Instant, StoreError, SubjectId, Tx};
use subjects::{SealedDocument, SealedText};

use crate::ObjectionId;
use crate::model::{Against, Outcome, Told};
use crate::sql::{self, ObjectionRow};

// A sealed value opens only under the name by which it was sealed: these are the columns in which the first objections
// lay, when stops were all that one could object against.
/// What the person said.
pub(super) const CONTENT: SealedText = SealedText::of("stop_objection.content");
/// What whoever decided said.
pub(super) const WORDS: SealedText = SealedText::of("stop_objection.words");
/// How the person was told of it.
pub(super) const TOLD: SealedDocument<Told> = SealedDocument::of("stop_objection.told");

/// An objection, opened.
#[derive(Clone, Debug)]
pub struct Objection {
    /// Whose.
    pub subject: SubjectId,
    /// Which.
    pub id: ObjectionId,
    /// Against what.
    pub against: Against,
    /// The day on which the person objected.
    pub received_on: Day,
    /// Through which channel, by its name in the ledger.
    pub channel: String,
    /// Who recorded it.
    pub recorded_by: ActorId,
    /// What the person said.
    pub said: Clear,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<ActorId>,
    /// Why.
    pub words: Option<Clear>,
    /// The day on which the person was told.
    pub told_on: Option<Day>,
    /// How.
    pub told: Option<Told>,
}

impl Objection {
    /// Gives the day until which it is decided and the person answered.
    #[must_use]
    pub fn answered_until(&self, rulebook: &Rulebook<'static>) -> Day {
        rulebook.objection_answered_until(self.received_on).day
    }
}

/// Gives the objections of a person, latest first. The caller has the right to read the file.
pub async fn objections_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Objection>, StoreError> {
    let rows: Vec<ObjectionRow> = tx.all(sql::OBJECTIONS, &[&subject]).await?;
    rows.into_iter().map(|row| open(row, key)).collect()
}

fn open(row: ObjectionRow, key: &SubjectKey) -> Result<Objection, StoreError> {
    let place = row.objection_id.bytes();
    let against = Against::kept(row.case_id, row.exit_id);
    let against = against.ok_or_else(|| StoreError::Contradiction {
        table: "objection",
        column: "case_id".to_owned(),
        row: row.objection_id.to_string(),
        why: "没有写明针对哪一件决定".to_owned(),
    })?;
    Ok(Objection {
        subject: row.subject_id,
        id: row.objection_id,
        against,
        received_on: row.received_on,
        channel: row.channel,
        recorded_by: row.recorded_by,
        said: CONTENT.open(key, &place, &row.content)?,
        outcome: row.outcome,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        words: WORDS.open_some(key, &place, row.words.as_ref())?,
        told_on: row.told_on,
        told: TOLD.open_some(key, &place, row.told.as_ref())?,
    })
}
