//! Confirming a placement that somebody else asked for (BJ18-30), or sending it back. That the agreement ends with a placement
//! is the rules' doing: nothing here says so a second time.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Held, hold_for, key_to};
use rules::Kind;
use services::heads_without;
use store::seal::SubjectKey;
use store::{EntryId, SubjectId, ToValue, Tx};

use super::ask::{NewPlacement, fits};
use super::documents::{Document, keep};
use super::recommend::draft;
use super::register::is_near;
use super::requests::{
    PlacementRequest, WORDS, changed, check_decides, parts_of, requests_of, waiting_one,
};
use crate::RequestId;
use crate::model::{Purpose, Refusal};
use crate::sql;

/// Confirms a placement and records it, on the day for which it was asked: every condition is looked at again. Gives its
/// entry.
pub async fn confirm_placement(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, RequestId),
) -> Result<EntryId, Failure<Refusal>> {
    let (held, key, asked) = decided(tx, desk, occasion, (subject, request)).await?;
    let new = NewPlacement {
        post: asked.post,
        on: asked.on,
        last_day: asked.last_day,
        content: asked.content.clone(),
    };
    let post = fits(tx, desk, occasion, (subject, &key), &new).await?;
    if let Some(day) = post.closed_on {
        return Err(Failure::Refused(Refusal::Closed(day)));
    }
    if !is_near(post.office_code, held.office_code) {
        return Err(Failure::Refused(Refusal::NoPost));
    }
    let happening = draft(Kind::PublicPostPlaced, new.on, &post).happening;
    let action = Action::ApproveStop;
    let recorded = duties::record_service(tx, desk, occasion, action, subject, &[happening]).await;
    let entries = recorded.map_err(|failure| failure.map(Refusal::from))?.entries;
    let entry = entries.first().copied().ok_or(Failure::Refused(Refusal::Moved))?;
    let document = Document {
        entry,
        purpose: Purpose::Placed,
        post: new.post,
        last_day: Some(new.last_day),
        content: new.content,
    };
    keep(tx, desk, &key, subject, &document).await?;
    let values: [&dyn ToValue; 5] = [&occasion.now, &occasion.actor.id, &entry, &subject, &request];
    changed(tx.execute(sql::CONFIRM, &values).await?)?;
    Ok(entry)
}

/// Sends a placement back with a reason: nothing changes.
pub async fn send_back_placement(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, RequestId),
    words: &str,
) -> Result<(), Failure<Refusal>> {
    let (_, key, asked) = decided(tx, desk, occasion, (subject, request)).await?;
    let words = words.trim();
    if words.is_empty() {
        return Err(Failure::Refused(Refusal::WhyBack));
    }
    let said = WORDS.seal(&desk.sealing, &key, &asked.id.bytes(), words);
    let values: [&dyn ToValue; 5] = [&occasion.now, &occasion.actor.id, &said, &subject, &request];
    changed(tx.execute(sql::SEND_BACK, &values).await?)
}

/// Holds the person, and gives what waits to be decided, where the actor is the one to decide.
async fn decided(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, RequestId),
) -> Result<(Held, SubjectKey, PlacementRequest), Failure<Refusal>> {
    let (held, _) = hold_for(tx, occasion, Action::ApproveStop, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let requests = requests_of(tx, &key, subject).await?;
    let asked = waiting_one(&requests).filter(|asked| asked.id == request);
    let asked = asked.cloned().ok_or(Failure::Refused(Refusal::Moved))?;
    let parts = parts_of(tx, subject, asked.asked_by).await?;
    let heads = heads_without(tx, (held.office_code, occasion.today), &parts).await?;
    check_decides(occasion, &parts, heads.as_ref()).map_err(Failure::Refused)?;
    Ok((held, key, asked))
}
