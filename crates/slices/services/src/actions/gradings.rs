//! How the levels of a person came about, kept under seal.

use std::sync::Arc;

use desk::Desk;
use grading::{AnswerError, Grading, Scorecard, grade};
use serde::{Deserialize, Serialize};
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedDocument;

use super::scorecards::scorecard_of;
use crate::ProposalId;
use crate::sql::{self, GradingRow};

/// Points and answers.
const ANSWERS: SealedDocument<Kept> = SealedDocument::of("grading.answers");

/// How a level came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Graded {
    /// The entry in the ledger.
    pub(crate) entry: EntryId,
    /// The id of the scorecard.
    pub(crate) scorecard: String,
    /// The scorecard as it read then; nothing if it is known no more.
    pub(crate) card: Option<Arc<Scorecard>>,
    /// The level that holds, 1 to 4.
    pub(crate) level: u8,
    /// The points that the answers gave.
    pub(crate) points: u32,
    /// What was answered, factor by factor, as it is typed.
    pub(crate) answers: Vec<(String, String)>,
    /// The proposal by which another level was set.
    pub(crate) proposal: Option<ProposalId>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    points: u32,
    answers: Vec<(String, String)>,
}

impl Graded {
    /// Computes the grading again, by the scorecard that it was made with; nothing if that is known no more.
    pub(crate) fn computed(&self) -> Result<Option<(&Scorecard, Grading)>, AnswerError> {
        let Some(card) = self.card.as_deref() else { return Ok(None) };
        let typed = self.answers.iter().map(|(factor, answer)| (&**factor, &**answer));
        Ok(Some((card, grade(card, &card.answers(typed)?)?)))
    }
}

/// Keeps how a level came about.
pub(crate) async fn put_grading(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
    graded: &Graded,
) -> Result<(), StoreError> {
    let kept = Kept { points: graded.points, answers: graded.answers.clone() };
    let sealed = ANSWERS.seal(&desk.sealing, key, &graded.entry.bytes(), &kept)?;
    let level = i64::from(graded.level);
    let values: [&dyn ToValue; 6] =
        [&subject, &graded.entry, &graded.scorecard, &level, &sealed, &graded.proposal];
    tx.execute(sql::PUT_GRADING, &values).await.map(drop)
}

/// Gives how the levels of a person came about, latest first; levels that were imported are not in it. The
/// caller has the right to read the file.
pub(crate) async fn gradings_of(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Graded>, StoreError> {
    let rows: Vec<GradingRow> = tx.all(sql::GRADINGS, &[&subject]).await?;
    let mut cards: Vec<Arc<Scorecard>> = Vec::new();
    let mut gradings = Vec::with_capacity(rows.len());
    for row in rows {
        let known = cards.iter().find(|card| card.parts().id == row.scorecard).cloned();
        let card = match known {
            Some(card) => Some(card),
            None => scorecard_of(tx, desk, &row.scorecard).await?.map(Arc::new),
        };
        cards.extend(card.clone());
        gradings.push(open(key, row, card)?);
    }
    Ok(gradings)
}

fn open(
    key: &SubjectKey,
    row: GradingRow,
    card: Option<Arc<Scorecard>>,
) -> Result<Graded, StoreError> {
    let kept = ANSWERS.open(key, &row.entry_id.bytes(), &row.answers)?;
    let level = u8::try_from(row.level).map_err(|_| StoreError::Contradiction {
        table: "grading",
        column: "level".to_owned(),
        row: row.entry_id.to_string(),
        why: "没有这样的等级".to_owned(),
    })?;
    Ok(Graded {
        entry: row.entry_id,
        level,
        points: kept.points,
        answers: kept.answers,
        proposal: row.proposal_id,
        scorecard: row.scorecard,
        card,
    })
}
