//! What is still to be done under a version of a plan, for whoever takes the person over.

use desk::Desk;
use kernel::Day;
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, Tx};

use super::kept::all_plans;
use crate::model::StepState;

/// A step that nobody has done, and nobody has dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenStep {
    /// What is done.
    pub words: String,
    /// Who does it: the person, the office, or by name somebody else.
    pub by: String,
    /// Until when.
    pub due: Day,
}

/// Gives the open steps of the version that an entry adopted, what is due first in front; nothing where its text is not in
/// this system. The caller has the right to read the person's file.
pub async fn open_steps(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    entry: EntryId,
) -> Result<Vec<OpenStep>, StoreError> {
    let plans = all_plans(tx, desk, key, subject).await?;
    let Some(plan) = plans.into_iter().find(|plan| plan.entry == entry) else {
        return Ok(Vec::new());
    };
    let is_open =
        |number| plan.step(number).is_some_and(|step| step.progress.state == StepState::Open);
    let steps = plan.adopted.text.steps.iter().filter(|step| is_open(step.number));
    let mut open: Vec<OpenStep> = steps
        .map(|step| OpenStep {
            words: step.words.clone(),
            by: if step.who.is_empty() { step.by.term() } else { &step.who }.to_owned(),
            due: step.due,
        })
        .collect();
    open.sort_by_key(|step| step.due);
    Ok(open)
}
