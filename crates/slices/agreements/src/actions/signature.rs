//! Signing the text on the screen.

use access::{Action, Failure, Role};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use store::{EntryId, SubjectId, Tx};

use super::documents::{Document, Signature, put_signature};
use super::officer::keep_named;
use super::sign::force;
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
    let (held, _) = hold_for(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let current = force(tx, desk, occasion, subject).await?;
    let Some(current) = current.filter(|period| period.has(entry)) else {
        return Err(Failure::Refused(Refusal::NoAgreement));
    };
    // A text that nobody has signed yet is signed with the officer who answers now.
    let officer = held.officer.filter(|_| current.last().entry == entry);
    let text = keep_named(tx, desk, (subject, &key), (entry, officer)).await?;
    let text = text.ok_or(Failure::Refused(Refusal::NoDocument))?;
    if side == Side::Office && !signs_for_office(occasion, &text) {
        return Err(Failure::Refused(Refusal::NotSignatory));
    }
    let signature = Signature { entry, side, at: occasion.now, staff: occasion.actor.id, ink };
    if put_signature(tx, &desk.sealing, (subject, &key), &signature).await? {
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
