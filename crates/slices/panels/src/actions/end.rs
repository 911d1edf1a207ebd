//! Somebody ends a panel before work or the agreement's end does.

use access::{Action, Denied, Failure};
use desk::{Desk, Occasion};
use store::{EntryId, SubjectId, ToValue, Tx};

use super::find::{END_REASON, holder_of, open_case};
use crate::model::PanelRefusal;
use crate::sql;

/// Ends a panel with a reason: the officer or the head of their office, an expert who sits in it, or the head of the
/// office above, who so sends back what it does not accept. The file is closed to the office above.
pub async fn end(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, EntryId),
    reason: &str,
) -> Result<(), Failure<PanelRefusal>> {
    let (case, relation) = open_case(tx, desk, occasion, Action::GiveOpinion, subject).await?;
    let panel = case.lasting(request).map_err(Failure::Refused)?;
    if !panel.is_ended_by(&occasion.actor, relation) {
        return Err(Denied { action: Action::GiveOpinion }.into());
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::Refused(PanelRefusal::Blank("结束会诊的理由")));
    }
    let reason = END_REASON.seal(&desk.sealing, &case.key, &request.bytes(), reason);
    let values: [&dyn ToValue; 5] =
        [&occasion.actor.id, &occasion.now, &reason, &subject, &request];
    tx.execute(sql::END, &values).await?;
    duties::end_shares(tx, subject, holder_of(request), occasion.now).await?;
    Ok(())
}
