//! What the security administrator does: roles, sessions, locks, second factors.

use access::{Action, Failure, Role};
use desk::Occasion;
use store::{ActorId, Tx};
use subjects::Sealing;

use super::{account, brakes};
use crate::model::act::{Act, ActKind};
use crate::model::staff::{Roles, Staff, StaffRefusal};
use crate::record::record;
use crate::sql;

type Outcome<T> = Result<T, Failure<StaffRefusal>>;

/// Gives somebody these roles in place of those that they had. Their sessions end, so that what they may do
/// changes at once and visibly.
pub async fn change_roles(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    staff: ActorId,
    roles: &Roles,
) -> Outcome<()> {
    let known = reached(tx, occasion, staff).await?;
    if known.roles == *roles {
        return Err(Failure::Refused(StaffRefusal::Unchanged));
    }
    keep_last(tx, &known, roles).await?;
    tx.execute(sql::SET_ROLES, &[roles, &staff]).await?;
    tx.execute(sql::END_SESSIONS, &[&staff]).await?;
    let words = format!("由“{}”改为“{roles}”", known.roles);
    note(tx, sealing, occasion, ActKind::RolesChanged, &known, words).await
}

/// Ends every session of somebody; gives how many.
pub async fn end_others_sessions(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    staff: ActorId,
) -> Outcome<u64> {
    let known = reached(tx, occasion, staff).await?;
    let count = tx.execute(sql::END_SESSIONS, &[&staff]).await?;
    let words = format!("{count} 个会话");
    note(tx, sealing, occasion, ActKind::SessionsEnded, &known, words).await?;
    Ok(count)
}

/// Lets somebody try again who must wait after failures in a row.
pub async fn lift_lock(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    staff: ActorId,
) -> Outcome<()> {
    let known = reached(tx, occasion, staff).await?;
    let lookup = brakes::of_user_name(sealing.keys.as_ref(), &known.user_name)?;
    tx.execute(sql::LIFT_BRAKE, &[&lookup]).await?;
    note(tx, sealing, occasion, ActKind::LockLifted, &known, String::new()).await
}

/// Takes somebody's second factor away, whose phone is lost. Their sessions end.
pub async fn reset_second_factor(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    staff: ActorId,
) -> Outcome<()> {
    let known = reached(tx, occasion, staff).await?;
    tx.execute(sql::REMOVE_SECOND_FACTOR, &[&staff]).await?;
    tx.execute(sql::END_SESSIONS, &[&staff]).await?;
    note(tx, sealing, occasion, ActKind::SecondFactorReset, &known, String::new()).await
}

/// Refuses to leave nobody who can give roles, or open accounts.
pub(super) async fn keep_last(tx: &mut Tx, known: &Staff, roles: &Roles) -> Outcome<()> {
    for role in [Role::SystemAdministrator, Role::SecurityAdministrator] {
        if known.roles.has(role) && !roles.has(role) {
            let pattern = format!("% {} %", role.text());
            // Two who take it from each other at once are judged one by one.
            tx.execute(sql::HOLD_ROLE, &[&pattern]).await?;
            let (others,): (i64,) =
                tx.one(sql::OTHERS_WITH_ROLE, &[&known.staff_id, &pattern]).await?;
            if others == 0 {
                return Err(Failure::Refused(StaffRefusal::Last { role }));
            }
        }
    }
    Ok(())
}

async fn reached(tx: &mut Tx, occasion: &Occasion, staff: ActorId) -> Outcome<Staff> {
    account::reached(tx, occasion, Action::ManageSecurity, staff).await
}

async fn note(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    kind: ActKind,
    known: &Staff,
    words: String,
) -> Outcome<()> {
    let act =
        Act::new(kind, occasion.actor.id, words).office(known.office_id).about(known.staff_id);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}
