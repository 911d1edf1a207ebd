//! Recommending somebody to an organisation (BJ18-30), with every check of the ledger's forms.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{Held, ServiceRefusal};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::{Done, Draft};
use store::seal::{self, SubjectKey};
use store::{SubjectId, Tx};
use subjects::{Happening, RecordRefusal, facts_of};

use super::conditions::conditions;
use super::documents::{Document, find_post, keep};
use super::register::is_near;
use crate::PostId;
use crate::model::{Content, Purpose, Refusal};
use crate::sql::PostRow;

/// A recommendation.
#[derive(Clone, Debug)]
pub struct NewRecommendation {
    /// To which post.
    pub post: PostId,
    /// On which day.
    pub on: Day,
    /// Hours, pay and reasons.
    pub content: Content,
}

/// Recommends a person to a post.
pub async fn recommend(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewRecommendation,
) -> Result<Done, Failure<Refusal>> {
    if new.content.why.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let (key, post) = post_for(tx, desk, occasion, subject, new.post).await?;
    let known = facts_of(tx, subject).await?;
    conditions(tx, desk, (subject, &key), &known, new.on).await?.ask(Purpose::Recommended)?;
    let draft = draft(Kind::PublicPostRecommended, new.on, &post);
    let done = services::record_kept(tx, desk, occasion, subject, &draft).await;
    let done = done.map_err(|failure| failure.map(Refusal::Service))?;
    if let Some(entry) = done.first() {
        let document = Document {
            entry,
            purpose: Purpose::Recommended,
            post: new.post,
            last_day: None,
            content: new.content.clone(),
        };
        keep(tx, desk, &key, subject, &document).await?;
    }
    Ok(done)
}

/// Holds a person and finds a post that people of their office can be recommended to.
pub(super) async fn post_for(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    post: PostId,
) -> Result<(SubjectKey, PostRow), Failure<Refusal>> {
    let held = held_for(tx, occasion, subject).await?;
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let erased = ServiceRefusal::Entry(RecordRefusal::Erased);
    let key = key.ok_or_else(|| Failure::Refused(service(erased)))?;
    let found = find_post(tx, post).await?;
    let found = found.filter(|known| is_near(known.office_code, held.office_code));
    let found = found.ok_or(Failure::Refused(Refusal::NoPost))?;
    match found.closed_on {
        Some(day) => Err(Failure::Refused(Refusal::Closed(day))),
        None => Ok((key, found)),
    }
}

/// Holds a person whom the actor serves.
pub(super) async fn held_for(
    tx: &mut Tx,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Held, Failure<Refusal>> {
    let Some(held) = duties::hold(tx, subject).await? else {
        occasion.may(Action::RecordService, Relation::Elsewhere)?;
        return Err(Failure::Refused(service(ServiceRefusal::NoFile)));
    };
    duties::relation::<Refusal>(tx, occasion, &held, Action::RecordService).await?;
    Ok(held)
}

const fn service(refusal: ServiceRefusal) -> Refusal {
    Refusal::Service(services::Refusal::Service(refusal))
}

/// The entry of a step that leads to a post.
pub(super) fn draft(kind: Kind, on: Day, post: &PostRow) -> Draft {
    let happening = Happening::new(kind, on)
        .text(Field::Employer, post.organisation.as_str())
        .text(Field::Note, post.kind.as_str());
    Draft::new(happening)
}
