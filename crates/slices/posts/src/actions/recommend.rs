//! Recommending somebody to an organisation (BJ18-30), with every check of the ledger's forms.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::{Done, Draft};
use store::seal::SubjectKey;
use store::{SubjectId, Tx};
use subjects::{Happening, facts_of};

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
    let (held, _) = hold_for(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let found = find_post(tx, post).await?;
    let found = found.filter(|known| is_near(known.office_code, held.office_code));
    let found = found.ok_or(Failure::Refused(Refusal::NoPost))?;
    match found.closed_on {
        Some(day) => Err(Failure::Refused(Refusal::Closed(day))),
        None => Ok((key, found)),
    }
}

/// The entry of a step that leads to a post.
pub(super) fn draft(kind: Kind, on: Day, post: &PostRow) -> Draft {
    let happening = Happening::new(kind, on)
        .text(Field::Employer, post.organisation.as_str())
        .text(Field::Note, post.kind.as_str());
    Draft::new(happening)
}
