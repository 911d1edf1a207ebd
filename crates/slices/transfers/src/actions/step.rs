//! Taking a step: what every use case of a transfer writes.

use desk::{Desk, Occasion};
use store::{ActorId, StoreError, ToValue, Tx};

use super::find::{Case, STEP_WORDS, Transfer, step_place};
use crate::TransferId;
use crate::model::Step;
use crate::sql;

/// Lets a transfer go on: it comes to `stands`, at an office above where it was submitted to one; the step that was
/// taken is kept with its words.
pub(crate) async fn go_on(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (case, transfer): (&Case, &Transfer),
    (taken, stands, at): (Step, Step, Option<i64>),
    words: &str,
) -> Result<(), StoreError> {
    let values: [&dyn ToValue; 4] = [&stands, &at, &transfer.subject, &transfer.id];
    tx.execute(sql::GO_ON, &values).await?;
    let place = transfer.steps.len();
    note(tx, desk, occasion, case, (transfer.id, place), taken, words).await
}

/// Ends a transfer; `officer` is whom the other office named.
pub(crate) async fn close(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (case, transfer): (&Case, &Transfer),
    (step, officer): (Step, Option<ActorId>),
    words: &str,
) -> Result<(), StoreError> {
    let values: [&dyn ToValue; 4] = [&step, &officer, &transfer.subject, &transfer.id];
    tx.execute(sql::CLOSE, &values).await?;
    let place = transfer.steps.len();
    note(tx, desk, occasion, case, (transfer.id, place), step, words).await
}

/// Keeps a step in the history.
pub(crate) async fn note(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    case: &Case,
    (transfer, place): (TransferId, usize),
    step: Step,
    words: &str,
) -> Result<(), StoreError> {
    // A transfer has a handful of steps.
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    let row = step_place(transfer, place);
    let words = STEP_WORDS.seal_some(&desk.sealing, &case.key, &row, words.trim());
    let (subject, actor) = (case.held.subject, &occasion.actor);
    let values: [&dyn ToValue; 8] =
        [&subject, &transfer, &place, &step, &occasion.now, &actor.id, &actor.area.first, &words];
    tx.execute(sql::PUT_STEP, &values).await.map(drop)
}
