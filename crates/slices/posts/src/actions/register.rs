//! The register of posts: opening, changing, closing one. Nothing in it is personal.

use access::{Action, Area, Denied, Failure, Relation, Role};
use desk::{Desk, Occasion};
use store::{StoreError, SubjectId, ToValue, Tx};
use subjects::facts_of;

use crate::PostId;
use crate::model::{Refusal, in_force};
use crate::sql::{self, PostRow};

/// How many posts are listed.
const MOST: i64 = 500;

/// What is to be known of a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPost {
    /// The organisation.
    pub organisation: String,
    /// The kind of post.
    pub kind: String,
    /// How many places.
    pub places: i64,
    /// How many months a term lasts.
    pub months: i64,
    /// The hours of work.
    pub hours: String,
    /// The pay.
    pub pay: String,
    /// What else is to be known.
    pub note: String,
}

/// Who keeps the register of an office: whoever leads it, and its officers.
pub(crate) fn may_keep(occasion: &Occasion, office_code: i64) -> Result<(), Denied> {
    let relation = occasion.actor.relation_to(office_code, None);
    occasion.may(Action::RecordService, relation)?;
    let keeps = [Role::Head, Role::AssistanceOfficer].iter().any(|role| occasion.actor.is(*role));
    let is_own = relation == Relation::Office;
    if keeps && is_own { Ok(()) } else { Err(Denied { action: Action::RecordService }) }
}

/// Puts a post into the register of the actor's office.
pub async fn open_post(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewPost,
) -> Result<PostId, Failure<Refusal>> {
    let code = occasion.actor.area.first;
    may_keep(occasion, code)?;
    let id = PostId::new(occasion.now, desk.sealing.entropy.as_ref());
    let values: [&dyn ToValue; 12] = [
        &id,
        &code,
        &new.organisation,
        &new.kind,
        &new.places,
        &new.months,
        &new.hours,
        &new.pay,
        &new.note,
        &occasion.today,
        &occasion.now,
        &occasion.actor.id,
    ];
    tx.execute(sql::OPEN, &values).await?;
    Ok(id)
}

/// Changes a post that was read at a version.
pub async fn change_post(
    tx: &mut Tx,
    occasion: &Occasion,
    (post, version): (PostId, i64),
    new: &NewPost,
) -> Result<(), Failure<Refusal>> {
    let known = hold_post(tx, post).await?.ok_or(Failure::Refused(Refusal::NoPost))?;
    may_keep(occasion, known.office_code)?;
    if let Some(day) = known.closed_on {
        return Err(Failure::Refused(Refusal::Closed(day)));
    }
    let filled = filled(tx, post).await?;
    if new.places < filled {
        return Err(Failure::Refused(Refusal::Fewer(filled)));
    }
    let values: [&dyn ToValue; 11] = [
        &new.organisation,
        &new.kind,
        &new.places,
        &new.months,
        &new.hours,
        &new.pay,
        &new.note,
        &occasion.now,
        &occasion.actor.id,
        &post,
        &version,
    ];
    match tx.execute(sql::CHANGE, &values).await? {
        0 => Err(Failure::Refused(Refusal::Changed)),
        _ => Ok(()),
    }
}

/// Takes a post out of use. Whoever is placed in it stays until their term ends.
pub async fn close_post(
    tx: &mut Tx,
    occasion: &Occasion,
    post: PostId,
) -> Result<(), Failure<Refusal>> {
    let known = hold_post(tx, post).await?.ok_or(Failure::Refused(Refusal::NoPost))?;
    may_keep(occasion, known.office_code)?;
    let values: [&dyn ToValue; 4] = [&occasion.today, &occasion.now, &occasion.actor.id, &post];
    match tx.execute(sql::CLOSE, &values).await? {
        0 => Err(Failure::Refused(Refusal::Changed)),
        _ => Ok(()),
    }
}

/// Holds a post until the transaction ends.
pub(super) async fn hold_post(tx: &mut Tx, post: PostId) -> Result<Option<PostRow>, StoreError> {
    tx.optional(sql::HOLD, &[&post]).await
}

/// Counts who is placed in a post now, by their ledgers.
pub(crate) async fn filled(tx: &mut Tx, post: PostId) -> Result<i64, StoreError> {
    let placed: Vec<(SubjectId, store::EntryId)> = tx.all(sql::PLACED_IN, &[&post]).await?;
    let mut filled = 0;
    for (subject, entry) in placed {
        let known = facts_of(tx, subject).await?;
        filled += i64::from(in_force(&known).is_some_and(|placement| placement.entry == entry));
    }
    Ok(filled)
}

/// Gives the posts that people of an office can be recommended to, closed ones too: its own, those of offices below,
/// and those of the district and the city above.
pub(crate) async fn posts_near(tx: &mut Tx, office_code: i64) -> Result<Vec<PostRow>, StoreError> {
    let area = Area::of_code(office_code);
    let district = office_code / 1_000_000 * 1_000_000;
    let city = office_code / 100_000_000 * 100_000_000;
    let municipality = office_code / 10_000_000_000 * 10_000_000_000;
    let values: [&dyn ToValue; 6] =
        [&area.first, &area.last, &district, &city, &municipality, &MOST];
    tx.all(sql::POSTS, &values).await
}
