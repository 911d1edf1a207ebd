//! What the security administrator does: roles, sessions, locks.

use access::{Action, Duties, Failure, Relation, Role, permitted};
use desk::Occasion;
use store::{ActorId, Tx};
use subjects::Sealing;

use super::{account, brakes, cover};
use crate::model::act::{Act, ActKind};
use crate::model::staff::{Roles, Staff, StaffRefusal};
use crate::record::record;
use crate::responsibilities::Responsibilities;
use crate::sql;

type Outcome<T> = Result<T, Failure<StaffRefusal>>;

/// Gives somebody these roles in place of those that they had. Their sessions end, so that what they may do
/// changes at once and visibly. Before somebody may serve nobody any more, everybody whom they answer for is handed over,
/// as before they leave (BJ18-23: whoever is helped has an officer).
pub async fn change_roles(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    responsibilities: &dyn Responsibilities,
    staff: ActorId,
    roles: &Roles,
) -> Outcome<()> {
    let known = reached(tx, occasion, staff).await?;
    if known.roles == *roles {
        return Err(Failure::Refused(StaffRefusal::Unchanged));
    }
    keep_last(tx, &known, roles).await?;
    if can_serve(&known.roles) && !can_serve(roles) {
        let count = responsibilities.open_of(tx, staff).await?;
        if count > 0 {
            return Err(Failure::Refused(StaffRefusal::Responsible { count }));
        }
    }
    tx.execute(sql::SET_ROLES, &[roles, &staff]).await?;
    // Who serves nobody stands in for nobody.
    if roles.duties() != Some(Duties::Service) {
        cover::end_covers_of(tx, sealing, occasion, staff).await?;
    }
    tx.execute(sql::END_SESSIONS, &[&staff]).await?;
    let words = format!("由“{}”改为“{roles}”", known.roles);
    note(tx, sealing, occasion, ActKind::RolesChanged, &known, words).await
}

/// Tells whether roles let somebody serve those whom they answer for.
fn can_serve(roles: &Roles) -> bool {
    let mut roles = roles.as_slice().iter();
    roles.any(|role| permitted(*role, Action::RecordService, Relation::Assigned))
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
