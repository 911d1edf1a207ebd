//! Noting that somebody tried and met nobody. It is no survey: the ledger does not say it, and nothing is discharged.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use kernel::Day;
use store::seal::{Clear, SubjectKey};
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedText;

use crate::model::{Method, NewAttempt, Outcome, SurveyRefusal};
use crate::sql::{self, AttemptRow};

/// What was found.
const WORDS: SealedText = SealedText::of("survey_attempt.words");

store::identifier! {
    /// Names a try.
    pub AttemptId
}

/// A try, opened.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Its name.
    pub id: AttemptId,
    /// The day.
    pub on: Day,
    /// How it was tried.
    pub method: Method,
    /// What came of it.
    pub outcome: Outcome,
    /// What was found.
    pub words: Clear,
    /// Who tried.
    pub by: ActorId,
}

/// Notes a try.
pub async fn note_attempt(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewAttempt,
) -> Result<AttemptId, Failure<SurveyRefusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    if new.on > occasion.today {
        return Err(Failure::Refused(SurveyRefusal::NotYet));
    }
    let key = key_to(tx, desk, subject).await?;
    let id = AttemptId::new(occasion.now, desk.sealing.entropy.as_ref());
    let words = WORDS.seal(&desk.sealing, &key, &id.bytes(), new.words.trim());
    let values: [&dyn ToValue; 8] = [
        &subject,
        &id,
        &new.on,
        &new.method,
        &new.outcome,
        &words,
        &occasion.now,
        &occasion.actor.id,
    ];
    tx.execute(sql::PUT_ATTEMPT, &values).await?;
    Ok(id)
}

/// Gives the tries to meet a person, latest first. The caller has the right to read the file.
pub async fn attempts_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Attempt>, StoreError> {
    let rows: Vec<AttemptRow> = tx.all(sql::ATTEMPTS, &[&subject]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Attempt {
                id: row.attempt_id,
                on: row.on_day,
                method: row.method,
                outcome: row.outcome,
                words: WORDS.open(key, &row.attempt_id.bytes(), &row.words)?,
                by: row.noted_by,
            })
        })
        .collect()
}
