//! Asking the office above for a panel.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Held, NewShare, Purpose};
use ledger::Field;
use offices::Office;
use rules::Kind;
use services::model::Draft;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::Happening;

use super::find::{holder_of, open_case};
use crate::model::{PanelRefusal, lasting};
use crate::sql;

/// Asks the office above for a panel, with a question, and puts before it what it takes to decide on it; the file itself is
/// opened to the experts when they are named, for as long as the panel lasts (BJ18-28(1)). Whether the person's case allows it is decided by the gate.
pub async fn request(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    question: &str,
) -> Result<EntryId, Failure<PanelRefusal>> {
    let (case, _) = open_case(tx, desk, occasion, Action::RecordService, subject).await?;
    if !case.held.is_served_by(&occasion.actor) {
        return Err(Failure::Refused(PanelRefusal::NotTheOfficer));
    }
    let question = question.trim();
    if question.is_empty() {
        return Err(Failure::Refused(PanelRefusal::Blank("要请专家研究的问题")));
    }
    if let Some(panel) = lasting(&case.panels) {
        return Err(Failure::Refused(PanelRefusal::Lasts(panel.asked_on)));
    }
    let above = office_above(tx, case.held.office_code).await?;
    let above = above.ok_or(Failure::Refused(PanelRefusal::NoOfficeAbove))?;
    let happening =
        Happening::new(Kind::ConsultationRequested, occasion.today).text(Field::Note, question);
    let done = services::record_kept(tx, desk, occasion, subject, &Draft::new(happening)).await;
    let done = done.map_err(|failure| failure.map(PanelRefusal::Unfit))?;
    let entry = done.first().ok_or(Failure::Refused(PanelRefusal::NoPanel))?;
    put_before(tx, desk, occasion, &case.held, (entry, &above)).await?;
    Ok(entry)
}

/// Puts a request of the ledger before the office above.
pub(super) async fn put_before(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    held: &Held,
    (request, above): (EntryId, &Office),
) -> Result<(), StoreError> {
    let Held { subject, office_code, .. } = held;
    let values: [&dyn ToValue; 6] =
        [subject, &request, &above.code, office_code, &occasion.actor.id, &occasion.now];
    tx.execute(sql::ASK, &values).await?;
    let share = NewShare {
        holder: holder_of(request),
        purpose: Purpose::Panel,
        office_code: above.code,
        staff: None,
    };
    duties::share(tx, *subject, &share, occasion.now, desk.sealing.entropy.as_ref()).await
}

/// Gives the open office above the one with a code.
pub(crate) async fn office_above(tx: &mut Tx, code: i64) -> Result<Option<Office>, StoreError> {
    let Some(office) = offices::office_by_code(tx, code).await? else { return Ok(None) };
    let Some(parent) = office.parent_id else { return Ok(None) };
    Ok(offices::find_office(tx, parent).await?.filter(Office::is_open))
}
