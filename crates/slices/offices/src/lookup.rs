//! What other slices ask about offices and staff.

use std::collections::HashMap;

use access::{Absent, Action, Actor, Area, OfficeLevel, Places, Relation, Role, permitted};
use kernel::Day;
use store::{ActorId, Instant, OfficeId, StoreError, Tx};

use crate::model::cover::Cover;
use crate::model::office::Office;
use crate::model::staff::{Roles, Staff};
use crate::sql;

store::row! {
    /// Somebody whom another one stands in for.
    pub(crate) struct CoveredRow from "cover" {
        staff_id: ActorId,
        name: String,
        roles: Roles,
        office_id: OfficeId,
        office_name: String,
        office_code: i64,
    }
}

store::row! {
    /// Everything that an actor is but whom they stand in for.
    struct ActorRow from "staff" {
        staff_id: ActorId,
        name: String,
        office_id: OfficeId,
        office_name: String,
        office_code: i64,
        roles: Roles,
    }
}

/// Finds an office by its id, closed ones too.
pub async fn find_office(tx: &mut Tx, office: OfficeId) -> Result<Option<Office>, StoreError> {
    tx.optional(sql::OFFICE, &[&office]).await
}

/// Finds the open office that has none above it, whose service this is.
pub(crate) async fn top_office(tx: &mut Tx) -> Result<Option<Office>, StoreError> {
    tx.optional(sql::TOP_OFFICE, &[]).await
}

/// Finds the open office of a division by its twelve-digit code.
pub async fn office_by_code(tx: &mut Tx, code: i64) -> Result<Option<Office>, StoreError> {
    tx.optional(sql::OFFICE_OF_CODE, &[&code]).await
}

/// Holds an office and those above it until the end of the transaction, so that what is decided for one of them and
/// concerns another is decided one after the other; the widest first, so that nobody waits for each other. Must run in
/// [`store::Db::write`].
pub async fn hold_way_up(tx: &mut Tx, code: i64) -> Result<(), StoreError> {
    let mut codes = vec![code];
    codes.extend(access::above(code));
    for code in codes.into_iter().rev() {
        hold_office(tx, code).await?;
    }
    Ok(())
}

/// Finds the open office of a division and holds it until the end of the transaction, so that it is not closed before
/// what depends on it is stored. Must run in [`store::Db::write`].
pub async fn hold_office(tx: &mut Tx, code: i64) -> Result<Option<Office>, StoreError> {
    let Some(office) = office_by_code(tx, code).await? else { return Ok(None) };
    tx.execute(sql::HOLD_OFFICE, &[&office.office_id]).await?;
    // Whoever was closing it is waited for.
    office_by_code(tx, code).await
}

/// Gives the offices of an area in the order of their codes, so that each stands before those below it;
/// closed ones too.
pub async fn offices_within(tx: &mut Tx, area: Area) -> Result<Vec<Office>, StoreError> {
    tx.all(sql::OFFICES_WITHIN, &[&area.first, &area.last]).await
}

/// Gives the names of the offices of an area, closed ones too.
pub async fn office_names(
    tx: &mut Tx,
    area: Area,
) -> Result<HashMap<OfficeId, String>, StoreError> {
    let names: Vec<(OfficeId, String)> =
        tx.all(sql::OFFICE_NAMES, &[&area.first, &area.last]).await?;
    Ok(names.into_iter().collect())
}

/// Finds a member of staff, whether or not they still work here.
pub async fn find_staff(tx: &mut Tx, staff: ActorId) -> Result<Option<Staff>, StoreError> {
    tx.optional(sql::STAFF, &[&staff]).await
}

/// Finds a member of staff and holds them until the end of the transaction, so that they neither leave nor move
/// before what depends on it is stored. Must run in [`store::Db::write`].
pub async fn hold_staff(tx: &mut Tx, staff: ActorId) -> Result<Option<Staff>, StoreError> {
    tx.execute(sql::HOLD_STAFF, &[&staff]).await?;
    find_staff(tx, staff).await
}

/// Finds a member of staff by the name that they sign in with, whether or not they still work here.
pub async fn staff_named(tx: &mut Tx, user_name: &str) -> Result<Option<Staff>, StoreError> {
    match tx.optional::<(ActorId,)>(sql::USER_NAME, &[&user_name]).await? {
        Some((staff,)) => find_staff(tx, staff).await,
        None => Ok(None),
    }
}

/// Finds the staff who are called something, or sign in with it: those exactly so where there are any, else those
/// whose name has it in it. Who left comes last. The caller bounds how many.
pub async fn staff_called(tx: &mut Tx, words: &str, limit: i64) -> Result<Vec<Staff>, StoreError> {
    let mut found: Vec<Staff> = tx.all(sql::STAFF_CALLED, &[&words, &limit]).await?;
    let is_so = |member: &Staff| member.name == words || member.user_name == words;
    if found.iter().any(is_so) {
        found.retain(is_so);
    }
    Ok(found)
}

