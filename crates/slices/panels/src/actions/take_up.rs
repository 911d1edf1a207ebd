//! A request that the ledger alone knows of becomes a panel.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use store::{EntryId, SubjectId, Tx};
use subjects::history;

use super::feed_back::tell;
use super::find::open_case;
use super::recorded::recorded_request;
use super::request::{office_above, put_before};
use crate::keeper::words_of;
use crate::model::PanelRefusal;

/// Puts a request that the ledger alone knows of before the office above, as a panel from there on (BJ18-28(1)). The ledger says since when it was asked for; where the question is not what stands there, the
/// panel is told.
pub async fn take_up(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, EntryId),
    question: &str,
) -> Result<(), Failure<PanelRefusal>> {
    let (case, _) = open_case(tx, desk, occasion, Action::RecordService, subject).await?;
    if !case.held.is_served_by(&occasion.actor) {
        return Err(Failure::Refused(PanelRefusal::NotTheOfficer));
    }
    // Of two who take it up at once the first has done it.
    if let Some(panel) = case.panels.iter().find(|panel| panel.request == request) {
        return Err(Failure::Refused(PanelRefusal::Lasts(panel.asked_on)));
    }
    let recorded = recorded_request(tx, &case.known, &case.held, &case.panels).await?;
    let recorded = recorded.filter(|recorded| recorded.request == request);
    let recorded = recorded.ok_or(Failure::Refused(PanelRefusal::NothingRecorded))?;
    let question = question.trim();
    if question.is_empty() {
        return Err(Failure::Refused(PanelRefusal::Blank("要请专家研究的问题")));
    }
    let above = office_above(tx, case.held.office_code).await?;
    let above = above.ok_or(Failure::Refused(PanelRefusal::NoOfficeAbove))?;
    put_before(tx, desk, occasion, &case.held, (recorded.request, &above)).await?;
    let past = history(tx, &case.key, subject).await?;
    let asked = past.iter().find(|entry| entry.id == request).map(words_of);
    if asked.as_deref() != Some(question) {
        tell(tx, desk, occasion, &case.key, (subject, request), question).await?;
    }
    Ok(())
}
