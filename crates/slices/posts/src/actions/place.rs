//! Placing somebody in a post, and the end of the placement. That the agreement ends with it is the rules' doing
//! (BJ18-30): nothing here says so a second time.

use access::Failure;
use desk::{Desk, Occasion};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::{Done, Draft};
use store::{SubjectId, Tx};
use subjects::{Happening, facts_of};

use super::documents::{Document, keep};
use super::recommend::{draft, held_for, post_for};
use super::register::{filled, hold_post};
use crate::PostId;
use crate::model::{Content, Purpose, Refusal, in_force};

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
    held_for(tx, occasion, subject).await?;
    let known = facts_of(tx, subject).await?;
    if let Some(placement) = in_force(&known)
        && on < placement.on
    {
        return Err(Failure::Refused(Refusal::BeforePlacement(placement.on)));
    }
    let note = [outcome, words.trim()].join("　").trim().to_owned();
    let happening = Happening::new(Kind::PublicPostEnded, on).text(Field::Note, note);
    let done = services::record_kept(tx, desk, occasion, subject, &Draft::new(happening)).await;
    done.map_err(|failure| failure.map(Refusal::Service))
}
