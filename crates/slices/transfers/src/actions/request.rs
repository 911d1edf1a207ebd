//! Asking that another office take a person over.

use access::{Action, Failure, OfficeLevel};
use desk::{Desk, Occasion};
use duties::ServicePlaces;
use store::{SubjectId, ToValue, Tx};

use super::find::{CONTENT, Content, open_case};
use super::receive::may_serve;
use super::step::note;
use crate::TransferId;
use crate::model::{AskedFor, Ground, Step, TransferRefusal, path};
use crate::sql;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTransfer {
    /// The office that is to take the person over, by code.
    pub to_office_code: i64,
    /// Who wishes it.
    pub asked_for: AskedFor,
    /// Why, in a word.
    pub ground: Ground,
    /// Why, in their own words.
    pub reason: String,
    /// The new address, where it changed.
    pub address: String,
    /// What was verified, where the officer asks and has verified it already.
    pub verified: Option<String>,
}

/// Asks that another office take a person over (BJ18-24). Where the officer asks who would verify it, and says what
/// they have verified, that step is taken at once. For convenience it goes to an office that serves one of the two places
/// of the file (BJ18-23); where a place changed, the office that accepts says which it is now.
pub async fn request(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewTransfer,
) -> Result<TransferId, Failure<TransferRefusal>> {
    let action = Action::RequestTransfer;
    let (case, _) = open_case(tx, desk, occasion, action, subject).await?;
    if let Some(open) = case.transfers.iter().find(|transfer| transfer.step.goes_on()) {
        return Err(Failure::Refused(TransferRefusal::GoesOn(web::day_of(open.asked_at))));
    }
    if new.reason.trim().is_empty() {
        return Err(Failure::Refused(TransferRefusal::Blank("划转的理由")));
    }
    if new.to_office_code == case.held.office_code {
        return Err(Failure::Refused(TransferRefusal::AlreadyThere));
    }
    let to = offices::office_by_code(tx, new.to_office_code).await?;
    if to.is_none_or(|office| office.level != OfficeLevel::Street) {
        return Err(Failure::Refused(TransferRefusal::NoSuchOffice));
    }
    if path(&case.above, new.to_office_code).is_none() {
        return Err(Failure::Refused(TransferRefusal::NothingAbove));
    }
    if new.ground == Ground::Convenience {
        let person = seekers::person_of(tx, &case.key, subject).await?;
        if let Some(person) = person {
            let places = ServicePlaces::of(person.residence_code, &person.household_division);
            may_serve(places, new.to_office_code).map_err(Failure::Refused)?;
        }
    }
    let id = TransferId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content =
        Content { reason: new.reason.trim().to_owned(), address: new.address.trim().to_owned() };
    let content = CONTENT.seal(&desk.sealing, &case.key, &id.bytes(), &content)?;
    let values: [&dyn ToValue; 8] = [
        &subject,
        &id,
        &new.to_office_code,
        &new.asked_for,
        &new.ground,
        &occasion.actor.id,
        &occasion.now,
        &content,
    ];
    tx.execute(sql::ASK, &values).await?;
    note(tx, desk, occasion, &case, (id, 0), Step::Requested, "").await?;
    let verified = new.verified.as_deref().map(str::trim).filter(|words| !words.is_empty());
    if let Some(words) = verified {
        if !case.held.is_served_by(&occasion.actor) {
            return Err(Failure::Refused(TransferRefusal::NotTheOfficer));
        }
        let at: Option<i64> = None;
        let values: [&dyn ToValue; 4] = [&Step::Verified, &at, &subject, &id];
        tx.execute(sql::GO_ON, &values).await?;
        note(tx, desk, occasion, &case, (id, 1), Step::Verified, words).await?;
    }
    Ok(id)
}
