//! The officer tells the panel what came of its opinions.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};

use super::find::{FEEDBACK, feedback_place, open_case};
use crate::model::PanelRefusal;
use crate::sql;

/// Tells a panel that goes on how guidance, recommendations and follow-ups went since (BJ18-28(3)).
pub async fn feed_back(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, EntryId),
    words: &str,
) -> Result<(), Failure<PanelRefusal>> {
    let (case, _) = open_case(tx, desk, occasion, Action::RecordService, subject).await?;
    case.lasting(request).map_err(Failure::Refused)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(Failure::Refused(PanelRefusal::Blank("要反馈的情况")));
    }
    tell(tx, desk, occasion, &case.key, (subject, request), words).await?;
    Ok(())
}

/// Keeps what a panel is told.
pub(super) async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    key: &SubjectKey,
    (subject, request): (SubjectId, EntryId),
    words: &str,
) -> Result<(), StoreError> {
    let place = feedback_place(request, occasion.now);
    let words = FEEDBACK.seal(&desk.sealing, key, &place, words);
    let values: [&dyn ToValue; 5] = [&subject, &request, &occasion.now, &occasion.actor.id, &words];
    tx.execute(sql::TELL, &values).await.map(drop)
}
