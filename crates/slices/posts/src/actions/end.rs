//! The end of a placement.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::hold_for;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::codes::{PUBLIC_POST_FULL, PUBLIC_POST_MARKET};
use services::model::{Done, Draft};
use store::{StoreError, SubjectId, Tx, seal};
use subjects::{Happening, facts_of};

use super::documents::all_documents;
use crate::model::{Placement, Refusal, Term, in_force};

/// Notes the end of a placement: at the end of its term, or earlier because of work in the market or otherwise.
pub async fn end(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    (on, outcome, words): (Day, &str, &str),
) -> Result<Done, Failure<Refusal>> {
    // A refusal names the day of the placement: it is for those who serve the person.
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let known = facts_of(tx, subject).await?;
    if let Some(placement) = in_force(&known) {
        if on < placement.on {
            return Err(Failure::Refused(Refusal::BeforePlacement(placement.on)));
        }
        if let Some(term) = term_of(tx, desk, subject, placement).await?
            && !term.is_full(on)
        {
            early(outcome, words).map_err(|why| Failure::Refused(why(term.last)))?;
        }
    }
    let note = [outcome, words.trim()].join("　").trim().to_owned();
    let happening = Happening::new(Kind::PublicPostEnded, on).text(Field::Note, note);
    let done = services::record_kept(tx, desk, occasion, subject, &Draft::new(happening)).await;
    done.map_err(|failure| failure.map(Refusal::Service))
}

/// Gives the term of a placement; nothing where only the ledger knows of it.
async fn term_of(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    placement: Placement,
) -> Result<Option<Term>, StoreError> {
    let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    let documents = all_documents(tx, desk, &key, subject).await?;
    let document = documents.iter().find(|known| known.entry == placement.entry);
    let last = document.and_then(|document| document.last_day);
    Ok(last.map(|last| Term { from: placement.on, last }))
}

/// Asks what an end before the last day says: not that the term is full, and why. Work in the market says so itself.
fn early(outcome: &str, words: &str) -> Result<(), fn(Day) -> Refusal> {
    if outcome == PUBLIC_POST_FULL {
        Err(Refusal::NotFull)
    } else if outcome != PUBLIC_POST_MARKET && words.trim().is_empty() {
        Err(Refusal::EarlyReason)
    } else {
        Ok(())
    }
}
