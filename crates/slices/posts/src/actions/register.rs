//! The register of posts: opening, changing, closing one. Nothing in it is personal.

use std::collections::{BTreeSet, HashMap};

use access::{Action, Area, Denied, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::facts_of;

use crate::PostId;
use crate::model::{Refusal, in_force};
use crate::sql::{self, FillingRow, PostRow};

/// How many posts are read at a time; a list has all of them.
const AT_ONCE: i64 = 500;

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
    Ok(filling(tx, rows).await?.get(&post).copied().unwrap_or_default())
}

/// Counts who is placed now in each of the posts near an office; those that are empty are left out.
pub(crate) async fn filled_near(
    tx: &mut Tx,
    office_code: i64,
) -> Result<HashMap<PostId, i64>, StoreError> {
    let [first, last, district, city, municipality] = near(office_code);
    let values: [&dyn ToValue; 5] = [&first, &last, &district, &city, &municipality];
    let rows: Vec<FillingRow> = tx.all(sql::PLACED_NEAR, &values).await?;
    filling(tx, rows).await
}

/// Counts the people who are placed, by post; who is so by the documents of two files that became one, is one.
async fn filling(tx: &mut Tx, rows: Vec<FillingRow>) -> Result<HashMap<PostId, i64>, StoreError> {
    let mut people: BTreeSet<(PostId, SubjectId)> = BTreeSet::new();
    for row in rows {
        let placing = Placing {
            file: row.subject_id,
            goes_on_in: row.merged_into,
            entry: row.entry_id,
            on: row.on_day,
            corrections: row.corrections,
        };
        people.extend(placing.in_force(tx).await?.map(|person| (row.post_id, person)));
    }
    let mut filled = HashMap::new();
    for (post, _) in people {
        *filled.entry(post).or_default() += 1;
    }
    Ok(filled)
}

/// A placement that nothing came after in the ledger in which it was recorded.
pub(crate) struct Placing {
    /// The file in which it was recorded.
    pub(crate) file: SubjectId,
    /// The file in which that one goes on, where it was merged.
    pub(crate) goes_on_in: Option<SubjectId>,
    /// Its entry.
    pub(crate) entry: EntryId,
    /// Its day.
    pub(crate) on: Day,
    /// How much was ever corrected in that ledger.
    pub(crate) corrections: i64,
}

impl Placing {
    /// Gives whose placement it is, where it is in force: it is, unless it was taken back, or ended in the file that goes
    /// on. Only a ledger in which something was corrected, or that goes on in another one, has to be read for that.
    pub(crate) async fn in_force(&self, tx: &mut Tx) -> Result<Option<SubjectId>, StoreError> {
        if self.goes_on_in.is_none() && self.corrections == 0 {
            return Ok(Some(self.file));
        }
        let person = self.goes_on_in.unwrap_or(self.file);
        let placed = in_force(&facts_of(tx, person).await?);
        // Nobody is placed twice at a time: in the file that goes on the day tells which placement it is.
        let is_it = placed.is_some_and(|placed| match self.goes_on_in {
            Some(_) => placed.on == self.on,
            None => placed.entry == self.entry,
        });
        Ok(is_it.then_some(person))
    }
}

/// Gives the posts that people of an office can be recommended to, closed ones too: its own, those of offices below,
/// and those of the district and the city above.
pub(crate) async fn posts_near(tx: &mut Tx, office_code: i64) -> Result<Vec<PostRow>, StoreError> {
    let [first, last, district, city, municipality] = near(office_code);
    let mut posts: Vec<PostRow> = Vec::new();
    let mut after = (String::new(), String::new(), PostId::from_bytes([0; 16]));
    loop {
        let area: [&dyn ToValue; 5] = [&first, &last, &district, &city, &municipality];
        let place: [&dyn ToValue; 4] = [&after.0, &after.1, &after.2, &AT_ONCE];
        let rows: Vec<PostRow> = tx.all(sql::POSTS, &[&area[..], &place[..]].concat()).await?;
        let Some(last) = rows.last() else { return Ok(posts) };
        after = (last.organisation.clone(), last.kind.clone(), last.post_id);
        posts.extend(rows);
    }
}

/// Tells whether people of an office can be recommended to the posts of another one.
pub(crate) fn is_near(of_post: i64, office_code: i64) -> bool {
    let [first, last, above @ ..] = near(office_code);
    (first..=last).contains(&of_post) || above.contains(&of_post)
}

/// The first and the last code of an office and those below, and the codes of those above it.
fn near(office_code: i64) -> [i64; 5] {
    let area = Area::of_code(office_code);
    let [_, _, district, city, top] = access::way_up(office_code);
    [area.first, area.last, district, city, top]
}
