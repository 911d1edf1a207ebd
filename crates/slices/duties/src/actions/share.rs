//! Opening a file to somebody of another office, and asking how an actor stands to a file.

use std::convert::Infallible;

use access::{Action, Actor, Denied, Failure, Relation};
use desk::Occasion;
use store::{ActorId, Entropy, Instant, StoreError, SubjectId, ToValue, Tx};

use super::take_on::Held;
use crate::model::Purpose;
use crate::sql;

store::identifier! {
    /// Names what a file is opened for: an appointment, a panel, a transfer. Whoever opens the file gives the
    /// name that the thing itself has.
    pub HolderId
}

store::identifier! {
    /// Names one opening of a file to somebody.
    pub(crate) ShareId
}

/// To whom a file is opened, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewShare {
    /// What it is opened for.
    pub holder: HolderId,
    /// Which kind of thing that is.
    pub purpose: Purpose,
    /// The office, by code.
    pub office_code: i64,
    /// The member of its staff; nobody where everybody of that office is meant whose role may.
    pub staff: Option<ActorId>,
}

/// Opens a file to somebody, until [`end_shares`] closes it or its purpose is over.
pub async fn share(
    tx: &mut Tx,
    subject: SubjectId,
    new: &NewShare,
    now: Instant,
    entropy: &dyn Entropy,
) -> Result<(), StoreError> {
    let id = ShareId::new(now, entropy);
    let values: [&dyn ToValue; 7] =
        [&subject, &id, &new.holder, &new.purpose, &new.office_code, &new.staff, &now];
    tx.execute(sql::SHARE, &values).await.map(drop)
}

/// Closes a file to everybody to whom it was opened for this.
pub async fn end_shares(
    tx: &mut Tx,
    subject: SubjectId,
    holder: HolderId,
    now: Instant,
) -> Result<(), StoreError> {
    tx.execute(sql::END_SHARES, &[&now, &subject, &holder]).await.map(drop)
}

/// Tells how an actor stands to a subject by what binds them to it: to the person, to the office that answers for
/// them, or to the community that they live in. Where they live is asked for of those alone to whom it matters.
pub async fn bound(tx: &mut Tx, actor: &Actor, held: &Held) -> Result<Relation, StoreError> {
    let bound = actor.relation_to(held.office_code, held.officer);
    if bound != Relation::Elsewhere || actor.community().is_none() {
        return Ok(bound);
    }
    let home: Option<(i64,)> = tx.optional(sql::HOME, &[&held.subject]).await?;
    Ok(home.map_or(bound, |(home,)| actor.relation_to_person(held.office_code, held.officer, home)))
}

/// Gives the occasion on which an actor may do something to a subject: as themselves, or where they may not, in the place
/// of a colleague of another office for whom they stand in. As themselves where they may in neither way.
pub async fn in_place_for(
    tx: &mut Tx,
    occasion: &Occasion,
    held: &Held,
    action: Action,
) -> Result<Occasion, StoreError> {
    for actor in std::iter::once(occasion.actor.clone()).chain(occasion.actor.in_their_places()) {
        let there = Occasion { actor, ..occasion.clone() };
        match relation::<Infallible>(tx, &there, held, action).await {
            Ok(_) => return Ok(there),
            Err(Failure::Fault(fault)) => return Err(fault),
            Err(Failure::Denied(_)) => {}
            Err(Failure::Refused(never)) => match never {},
        }
    }
    Ok(occasion.clone())
}

/// Asks for the actor's right to do something to a subject and gives the relation that it rests on: what binds
/// them to the person or the office first, then what was opened to them.
pub async fn relation<R>(
    tx: &mut Tx,
    occasion: &Occasion,
    held: &Held,
    action: Action,
) -> Result<Relation, Failure<R>> {
    let actor = &occasion.actor;
    let bound = bound(tx, actor, held).await?;
    if occasion.may(action, bound).is_ok() {
        return Ok(bound);
    }
    if occasion.may(action, Relation::Consulted).is_err() {
        return Err(Denied { action }.into());
    }
    let shares: Vec<(Purpose, Option<ActorId>)> =
        tx.all(sql::SHARES_WITH, &[&held.subject, &actor.area.first]).await?;
    let is_meant = |staff: &Option<ActorId>| match staff {
        Some(staff) => *staff == actor.serves_as() || actor.stands_in_for.contains(staff),
        None => true,
    };
    let is_open = shares.iter().any(|(purpose, staff)| {
        is_meant(staff)
            && purpose.lasts(&held.standing)
            && purpose.opens_for(action, staff.is_some())
    });
    if is_open { Ok(Relation::Consulted) } else { Err(Denied { action }.into()) }
}
