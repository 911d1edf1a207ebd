//! How far what the person themselves does under a plan has come (BJ18-30: 执行相关行动计划).

use desk::Desk;
use kernel::Day;
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, Tx};

use super::kept::all_plans;
use crate::model::{By, Progress, Tally};

/// Counts the steps of a version that are the person's own to do, seen from a day; nothing where no version hangs on the
/// entry. The caller has the right to read the file.
pub async fn own_steps(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    entry: EntryId,
    today: Day,
) -> Result<Option<Tally>, StoreError> {
    let plans = all_plans(tx, desk, key, subject).await?;
    Ok(plans.iter().find(|plan| plan.entry == entry).map(|plan| {
        let steps = plan.adopted.text.steps.iter().filter(|step| step.by == By::Person);
        let own = steps.filter_map(|step| plan.step(step.number));
        let progress: Vec<Progress> = own.map(|step| step.progress.clone()).collect();
        Tally::of(&progress, today)
    }))
}
