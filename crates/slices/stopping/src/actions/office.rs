//! Which office decides on a stop, and which on an objection against it.

use access::{Action, Area, Role};
use desk::Occasion;
use kernel::Day;
use offices::Office;
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};

use super::open::Case;
use crate::model::Refusal;
use crate::sql;

/// Gives the office whose head approves: the one that answers for the person (BJ18-29, 本级公共就业服务机构). Where it
/// has no head who had no part in verifying, the next one above it that has; nothing where there is none at all.
pub(crate) async fn approving_office(
    tx: &mut Tx,
    (office_code, today): (i64, Day),
    verifiers: &[ActorId],
) -> Result<Option<Office>, StoreError> {
    let mut next = offices::office_by_code(tx, office_code).await?;
    while let Some(office) = next {
        if has_head(tx, &office, today, verifiers).await? {
            return Ok(Some(office));
        }
        next = match office.parent_id {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
    }
    Ok(None)
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
        if !but.iter().any(|staff| actor.is_or_stands_in_for(*staff)) {
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

/// Says who decides on an objection of a person of an office: the head of the office above the one that decided, and
/// where nobody is above it, another of its own heads.
pub(crate) async fn hearing(
    tx: &mut Tx,
    subject: SubjectId,
    stopped: Option<EntryId>,
    office_code: i64,
) -> Result<String, StoreError> {
    let above = above_decision(tx, subject, stopped, office_code).await?;
    Ok(above.map_or_else(
        || "本机构没有参与决定的另一位负责人".to_owned(),
        |office| format!("{}的负责人", office.name),
    ))
}

/// Gives the office whose head decides on an objection, by code; nothing where nobody is above.
pub(crate) async fn hearing_office(
    tx: &mut Tx,
    subject: SubjectId,
    stopped: Option<EntryId>,
    office_code: i64,
) -> Result<Option<i64>, StoreError> {
    Ok(above_decision(tx, subject, stopped, office_code).await?.map(|office| office.code))
}

/// Gives the office above the one that decided on a stop.
async fn above_decision(
    tx: &mut Tx,
    subject: SubjectId,
    stopped: Option<EntryId>,
    office_code: i64,
) -> Result<Option<Office>, StoreError> {
    let decided: Option<(i64,)> = match stopped {
        Some(entry) => tx.optional(sql::STOPPED_BY_OFFICE, &[&subject, &entry]).await?,
        None => None,
    };
    let office = offices::office_by_code(tx, decided.map_or(office_code, |(code,)| code)).await?;
    match office.and_then(|office| office.parent_id) {
        Some(parent) => offices::find_office(tx, parent).await,
        None => Ok(None),
    }
}

/// Tells whether an office has one above it.
pub(crate) async fn has_above(tx: &mut Tx, office_code: i64) -> Result<bool, StoreError> {
    let office = offices::office_by_code(tx, office_code).await?;
    Ok(office.is_none_or(|office| office.parent_id.is_some()))
}

/// Refuses whoever belongs to the office whose decision an objection is against, or to one below it, and whoever
/// made that decision or stands in for them. Where nobody is above that office, another of its heads decides.
pub(crate) async fn above_the_decision(
    tx: &mut Tx,
    occasion: &Occasion,
    subject: SubjectId,
    case: &Case,
) -> Result<Option<Refusal>, StoreError> {
    let actor = &occasion.actor;
    if case.decided_by.is_some_and(|decided| actor.is_or_stands_in_for(decided)) {
        return Ok(Some(Refusal::OwnDecision));
    }
    let decided: Option<(i64,)> =
        tx.optional(sql::STOPPED_BY_OFFICE, &[&subject, &case.stopped]).await?;
    let Some((decided,)) = decided else { return Ok(None) };
    if !Area::of_code(decided).holds(actor.area.first) {
        return Ok(None);
    }
    let is_itself = actor.area.first == decided;
    if is_itself && !has_above(tx, decided).await? {
        return Ok(None);
    }
    Ok(Some(Refusal::OwnOffice))
}
