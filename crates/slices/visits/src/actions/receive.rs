//! Receiving what a device recorded.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Held, ServiceRefusal, hold, in_place_for, key_to, relation};
use services::model::{Draft, Then, candidates, check};
use store::seal::SubjectKey;
use store::{ActorId, EntryId, SubjectId, ToValue, Tx};
use subjects::facts_of;

use super::conflict::{cause, contradicting};
use super::records::{CONTENT, record_of};
use crate::model::{Becomes, Incoming, RecordState, Refusal, WaitsFor};
use crate::sql;

/// What became of a record that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// Whose file it lies in: another one than it was taken along from where that one was merged since.
    pub subject: SubjectId,
    /// Where it stands.
    pub state: RecordState,
    /// Whether it had been received before.
    pub again: bool,
    /// In whose place it was taken, where its maker stands in for somebody of another office.
    pub in_place_of: Option<ActorId>,
}

/// Takes a record that the actor made on a device; the same one again changes nothing. What another survey
/// contradicts, or what its maker has no right to any more, waits for a person's decision; what cannot be is
/// refused, and stays on the device. Must run in [`store::Db::write`].
pub async fn receive(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    incoming: &Incoming,
) -> Result<Received, Failure<Refusal>> {
    incoming.check(occasion.today).map_err(Failure::Refused)?;
    let record = incoming.record().map_err(Failure::Refused)?;
    let taken_from = incoming.subject().map_err(Failure::Refused)?;
    let subject = seekers::merged_into(tx, taken_from).await?.unwrap_or(taken_from);
    let no_file = || Failure::Refused(ServiceRefusal::NoFile.into());
    let held = hold(tx, subject).await?.ok_or_else(no_file)?;
    // Whoever stands in for somebody of another office takes both lists along, and brings both back at once.
    let occasion = &in_place_for(tx, occasion, &held, Action::RecordService).await?;
    let in_place_of = occasion.actor.places.taken.as_ref().map(|absent| absent.id);
    // What was received before the merger lies in the file that it was taken along from.
    for place in [subject, taken_from] {
        let key = key_to(tx, desk, place).await?;
        if let Some(kept) = record_of(tx, &key, place, record).await? {
            if kept.made_by != occasion.actor.id {
                return Err(Failure::Refused(Refusal::Anothers));
            }
            if kept.incoming != *incoming {
                return Err(Failure::Refused(Refusal::Differs));
            }
            return Ok(Received { subject: place, state: kept.state, again: true, in_place_of });
        }
    }
    let key = key_to(tx, desk, subject).await?;
    let waits_for = waits(tx, desk, occasion, &held, &key, (taken_from, incoming)).await?;
    let entry = match waits_for {
        Some(_) => None,
        None => put_down(tx, desk, occasion, subject, incoming).await?,
    };
    let content = CONTENT.seal(&desk.sealing, &key, &record.bytes(), incoming)?;
    let actor = &occasion.actor;
    let values: [&dyn ToValue; 8] =
        [&subject, &record, &actor.id, &actor.office, &occasion.now, &content, &waits_for, &entry];
    tx.execute(sql::PUT, &values).await?;
    let state = RecordState::of(waits_for, None);
    Ok(Received { subject, state, again: false, in_place_of })
}

/// Tells why a record must wait, if it must; refuses what could not be recorded by anybody.
async fn waits(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    held: &Held,
    key: &SubjectKey,
    (taken_from, incoming): (SubjectId, &Incoming),
) -> Result<Option<WaitsFor>, Failure<Refusal>> {
    let right = relation::<Refusal>(tx, occasion, held, Action::RecordService).await;
    if let Err(Failure::Denied(denied)) = right {
        // Whoever took the person along had a right then: what they recorded is not lost, somebody decides.
        let taken_at = incoming.taken_at();
        let values: [&dyn ToValue; 3] = [&taken_from, &occasion.actor.id, &taken_at];
        let (taken,): (i64,) = tx.one(sql::WAS_TAKEN, &values).await?;
        return if taken > 0 { Ok(Some(WaitsFor::Right)) } else { Err(denied.into()) };
    }
    right?;
    let (place, maker) = ((held.subject, key), occasion.actor.id);
    if contradicting(tx, desk, place, incoming, maker).await?.is_empty() {
        return Ok(None);
    }
    let draft = match incoming.becomes().map_err(Failure::Refused)? {
        Becomes::Survey(answers) => Draft::new(answers.happening()),
        Becomes::Service(draft) => about(tx, desk, occasion, place, (incoming, draft)).await?,
        Becomes::Try(_) => return Ok(Some(WaitsFor::Another)),
    };
    // What does not fit is said now, to whoever still remembers the door.
    let known = facts_of(tx, held.subject).await?;
    let then = Then::at(&desk.rulebook, &known, draft.happening.on);
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    check(&draft, &then, &now, None)
        .map_err(|unfit| Failure::Refused(services::Refusal::Unfit(unfit).into()))?;
    Ok(Some(WaitsFor::Another))
}

/// Gives a draft with the entry that it is about as the file has it; refuses one that can be about nothing any more,
/// since what it is about was corrected.
async fn about(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, key): (SubjectId, &SubjectKey),
    (incoming, mut draft): (&Incoming, Draft),
) -> Result<Draft, Failure<Refusal>> {
    if draft.happening.of.is_none() {
        return Ok(draft);
    }
    let of = cause(tx, desk, (subject, key), incoming).await?;
    let known = facts_of(tx, subject).await?;
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    let fits = candidates(draft.happening.kind, &now).into_iter().any(|place| now.id(place) == of);
    if of.is_none() || !fits {
        return Err(Failure::Refused(Refusal::NoCause));
    }
    draft.happening.of = of;
    Ok(draft)
}

/// Puts a record down in the actor's name: a survey with everything that belongs to it (BJ18-20), another entry, or
/// a try, which is none. Gives the entry.
pub(super) async fn put_down(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    incoming: &Incoming,
) -> Result<Option<EntryId>, Failure<Refusal>> {
    match incoming.becomes().map_err(Failure::Refused)? {
        Becomes::Survey(answers) => {
            let surveyed = surveys::record_survey(tx, desk, occasion, subject, &answers).await;
            Ok(surveyed.map_err(|failure| failure.map(Refusal::from))?.entry)
        }
        Becomes::Service(draft) => {
            let key = key_to(tx, desk, subject).await?;
            let place = (subject, &key);
            let draft = about(tx, desk, occasion, place, (incoming, draft)).await?;
            let done = services::record(tx, desk, occasion, subject, &draft).await;
            Ok(done.map_err(|failure| failure.map(Refusal::from))?.first())
        }
        Becomes::Try(new) => {
            let noted = surveys::note_attempt(tx, desk, occasion, subject, &new).await;
            noted.map_err(|failure| failure.map(Refusal::from))?;
            Ok(None)
        }
    }
}
