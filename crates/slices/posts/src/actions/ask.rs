//! Asking that somebody is placed in a post (BJ18-30): whoever serves them says in which, from when and until when; another
//! person confirms it.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::hold_for;
use kernel::Day;
use store::seal::SubjectKey;
use store::{SubjectId, ToValue, Tx};
use subjects::facts_of;

use super::conditions::conditions;
use super::recommend::post_for;
use super::register::{filled, hold_post};
use super::requests::{CONTENT, changed, requests_of, waiting_one};
use crate::model::{Content, Purpose, Refusal, Term, in_force, signed_after};
use crate::sql::{self, PostRow};
use crate::{PostId, RequestId};

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

/// Asks that a person is placed in a post that has a place left. Nothing stands in the ledger until it is confirmed.
pub async fn ask_placement(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewPlacement,
) -> Result<RequestId, Failure<Refusal>> {
    let (key, _) = post_for(tx, desk, occasion, subject, new.post).await?;
    if new.on > occasion.today {
        return Err(Failure::Refused(Refusal::NotYet));
    }
    if let Some(waits) = waiting_one(&requests_of(tx, &key, subject).await?) {
        let since = web::day_of(waits.asked_at);
        return Err(Failure::Refused(Refusal::Waits(since)));
    }
    fits(tx, desk, occasion, (subject, &key), new).await?;
    let id = RequestId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content = CONTENT.seal(&desk.sealing, &key, &id.bytes(), &new.content)?;
    let values: [&dyn ToValue; 8] = [
        &subject,
        &id,
        &new.post,
        &new.on,
        &new.last_day,
        &content,
        &occasion.now,
        &occasion.actor.id,
    ];
    tx.execute(sql::ASK, &values).await?;
    Ok(id)
}

/// Checks what a placement asks for, and holds its post: asked for and confirmed it is looked at the same way, on the day of
/// the placement and, where that is over, as things stand today.
pub(super) async fn fits(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, key): (SubjectId, &SubjectKey),
    new: &NewPlacement,
) -> Result<PostRow, Failure<Refusal>> {
    let known = facts_of(tx, subject).await?;
    if let Some(placement) = in_force(&known) {
        return Err(Failure::Refused(Refusal::Placed(placement.on)));
    }
    if new.last_day <= new.on {
        return Err(Failure::Refused(Refusal::EndsBefore(new.on)));
    }
    let post = hold_post(tx, new.post).await?.ok_or(Failure::Refused(Refusal::NoPost))?;
    if filled(tx, post.post_id).await? >= post.places {
        return Err(Failure::Refused(Refusal::Full(post.places)));
    }
    let term = Term::of(new.on, post.months);
    if term.last < new.last_day {
        return Err(Failure::Refused(Refusal::TermTooLong(post.months, term.last)));
    }
    if let Some(signed) = signed_after(&known, new.on) {
        return Err(Failure::Refused(Refusal::SignedSince(signed)));
    }
    let since = (new.on != occasion.today).then_some(occasion.today);
    for day in std::iter::once(new.on).chain(since) {
        conditions(tx, desk, (subject, key), &known, day).await?.ask(Purpose::Placed)?;
    }
    Ok(post)
}

/// Takes back what was asked for and not confirmed: whoever serves the person.
pub async fn withdraw_placement(
    tx: &mut Tx,
    occasion: &Occasion,
    (subject, request): (SubjectId, RequestId),
) -> Result<(), Failure<Refusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let values: [&dyn ToValue; 4] = [&occasion.now, &occasion.actor.id, &subject, &request];
    changed(tx.execute(sql::WITHDRAW, &values).await?)
}
