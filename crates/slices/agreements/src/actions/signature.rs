//! Signing the text on the screen.

use access::{Action, Failure, Role};
use desk::{Desk, Occasion};
use store::{EntryId, SubjectId, Tx};

use super::documents::{Document, Signature, documents_of, put_signature};
use super::dossier::hold;
use super::sign::{force, key};
use crate::model::{Ink, Refusal, Side};

/// Keeps what a side has signed under the agreement in force. Each side signs once; for the office signs the
/// officer whom the text names, or its head.
pub async fn sign_on_screen(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, entry): (SubjectId, EntryId),
    side: Side,
    ink: Ink,
) -> Result<(), Failure<Refusal>> {
    hold(tx, occasion, Action::RecordService, subject).await?;
    let key = key(tx, desk, subject).await?;
    let current = force(tx, desk, occasion, subject).await?;
    if current.is_none_or(|period| !period.has(entry)) {
        return Err(Failure::Refused(Refusal::NoAgreement));
    }
    let files = duties::files_of(tx, desk, subject).await?;
    let documents = documents_of(tx, &files).await?;
    let text = documents.iter().find(|text| text.subject == subject && text.entry == entry);
    let text = text.ok_or(Failure::Refused(Refusal::NoDocument))?;
    if side == Side::Office && !signs_for_office(occasion, text) {
        return Err(Failure::Refused(Refusal::NotSignatory));
    }
    let signature = Signature { entry, side, at: occasion.now, staff: occasion.actor.id, ink };
    let entropy = desk.sealing.entropy.as_ref();
    if put_signature(tx, &key, subject, &signature, entropy).await? {
        Ok(())
    } else {
        Err(Failure::Refused(Refusal::HasSigned(side)))
    }
}

/// Tells whether somebody signs a text for the office.
pub(crate) fn signs_for_office(occasion: &Occasion, text: &Document) -> bool {
    let actor = &occasion.actor;
    actor.id == text.officer
        || actor.stands_in_for.contains(&text.officer)
        || actor.is(Role::Head) && actor.area.first == text.office_code
}
