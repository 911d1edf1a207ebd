//! A member of staff leaves.

use access::Failure;
use desk::Occasion;
use store::{ActorId, Tx};
use subjects::Sealing;

use super::{account, cover, security};
use crate::model::act::{Act, ActKind};
use crate::model::staff::{Roles, StaffRefusal};
use crate::record::record;
use crate::responsibilities::Responsibilities;
use crate::sql;

/// Records that somebody leaves today: roles, second factor, covers and sessions end. What they were
/// responsible for must have been handed over.
pub async fn leave(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    responsibilities: &dyn Responsibilities,
    staff: ActorId,
) -> Result<(), Failure<StaffRefusal>> {
    let known = account::managed(tx, occasion, staff).await?;
    security::keep_last(tx, &known, &Roles::none()).await?;
    let count = responsibilities.open_of(tx, staff).await?;
    if count > 0 {
        return Err(Failure::Refused(StaffRefusal::Responsible { count }));
    }
    let last = occasion.today.max(known.joined_on);
    tx.execute(sql::LEAVE, &[&last, &staff]).await?;
    cover::end_covers_of(tx, sealing, occasion, staff).await?;
    tx.execute(sql::END_SESSIONS, &[&staff]).await?;
    let words = format!("原岗位：{}", known.roles);
    let act =
        Act::new(ActKind::Left, occasion.actor.id, words).office(known.office_id).about(staff);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}
