//! Which office decides on a stop or an exit, and which on an objection against it; and who of its heads does not.

use std::fmt;

use access::{Action, Actor, Area, Failure, Role};
use desk::Occasion;
use kernel::Day;
use offices::Office;
use store::{ActorId, StoreError, SubjectId, Tx};

use super::decided::Decided;
use super::ready::hindered;
use crate::model::{Hindrance, Refusal};
use crate::sql;

/// Gives the office whose head approves: the one that answers for the person (BJ18-29, 本级公共就业服务机构). Where it
/// has no head who had no part in it, the next one above it that has; nothing where there is none at all.
pub(crate) async fn approving_office(
    tx: &mut Tx,
    (office_code, today): (i64, Day),
    parts: &[ActorId],
) -> Result<Option<Office>, StoreError> {
    let mut next = offices::office_by_code(tx, office_code).await?;
    while let Some(office) = next {
        if has_head(tx, &office, today, parts).await? {
            return Ok(Some(office));
        }
        next = match office.parent_id {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
    }
    Ok(None)
}

/// Tells whether an actor had a part, or stands in for somebody who had.
pub(crate) fn had_part(actor: &Actor, parts: &[ActorId]) -> bool {
    parts.iter().any(|staff| actor.is_or_stands_in_for(*staff))
}

/// Refuses whoever does not decide on what others prepared for the people of an office: who had a part in it or stands in
/// for somebody who had, and who belongs to another office than the one that decides.
pub(crate) async fn check_decides<R: From<Hindrance>>(
    tx: &mut Tx,
    occasion: &Occasion,
    office_code: i64,
    parts: &[ActorId],
) -> Result<(), Failure<R>> {
    let actor = &occasion.actor;
    if parts.contains(&actor.id) {
        return Err(hindered(Hindrance::OwnPart));
    }
    if had_part(actor, parts) {
        return Err(hindered(Hindrance::Cover));
    }
    let office = approving_office(tx, (office_code, occasion.today), parts).await?;
    match office.filter(|office| office.code != actor.area.first) {
        Some(office) => Err(hindered(Hindrance::OtherOffice(office.name))),
        None => Ok(()),
    }
}

/// Tells whether an actor is the one to decide on what others prepared for a person: by their right, and as
/// [`check_decides`] has it.
pub(crate) async fn is_to_decide(
    tx: &mut Tx,
    occasion: &Occasion,
    (office_code, officer): (i64, Option<ActorId>),
    parts: &[ActorId],
) -> Result<bool, StoreError> {
    let actor = &occasion.actor;
    let relation = actor.relation_to(office_code, officer);
    if occasion.may(Action::ApproveStop, relation).is_err() || had_part(actor, parts) {
        return Ok(false);
    }
    let office = approving_office(tx, (office_code, occasion.today), parts).await?;
    Ok(office.is_none_or(|office| office.code == actor.area.first))
}

/// Tells whether somebody leads an office who is none of these and stands in for none of them.
async fn has_head(
    tx: &mut Tx,
    office: &Office,
    today: Day,
    but: &[ActorId],
) -> Result<bool, StoreError> {
    for staff in offices::staff_of(tx, office.office_id).await? {
        if !staff.roles.has(Role::Head) {
            continue;
        }
        let Some(actor) = offices::actor_of(tx, staff.staff_id, today).await? else { continue };
        if !had_part(&actor, but) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives the right by which an objection is decided: of the office above, and where nobody is above, of the office
/// itself.
pub(crate) const fn objecting_action(has_above: bool) -> Action {
    if has_above { Action::DecideObjection } else { Action::ApproveStop }
}

/// Who hears an objection: the heads of an office.
#[derive(Clone, Debug)]
pub(crate) struct Hearing {
    /// The office; nothing where none is known.
    office: Option<Office>,
    /// Whether nobody is above the office that decided, so that another of its own heads hears it.
    is_itself: bool,
}

impl Hearing {
    /// Tells whether the heads of the office of an area are asked.
    pub(crate) fn is_at(&self, area: Area) -> bool {
        self.office.as_ref().is_none_or(|office| office.code == area.first)
    }
}

impl fmt::Display for Hearing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.office, self.is_itself) {
            (Some(office), true) => write!(out, "{}没有参与决定的另一位负责人", office.name),
            (Some(office), false) => write!(out, "{}的负责人", office.name),
            (None, _) => out.write_str("没有参与决定的另一位负责人"),
        }
    }
}

/// Gives who hears an objection against a decision about a person of an office, a stop or an exit: the next office above
/// the one that decided that has a head who neither had a part in it nor stands in for who had, and where nobody is above
/// it, that office itself. Every page, every list and every letter says so by this.
pub(crate) async fn hearing(
    tx: &mut Tx,
    subject: SubjectId,
    decided: Decided<'_>,
    (office_code, today): (i64, Day),
) -> Result<Hearing, StoreError> {
    let by = decided_by_office(tx, subject, decided).await?;
    let office = offices::office_by_code(tx, by.unwrap_or(office_code)).await?;
    let parts = decided.parts();
    let Some(parent) = office.as_ref().and_then(|office| office.parent_id) else {
        return Ok(Hearing { office, is_itself: true });
    };
    let directly_above = offices::find_office(tx, parent).await?;
    let mut next = directly_above.clone();
    while let Some(above) = next {
        if has_head(tx, &above, today, &parts).await? {
            return Ok(Hearing { office: Some(above), is_itself: false });
        }
        next = match above.parent_id {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
    }
    Ok(Hearing { office: directly_above, is_itself: false })
}

/// Gives the code of the office that a decision was recorded by; nothing before it was carried out.
async fn decided_by_office(
    tx: &mut Tx,
    subject: SubjectId,
    decided: Decided<'_>,
) -> Result<Option<i64>, StoreError> {
    let Some(entry) = decided.entry() else { return Ok(None) };
    let office: Option<(i64,)> = tx.optional(sql::RECORDED_BY_OFFICE, &[&subject, &entry]).await?;
    Ok(office.map(|(code,)| code))
}

/// Tells whether an office has one above it.
pub(crate) async fn has_above(tx: &mut Tx, office_code: i64) -> Result<bool, StoreError> {
    let office = offices::office_by_code(tx, office_code).await?;
    Ok(office.is_none_or(|office| office.parent_id.is_some()))
}

/// Refuses whoever belongs to the office whose decision an objection is against, or to one below it, and whoever had a
/// part in that decision or stands in for who had. Where nobody is above that office, another of its heads decides.
pub(crate) async fn above_the_decision(
    tx: &mut Tx,
    occasion: &Occasion,
    subject: SubjectId,
    decided: Decided<'_>,
) -> Result<Option<Refusal>, StoreError> {
    let actor = &occasion.actor;
    if had_part(actor, &decided.parts()) {
        return Ok(Some(Refusal::OwnDecision));
    }
    let Some(office) = decided_by_office(tx, subject, decided).await? else { return Ok(None) };
    if !Area::of_code(office).holds(actor.area.first) {
        return Ok(None);
    }
    let is_itself = actor.area.first == office;
    if is_itself && !has_above(tx, office).await? {
        return Ok(None);
    }
    Ok(Some(Refusal::OwnOffice))
}
