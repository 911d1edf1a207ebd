//! Which office decides on a stop, and which on an objection against it.

use std::fmt;

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

/// Gives who decides on an objection against what is in an entry, or would be, of a person of an office: the next office
/// above the one that decided that has a head who neither decided nor stands in for who did, and where nobody is above it,
/// that office itself. Every page, every list and every letter says so by this.
pub(crate) async fn hearing(
    tx: &mut Tx,
    subject: SubjectId,
    (entry, decided_by): (Option<EntryId>, Option<ActorId>),
    (office_code, today): (i64, Day),
) -> Result<Hearing, StoreError> {
    let decided: Option<(i64,)> = match entry {
        Some(entry) => tx.optional(sql::STOPPED_BY_OFFICE, &[&subject, &entry]).await?,
        None => None,
    };
    let office = offices::office_by_code(tx, decided.map_or(office_code, |(code,)| code)).await?;
    let Some(parent) = office.as_ref().and_then(|office| office.parent_id) else {
        return Ok(Hearing { office, is_itself: true });
    };
    let directly_above = offices::find_office(tx, parent).await?;
    let mut next = directly_above.clone();
    while let Some(above) = next {
        if has_head(tx, &above, today, decided_by.as_slice()).await? {
            return Ok(Hearing { office: Some(above), is_itself: false });
        }
        next = match above.parent_id {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
    }
    Ok(Hearing { office: directly_above, is_itself: false })
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
