//! The list of people: an officer's own, or those of an office and the ones below it.

use access::{Action, Area, Failure, Relation};
use desk::{Desk, Occasion};
use duties::model::read_standing;
use kernel::Day;
use rules::Standing;
use store::seal;
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};
use subjects::label_of;

use super::names::place_name_near;
use super::person::{digest, person_of};
use crate::model::{LookupKind, mask_number, mask_phone};
use crate::sql::{self, ListRow};

/// How many people stand on a page.
pub(crate) const PAGE: i64 = 50;
/// How many a workbook holds at most.
pub(crate) const MOST_EXPORTED: i64 = 5_000;

/// Which people are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Only those of an officer.
    pub officer: Option<ActorId>,
    /// The letter of a state that must hold, as `duties::model::write_standing` writes it; blank for any.
    pub standing: String,
    /// Only those of a level of difficulty; 0 for those who have none yet.
    pub grade: Option<i64>,
    /// Only those of an office and the ones below it, by code; it lies within the actor's reach.
    pub office: Option<i64>,
    /// Only those of a real-name group, by its code; blank for any.
    pub group: String,
    /// The subject after which the page begins.
    pub before: Option<SubjectId>,
}

/// Somebody in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which subject.
    pub subject: SubjectId,
    /// The file number.
    pub file_number: String,
    /// The name.
    pub name: String,
    /// The number of the document, masked.
    pub number: String,
    /// The telephone number, masked.
    pub phone: String,
    /// 女 or 男.
    pub sex: String,
    /// The day of birth.
    pub birth: Option<Day>,
    /// Where they live.
    pub residence: String,
    /// The officer's name.
    pub officer: String,
    /// Where they stand.
    pub standing: Standing,
    /// The level of difficulty.
    pub grade: Option<i64>,
    /// The day of the latest entry.
    pub last_entry: Option<Day>,
    /// The day until which the next duty is due.
    pub next_due: Option<Day>,
}

/// Gives the people that an actor may list: all of their office and below for a head or inspector, their
/// office's for whoever serves there. `action` is seeing them or taking them out.
pub async fn list(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<Listed>, Failure<std::convert::Infallible>> {
    let area = reach(occasion, action, filter.officer)?;
    let area = match filter.office {
        Some(code) => area.narrowed_to(code).ok_or(access::Denied { action })?,
        None => area,
    };
    let last = SubjectId::from_bytes([0xff; 16]);
    let before = filter.before.unwrap_or(last);
    let (lowest, highest) = filter.grade.map_or((0, 9), |grade| (grade, grade));
    let kind = if filter.group.is_empty() { "" } else { LookupKind::Group.text() };
    let group = digest(desk.sealing.keys.as_ref(), LookupKind::Group, &filter.group)?;
    let standing = filter.standing.as_str();
    let mut values: Vec<&dyn ToValue> = Vec::new();
    if let Some(officer) = &filter.officer {
        values.push(officer);
    }
    values.extend([
        &area.first as &dyn ToValue,
        &area.last,
        &before,
        &standing,
        &lowest,
        &highest,
        &kind,
        &group,
        &limit,
    ]);
    let statement = if filter.officer.is_some() { sql::LIST_OFFICER } else { sql::LIST_OFFICE };
    let rows: Vec<ListRow> = tx.all(statement, &values).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(one) = open(tx, desk, occasion.actor.area, row).await? {
            listed.push(one);
        }
    }
    Ok(listed)
}

/// How far an actor's list reaches, or that they have none.
fn reach(
    occasion: &Occasion,
    action: Action,
    officer: Option<ActorId>,
) -> Result<Area, access::Denied> {
    let actor = &occasion.actor;
    let is_own = officer
        .is_some_and(|officer| officer == actor.id || actor.stands_in_for.contains(&officer));
    if is_own && occasion.may(action, Relation::Assigned).is_ok() {
        // One's own people may be another office's: a community assistant's are the street's.
        return Ok(Area { first: 0, last: i64::MAX });
    }
    actor.reach(action, None)
}

async fn open(
    tx: &mut Tx,
    desk: &Desk,
    area: Area,
    row: ListRow,
) -> Result<Option<Listed>, StoreError> {
    let subject = row.subject_id;
    let Some(label) = label_of(tx, &desk.sealing, subject).await? else { return Ok(None) };
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let Some(key) = key else { return Ok(None) };
    let Some(person) = person_of(tx, &key, subject).await? else { return Ok(None) };
    let particulars = &person.particulars;
    Ok(Some(Listed {
        subject,
        file_number: row.file_number,
        name: label.name.reveal().to_owned(),
        number: mask_number(&particulars.number),
        phone: mask_phone(&particulars.phone),
        sex: particulars.sex.clone(),
        birth: particulars.birth(),
        residence: place_name_near(tx, row.residence_code, area).await?,
        officer: offices::staff_name(tx, row.officer_id).await?,
        standing: read_standing(&row.standing),
        grade: row.grade,
        last_entry: row.last_entry,
        next_due: row.next_due,
    }))
}
