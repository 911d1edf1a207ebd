//! The register of posts: opening, changing, closing one. Nothing in it is personal.

use std::collections::HashMap;

use access::{Action, Area, Denied, Failure};
use desk::{Desk, Occasion};
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::facts_of;

use crate::PostId;
use crate::model::{Refusal, in_force};
use crate::sql::{self, FillingRow, PostRow};

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

/// Asks whether the actor keeps the register of an office.
pub(crate) fn may_keep(occasion: &Occasion, office_code: i64) -> Result<(), Denied> {
    occasion.may(Action::ManagePosts, occasion.actor.relation_to(office_code, None))
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

/// Counts who is placed in a post now.
pub(crate) async fn filled(tx: &mut Tx, post: PostId) -> Result<i64, StoreError> {
    let rows: Vec<FillingRow> = tx.all(sql::PLACED_IN, &[&post]).await?;
    let mut filled = 0;
    for row in rows {
        filled += i64::from(is_in_force(tx, row.subject_id, row.entry_id, row.corrections).await?);
    }
    Ok(filled)
}

/// Counts who is placed now in each of the posts near an office; those that are empty are left out.
pub(crate) async fn filled_near(
    tx: &mut Tx,
    office_code: i64,
) -> Result<HashMap<PostId, i64>, StoreError> {
    let [first, last, district, city, municipality] = near(office_code);
    let values: [&dyn ToValue; 5] = [&first, &last, &district, &city, &municipality];
    let rows: Vec<FillingRow> = tx.all(sql::PLACED_NEAR, &values).await?;
    let mut filled = HashMap::new();
    for row in rows {
        if is_in_force(tx, row.subject_id, row.entry_id, row.corrections).await? {
            *filled.entry(row.post_id).or_default() += 1;
        }
    }
    Ok(filled)
}

/// Tells whether a placement that nothing came after is in force: it is, unless it was taken back. Only a ledger in
/// which something was corrected has to be read for that.
pub(crate) async fn is_in_force(
    tx: &mut Tx,
    subject: SubjectId,
    entry: EntryId,
    corrections: i64,
) -> Result<bool, StoreError> {
    if corrections == 0 {
        return Ok(true);
    }
    let known = facts_of(tx, subject).await?;
    Ok(in_force(&known).is_some_and(|placement| placement.entry == entry))
}

/// Gives the posts that people of an office can be recommended to, closed ones too: its own, those of offices below,
/// and those of the district and the city above.
pub(crate) async fn posts_near(tx: &mut Tx, office_code: i64) -> Result<Vec<PostRow>, StoreError> {
    let [first, last, district, city, municipality] = near(office_code);
    let values: [&dyn ToValue; 6] = [&first, &last, &district, &city, &municipality, &MOST];
    tx.all(sql::POSTS, &values).await
}

/// The first and the last code of an office and those below, and the codes of those above it.
fn near(office_code: i64) -> [i64; 5] {
    let area = Area::of_code(office_code);
    let [_, _, district, city, top] = access::way_up(office_code);
    [area.first, area.last, district, city, top]
}
