//! Accounts of staff, as the system administrator keeps them. Roles are not among it: they are given by the
//! security administrator, so that no one person makes an account that can do anything.

use access::{Action, Failure};
use desk::Occasion;
use store::{ActorId, OfficeId, Tx};
use subjects::Sealing;

use crate::founding::{NewStaff, hire};
use crate::lookup;
use crate::model::act::{Act, ActKind};
use crate::model::staff::{Roles, Staff, StaffRefusal, read_user_name};
use crate::record::record;
use crate::responsibilities::Responsibilities;
use crate::sql;

type Outcome<T> = Result<T, Failure<StaffRefusal>>;

/// Opens an account without roles. `password_hash` is that of a password to begin with, which its owner
/// changes at the first sign-in.
pub async fn open_account(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    office: OfficeId,
    (user_name, name): (&str, &str),
    password_hash: &str,
) -> Outcome<ActorId> {
    let user_name = read_user_name(user_name).map_err(Failure::Refused)?;
    if name.trim().is_empty() {
        return Err(Failure::Refused(StaffRefusal::Blank));
    }
    into_office(tx, occasion, office).await?;
    let new = NewStaff {
        user_name,
        name: name.trim().to_owned(),
        office,
        roles: Roles::none(),
        password_hash: password_hash.to_owned(),
        must_change_password: true,
        joined_on: occasion.today,
    };
    let taken: Option<(ActorId,)> = tx.optional(sql::USER_NAME, &[&new.user_name]).await?;
    if taken.is_some() {
        return Err(Failure::Refused(StaffRefusal::Taken));
    }
    let entropy = sealing.entropy.as_ref();
    let id = hire(tx, &new, occasion.now, entropy).await.map_err(|fault| {
        // Another administrator was a moment earlier.
        if fault.is_duplicate() {
            Failure::Refused(StaffRefusal::Taken)
        } else {
            Failure::Fault(fault)
        }
    })?;
    let words = format!("{}（{}）", new.name, new.user_name);
    let act = Act::new(ActKind::AccountOpened, occasion.actor.id, words).office(office).about(id);
    record(tx, &act, occasion.now, entropy).await?;
    Ok(id)
}

/// Changes somebody's name, or moves them to another office. Before a move everything that they are
/// responsible for is handed over; their sessions end, because what they may do changes.
pub async fn amend_account(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    responsibilities: &dyn Responsibilities,
    staff: ActorId,
    (name, office): (&str, OfficeId),
) -> Outcome<()> {
    let known = managed(tx, occasion, staff).await?;
    let name = name.trim();
    if name.is_empty() {
        return Err(Failure::Refused(StaffRefusal::Blank));
    }
    let mut changes = Vec::new();
    if name != known.name {
        changes.push(format!("姓名由“{}”改为“{name}”", known.name));
    }
    if office != known.office_id {
        let target = into_office(tx, occasion, office).await?;
        let count = responsibilities.open_of(tx, staff).await?;
        if count > 0 {
            return Err(Failure::Refused(StaffRefusal::Responsible { count }));
        }
        super::cover::end_covers_of(tx, sealing, occasion, staff).await?;
        tx.execute(sql::END_SESSIONS, &[&staff]).await?;
        changes.push(format!("由“{}”调入“{target}”", known.office_name));
    }
    if changes.is_empty() {
        return Err(Failure::Refused(StaffRefusal::Unchanged));
    }
    tx.execute(sql::AMEND_STAFF, &[&name, &office, &staff]).await?;
    let act = Act::new(ActKind::AccountAmended, occasion.actor.id, changes.join("；"))
        .office(office)
        .about(staff);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}

/// Gives an account a password to begin with again, and ends its sessions. The second factor stays: taking
/// it away is another administrator's act.
pub async fn reset_password(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    staff: ActorId,
    password_hash: &str,
) -> Outcome<()> {
    let known = managed(tx, occasion, staff).await?;
    tx.execute(sql::SET_PASSWORD, &[&password_hash, &true, &staff]).await?;
    tx.execute(sql::END_SESSIONS, &[&staff]).await?;
    let act = Act::new(ActKind::PasswordReset, occasion.actor.id, "")
        .office(known.office_id)
        .about(staff);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}

/// Finds somebody who works here and whose account the actor keeps; never the actor.
pub(super) async fn managed(tx: &mut Tx, occasion: &Occasion, staff: ActorId) -> Outcome<Staff> {
    reached(tx, occasion, Action::ManageStaff, staff).await
}

/// Finds somebody who works here and to whom the actor may do something; never the actor.
pub(super) async fn reached(
    tx: &mut Tx,
    occasion: &Occasion,
    action: Action,
    staff: ActorId,
) -> Outcome<Staff> {
    let known = lookup::hold_staff(tx, staff).await?;
    let known = known.ok_or(Failure::Refused(StaffRefusal::Missing))?;
    occasion.may(action, occasion.actor.relation_to(known.office_code, None))?;
    if staff == occasion.actor.id {
        return Err(Failure::Refused(StaffRefusal::Oneself));
    }
    if known.is_active() { Ok(known) } else { Err(Failure::Refused(StaffRefusal::Left)) }
}

/// Finds an open office into which the actor may put people; gives its name.
async fn into_office(tx: &mut Tx, occasion: &Occasion, office: OfficeId) -> Outcome<String> {
    tx.execute(sql::HOLD_OFFICE, &[&office]).await?;
    let known = lookup::find_office(tx, office).await?;
    let known = known.ok_or(Failure::Refused(StaffRefusal::Office))?;
    occasion.may(Action::ManageStaff, occasion.actor.relation_to(known.code, None))?;
    if known.is_open() { Ok(known.name) } else { Err(Failure::Refused(StaffRefusal::Office)) }
}
