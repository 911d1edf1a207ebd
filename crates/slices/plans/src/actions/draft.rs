//! Working on a plan before it is agreed: nothing that somebody typed is lost to somebody else.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use services::model::Then;
use store::{EntryId, SubjectId, ToValue, Tx};

use super::kept::{DRAFT, KeptDraft, draft_of};
use super::open::enter;
use crate::model::{PlanRefusal, PlanText, current_entry};
use crate::sql;

/// Names what a form was filled in from: the draft as it was saved, or, where there was none, the version that
/// it goes on from.
#[must_use]
pub fn base_of(draft: Option<&KeptDraft>, current: Option<EntryId>) -> String {
    match (draft, current) {
        (Some(draft), _) => format!("{}-{}", draft.version, draft.saved_at.micros()),
        (None, Some(entry)) => format!("0-{entry}"),
        (None, None) => "0".to_owned(),
    }
}

/// Keeps a draft in place of the one that it was made from. Where that is another one by now, nothing is kept
/// and whoever wrote it is told.
pub async fn keep_draft(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    base: &str,
    text: &PlanText,
) -> Result<(), Failure<PlanRefusal>> {
    duties::hold(tx, subject).await?;
    let entered = enter(tx, desk, occasion, Action::RecordService, subject).await?;
    let stored = based_on(tx, desk, occasion, &entered, base).await?;
    let content = DRAFT.seal(&desk.sealing, &entered.key, &[], text)?;
    let (now, by) = (occasion.now, occasion.actor.id);
    let changed = match stored {
        None => tx.execute(sql::PUT_DRAFT, &[&subject, &now, &by, &content]).await?,
        Some(stored) => {
            let values: [&dyn ToValue; 6] =
                [&now, &by, &content, &subject, &stored.version, &stored.saved_at];
            tx.execute(sql::SAVE_DRAFT, &values).await?
        }
    };
    if changed == 0 {
        return Err(Failure::Refused(PlanRefusal::ChangedMeanwhile));
    }
    Ok(())
}

/// Drops a draft that nobody wants, if it is still the one that was seen.
pub async fn drop_draft(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    base: &str,
) -> Result<(), Failure<PlanRefusal>> {
    duties::hold(tx, subject).await?;
    let entered = enter(tx, desk, occasion, Action::RecordService, subject).await?;
    based_on(tx, desk, occasion, &entered, base).await?;
    tx.execute(sql::REMOVE_DRAFT, &[&subject]).await?;
    Ok(())
}

/// Gives the draft that is kept, if a form was filled in from it.
pub(super) async fn based_on(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    entered: &duties::Entered,
    base: &str,
) -> Result<Option<KeptDraft>, Failure<PlanRefusal>> {
    let subject = entered.held.subject;
    let stored = draft_of(tx, &entered.key, subject).await?;
    let known = subjects::facts_of(tx, subject).await?;
    let then = Then::at(&desk.rulebook, &known, occasion.today);
    let current = current_entry(&then).map(|plan| plan.entry);
    if base_of(stored.as_ref(), current) == base {
        Ok(stored)
    } else {
        Err(Failure::Refused(PlanRefusal::ChangedMeanwhile))
    }
}