/// Gives the staff of an office by user name; those who left come last.
pub async fn staff_of(tx: &mut Tx, office: OfficeId) -> Result<Vec<Staff>, StoreError> {
    tx.all(sql::STAFF_OF, &[&office]).await
}

/// Gives everyone who works in an area, by office and user name.
pub async fn staff_within(tx: &mut Tx, area: Area) -> Result<Vec<Staff>, StoreError> {
    tx.all(sql::STAFF_WITHIN, &[&area.first, &area.last]).await
}

/// Tells when the trust in whoever holds what was given to a member of staff last ended: when their password, their
/// second factor, their roles or their office changed, or their sessions were ended. What was given before that,
/// outside of any session, no longer counts.
pub async fn distrusted_at(tx: &mut Tx, staff: ActorId) -> Result<Option<Instant>, StoreError> {
    Ok(tx.one::<(Option<Instant>,)>(sql::DISTRUSTED_AT, &[&staff]).await?.0)
}

/// Gives the names of everyone who works or worked in an area.
pub async fn staff_names(tx: &mut Tx, area: Area) -> Result<HashMap<ActorId, String>, StoreError> {
    let names: Vec<(ActorId, String)> =
        tx.all(sql::STAFF_NAMES, &[&area.first, &area.last]).await?;
    Ok(names.into_iter().collect())
}

/// Gives a member of staff as they may act on a day; nothing if they have left.
pub async fn actor_of(
    tx: &mut Tx,
    staff: ActorId,
    today: Day,
) -> Result<Option<Actor>, StoreError> {
    let Some(row): Option<ActorRow> = tx.optional(sql::ACTOR, &[&staff]).await? else {
        return Ok(None);
    };
    let covered = stands_in_for(tx, staff, today).await?;
    Ok(Some(Actor {
        id: row.staff_id,
        name: row.name,
        office: row.office_id,
        office_name: row.office_name,
        area: Area::of_code(row.office_code),
        roles: roles_with_lent(row.roles.into_vec(), row.office_code, &covered),
        stands_in_for: colleagues(row.office_id, &covered),
        places: places(row.office_id, covered),
    }))
}

/// Gives the covers in which somebody does another's work on a day.
pub async fn covering(tx: &mut Tx, staff: ActorId, today: Day) -> Result<Vec<Cover>, StoreError> {
    tx.all(sql::COVERING, &[&staff, &today]).await
}

/// Gives those that somebody stands in for on a day.
pub(crate) async fn stands_in_for(
    tx: &mut Tx,
    staff: ActorId,
    today: Day,
) -> Result<Vec<CoveredRow>, StoreError> {
    tx.all(sql::STANDS_IN_FOR, &[&staff, &today]).await
}

/// Gives the colleagues among those whom somebody of an office stands in for.
pub(crate) fn colleagues(office: OfficeId, covered: &[CoveredRow]) -> Vec<ActorId> {
    let of_office = covered.iter().filter(|away| away.office_id == office);
    of_office.map(|away| away.staff_id).collect()
}

/// Gives the places in other offices that somebody of an office may take.
pub(crate) fn places(office: OfficeId, covered: Vec<CoveredRow>) -> Places {
    let elsewhere = covered.into_iter().filter(|away| away.office_id != office);
    let absent = elsewhere.map(|away| Absent {
        id: away.staff_id,
        name: away.name,
        office: away.office_id,
        office_name: away.office_name,
        office_code: away.office_code,
        roles: away.roles.into_vec(),
    });
    Places { absent: absent.collect(), ..Places::default() }
}

/// Gives what somebody is there for while they stand in for colleagues. Whoever stands in for the assistant of their own
/// community looks after those who live there, as long as the cover lasts (BJ18-4, BJ18-60); they must read the office's
/// files already, so that nothing else comes with it.
pub(crate) fn roles_with_lent(
    own: Vec<Role>,
    office_code: i64,
    covered: &[CoveredRow],
) -> Vec<Role> {
    let lends = |away: &CoveredRow| {
        away.office_code == office_code && away.roles.as_slice().contains(&Role::CommunityAssistant)
    };
    let is_of_community = Area::of_code(office_code).level() == OfficeLevel::Community;
    let reads = own.iter().any(|role| permitted(*role, Action::ReadFile, Relation::Office));
    let mut roles = own;
    if is_of_community
        && reads
        && !roles.contains(&Role::CommunityAssistant)
        && covered.iter().any(lends)
    {
        roles.push(Role::CommunityAssistant);
    }
    roles
}
