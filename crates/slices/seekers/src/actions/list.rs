//! The list of people: an officer's own, or those of an office and the ones below it.

use access::{Action, Area, Failure, Relation};
use desk::{Desk, Occasion};
use duties::model::read_standing;
use kernel::Day;
use rules::Standing;
use store::seal::SubjectKey;
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};
use subjects::open_name;

use super::households::street_of;
use super::names::place_within;
use super::person::{PARTICULARS, digest};
use crate::model::{LookupKind, mask_number, mask_phone};
use crate::sql::{self, ListRow};

/// How many codes a street has, its communities' with its own.
const STREET: i64 = 1_000;
/// How many people stand on a page.
pub(crate) const PAGE: i64 = 50;
/// How many are read at a time for a workbook.
pub(crate) const AT_ONCE: i64 = 1_000;

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
    /// The subject before which the page ends, for whoever goes back; then the page begins wherever it has to.
    pub back: Option<SubjectId>,
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
    Ok(list_page(tx, desk, occasion, action, filter, limit).await?.0)
}

/// The same, with whom the page ends where there may be more. Whoever was erased is left out of a page, which may then
/// be any number short.
pub(crate) async fn list_page(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    filter: &Filter,
    limit: i64,
) -> Result<(Vec<Listed>, Option<SubjectId>), Failure<std::convert::Infallible>> {
    // A community assistant's people are those who live there, whom the street answers for.
    let community = occasion.actor.community().filter(|_| filter.officer.is_none());
    let area = match community {
        Some(code) => {
            occasion.may(action, Relation::Resident)?;
            Area { first: street_of(code), last: code }
        }
        None => reach(occasion, action, filter.officer)?,
    };
    let area = match filter.office.filter(|_| community.is_none()) {
        Some(code) => area.narrowed_to(code).ok_or(access::Denied { action })?,
        None => area,
    };
    let community = community.unwrap_or_default();
    let last = SubjectId::from_bytes([0xff; 16]);
    let before = filter.back.or(filter.before).unwrap_or(last);
    let (lowest, highest) = filter.grade.map_or((0, 9), |grade| (grade, grade));
    let kind = if filter.group.is_empty() { "" } else { LookupKind::Group.text() };
    let group = digest(desk.sealing.keys.as_ref(), LookupKind::Group, &filter.group)?;
    let standing = filter.standing.as_str();
    let mut values: Vec<&dyn ToValue> = vec![
        &area.first,
        &area.last,
        &before,
        &standing,
        &lowest,
        &highest,
        &kind,
        &group,
        &community,
    ];
    values.extend(filter.officer.as_ref().map(|officer| officer as &dyn ToValue));
    values.extend([&limit as &dyn ToValue, &occasion.today]);
    let is_street = area.last - area.first < STREET;
    let statement = match (filter.officer, filter.back) {
        (Some(_), None) => sql::LIST_OFFICER,
        (Some(_), Some(_)) => sql::LIST_OFFICER_BACK,
        (None, None) if is_street => sql::LIST_STREET,
        (None, Some(_)) if is_street => sql::LIST_STREET_BACK,
        (None, None) => sql::LIST_OFFICE,
        (None, Some(_)) => sql::LIST_OFFICE_BACK,
    };
    let rows: Vec<ListRow> = tx.all(statement, &values).await?;
    let is_whole = i64::try_from(rows.len()).is_ok_and(|rows| rows < limit);
    let last = rows.last().map(|row| row.subject_id).filter(|_| !is_whole);
    let opened = rows.into_iter().map(|row| open(desk, occasion.actor.area, row));
    Ok((opened.filter_map(Result::transpose).collect::<Result<_, StoreError>>()?, last))
}

/// How far an actor's list reaches, or that they have none.
fn reach(
    occasion: &Occasion,
    action: Action,
    officer: Option<ActorId>,
) -> Result<Area, access::Denied> {
    let actor = &occasion.actor;
    let is_own = officer.is_some_and(|officer| {
        officer == actor.serves_as() || actor.stands_in_for.contains(&officer)
    });
    if is_own && occasion.may(action, Relation::Assigned).is_ok() {
        // One's own people may be another office's: a community assistant's are the street's.
        return Ok(Area { first: 0, last: i64::MAX });
    }
    actor.reach(action, None)
}

/// Opens what is sealed of a row; nothing of somebody whose file was erased.
fn open(desk: &Desk, area: Area, row: ListRow) -> Result<Option<Listed>, StoreError> {
    let (subject, keys) = (row.subject_id, desk.sealing.keys.as_ref());
    let Some(wrapped) = row.wrapped.as_deref() else { return Ok(None) };
    let name = open_name(&desk.sealing, subject, row.label.as_ref(), Some(wrapped))?;
    let key = SubjectKey::unwrap(keys, subject, wrapped)?;
    let particulars = PARTICULARS.open(&key, &[], &row.particulars)?;
    Ok(Some(Listed {
        subject,
        name: name.map_or_else(|| row.file_number.clone(), |name| name.reveal().to_owned()),
        file_number: row.file_number,
        number: mask_number(&particulars.number),
        phone: mask_phone(&particulars.phone),
        birth: particulars.birth(),
        sex: particulars.sex,
        residence: place_within(row.residence_code, row.home_name.as_deref(), area),
        officer: row.officer_name.unwrap_or_default(),
        standing: read_standing(&row.standing),
        grade: row.grade,
        last_entry: row.last_entry,
        next_due: row.next_due,
    }))
}
