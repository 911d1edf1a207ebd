//! Placing somebody in a post, and the end of the placement. That the agreement ends with it is the rules' doing
//! (BJ18-30): nothing here says so a second time.

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

use super::conditions::conditions;
use super::documents::{Document, all_documents, keep};
use super::recommend::{draft, post_for};
use super::register::{filled, hold_post};
use crate::PostId;
use crate::model::{Content, Placement, Purpose, Refusal, Term, in_force};

/// A placement.
#[derive(Clone, Debug)]
pub struct NewPlacement {
    /// In which post.
    pub post: PostId,
    /// From which day on.
    pub on: Day,
    /// Until when, as planned.
    pub last_day: Day,
    /// Hours, pay and what was agreed.
    pub content: Content,
}

/// Places a person in a post that has a place left.
pub async fn place(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewPlacement,
) -> Result<Done, Failure<Refusal>> {
    let (key, post) = post_for(tx, desk, occasion, subject, new.post).await?;
    let known = facts_of(tx, subject).await?;
    if let Some(placement) = in_force(&known) {
        return Err(Failure::Refused(Refusal::Placed(placement.on)));
    }
    if new.last_day <= new.on {
        return Err(Failure::Refused(Refusal::EndsBefore(new.on)));
    }
    let post = hold_post(tx, post.post_id).await?.ok_or(Failure::Refused(Refusal::NoPost))?;
    if filled(tx, post.post_id).await? >= post.places {
        return Err(Failure::Refused(Refusal::Full(post.places)));
    }
    let term = Term::of(new.on, post.months);
    if term.last < new.last_day {
        return Err(Failure::Refused(Refusal::TermTooLong(post.months, term.last)));
    }
    conditions(tx, desk, (subject, &key), &known, new.on).await?.ask(Purpose::Placed)?;
    let draft = draft(Kind::PublicPostPlaced, new.on, &post);
    let done = services::record_kept(tx, desk, occasion, subject, &draft).await;
    let done = done.map_err(|failure| failure.map(Refusal::Service))?;
    if let Some(entry) = done.first() {
        let document = Document {
            entry,
            purpose: Purpose::Placed,
            post: new.post,
            last_day: Some(new.last_day),
            content: new.content.clone(),
        };
        keep(tx, desk, &key, subject, &document).await?;
    }
    Ok(done)
}

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
