//! Ending an agreement for a reason that needs nobody's consent.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::codes::DECLINED;
use services::model::{Done, Draft, Then};
use store::{EntryId, SubjectId, Tx};
use subjects::Happening;

use super::documents::documents_of;
use super::sign::{force, meanwhile};
use crate::model::{
    EXPIRED, NO_LONGER_IN_HARDSHIP, Refusal, STEADY_WORK, TRANSFERRED, ending_reasons, steady,
};

/// How an agreement ends.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The day.
    pub on: Day,
    /// One of [`ending_reasons`].
    pub reason: String,
    /// A sentence.
    pub words: String,
    /// The latest signing in force when the form was opened.
    pub expected: EntryId,
}

/// Ends the agreement in force, if the reason holds.
pub async fn end(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    ending: &Ending,
) -> Result<Done, Failure<Refusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let current = force(tx, desk, occasion, subject).await?;
    let last = current.as_ref().map(|period| period.last().entry);
    if last != Some(ending.expected) {
        let why = meanwhile(tx, desk, occasion, (subject, &key), current.as_ref()).await?;
        return Err(Failure::Refused(why));
    }
    holds(tx, desk, subject, ending).await?;
    let happening = Happening::new(Kind::AgreementEnded, ending.on)
        .text(Field::Reason, &ending.reason)
        .text(Field::Note, ending.words.trim());
    let done = services::record_kept(tx, desk, occasion, subject, &Draft::new(happening)).await;
    let done = done.map_err(|failure| failure.map(Refusal::Service))?;
    // An end that lies before the latest signing ends nothing.
    if force(tx, desk, occasion, subject).await?.is_some() {
        return Err(Failure::Refused(Refusal::OutOfOrder));
    }
    Ok(done)
}

/// Asks whether the reason holds on that day.
async fn holds(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    ending: &Ending,
) -> Result<(), Failure<Refusal>> {
    let reason = &*ending.reason;
    let refused = |refusal| Err(Failure::Refused(refusal));
    if reason == DECLINED {
        return refused(Refusal::GoesByStop);
    }
    if reason == TRANSFERRED {
        return refused(Refusal::GoesByTransfer);
    }
    if !ending_reasons().contains(&reason) {
        return refused(Refusal::UnknownReason);
    }
    let known = subjects::facts_of(tx, subject).await?;
    let then = Then::at(&desk.rulebook, &known, ending.on);
    match reason {
        STEADY_WORK => match steady(&then) {
            Ok(()) => Ok(()),
            Err(why) => refused(Refusal::Unsteady(why)),
        },
        NO_LONGER_IN_HARDSHIP if then.standing().hardship_recognised => {
            refused(Refusal::StillInHardship)
        }
        EXPIRED => {
            let files = duties::files_of(tx, desk, subject).await?;
            let documents = documents_of(tx, &files).await?;
            let text = documents.iter().find(|document| document.entry == ending.expected);
            match text.map(|document| document.ends_on).filter(|until| ending.on < *until) {
                Some(until) => refused(Refusal::NotExpired { until }),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}
