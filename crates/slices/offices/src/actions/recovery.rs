//! A lost second factor: asked for by the security administrator, taken away once a second administrator consents,
//! and never by one person alone.
//!
//! The security administrator's own is asked for by the system administrator, so that a system with one of each kind is
//! never locked up. A sign-in with a code shows that the phone is there: what waits is then over by itself.

use access::{Action, Actor, Denied, Failure, Role};
use desk::Occasion;
use store::{ActorId, StoreError, Tx};
use subjects::Sealing;

use crate::lookup;
use crate::model::act::{Act, ActKind};
use crate::model::second_factor::{Loss, RECOVERY_LIMIT, Recovery, RecoveryId, RecoveryRefusal};
use crate::model::staff::{Staff, StaffRefusal};
use crate::record::record;
use crate::sql;

type Outcome<T> = Result<T, Failure<RecoveryRefusal>>;

/// Who may consent: any of the three administrators whom the account is within reach of.
const CONSENTING: [Action; 3] = [Action::ManageSecurity, Action::ManageStaff, Action::ReadAudit];

/// Asks that somebody's second factor be taken away.
pub async fn ask(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    staff: ActorId,
    loss: Loss,
) -> Outcome<RecoveryId> {
    let known = lookup::hold_staff(tx, staff).await?;
    let known = known.ok_or(Failure::Refused(RecoveryRefusal::Staff(StaffRefusal::Missing)))?;
    may_ask(&occasion.actor, &known)?;
    let refuse = |refusal| Err(Failure::Refused(refusal));
    if staff == occasion.actor.id {
        return refuse(RecoveryRefusal::Staff(StaffRefusal::Oneself));
    }
    if !known.is_active() {
        return refuse(RecoveryRefusal::Staff(StaffRefusal::Left));
    }
    if !known.has_second_factor {
        return refuse(RecoveryRefusal::Nothing);
    }
    let oldest = occasion.now.plus_seconds(-RECOVERY_LIMIT);
    tx.execute(sql::FORGET_RECOVERIES, &[&oldest]).await?;
    let entropy = sealing.entropy.as_ref();
    let id = RecoveryId::new(occasion.now, entropy);
    let values: [&dyn store::ToValue; 5] = [&id, &staff, &occasion.actor.id, &occasion.now, &loss];
    if tx.execute(sql::PUT_RECOVERY, &values).await? == 0 {
        return refuse(RecoveryRefusal::Waits);
    }
    let act = Act::new(ActKind::RecoveryAsked, occasion.actor.id, loss.term());
    record(tx, &act.office(known.office_id).about(staff), occasion.now, entropy).await?;
    Ok(id)
}

/// Consents: the second factor is gone, and so is every session of its owner, who sets another one up where they must.
pub async fn consent(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    id: RecoveryId,
) -> Outcome<()> {
    let waiting = decided_by(tx, occasion, id).await?;
    if waiting.asked_by == occasion.actor.id {
        return Err(Failure::Refused(RecoveryRefusal::SamePerson));
    }
    end(tx, id).await?;
    tx.execute(sql::REMOVE_SECOND_FACTOR, &[&waiting.staff_id]).await?;
    tx.execute(sql::END_SESSIONS, &[&waiting.staff_id]).await?;
    let words = format!(
        "{}申请（{}），{}同意",
        waiting.asked_by_name,
        waiting.loss.term(),
        occasion.actor.name
    );
    note(tx, sealing, occasion, ActKind::SecondFactorReset, &waiting, words).await
}

/// Does not consent; or takes back what one asked for oneself. Everything stays as it was.
pub async fn turn_down(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    id: RecoveryId,
) -> Outcome<()> {
    let waiting = decided_by(tx, occasion, id).await?;
    end(tx, id).await?;
    let is_own = waiting.asked_by == occasion.actor.id;
    let words = if is_own { "申请人撤回" } else { "另一位管理员不同意" };
    note(tx, sealing, occasion, ActKind::RecoveryEnded, &waiting, words.to_owned()).await
}

/// Gives what waits in an area at an instant, the oldest first.
pub async fn waiting_within(tx: &mut Tx, occasion: &Occasion) -> Result<Vec<Recovery>, StoreError> {
    let (area, oldest) = (occasion.actor.area, occasion.now.plus_seconds(-RECOVERY_LIMIT));
    let mut waiting: Vec<Recovery> =
        tx.all(sql::RECOVERIES_WITHIN, &[&area.first, &area.last, &oldest]).await?;
    waiting.retain(|one| may_decide(&occasion.actor, one).is_ok());
    Ok(waiting)
}

/// Gives what waits, if it still does and the actor may look at it.
pub async fn find(tx: &mut Tx, occasion: &Occasion, id: RecoveryId) -> Outcome<Recovery> {
    let oldest = occasion.now.plus_seconds(-RECOVERY_LIMIT);
    let waiting: Option<Recovery> = tx.optional(sql::RECOVERY, &[&id, &oldest]).await?;
    let waiting = waiting.ok_or(Failure::Refused(RecoveryRefusal::Over))?;
    may_decide(&occasion.actor, &waiting)?;
    Ok(waiting)
}

/// Lets an actor ask for somebody's, or denies it.
pub(crate) fn may_ask(actor: &Actor, known: &Staff) -> Result<(), Denied> {
    let relation = actor.relation_to(known.office_code, None);
    match actor.may(Action::ManageSecurity, relation) {
        Err(_) if known.roles.has(Role::SecurityAdministrator) => {
            actor.may(Action::ManageStaff, relation)
        }
        other => other,
    }
}

fn may_decide(actor: &Actor, waiting: &Recovery) -> Result<(), Denied> {
    let relation = actor.relation_to(waiting.office_code, None);
    let may = CONSENTING.iter().any(|action| actor.may(*action, relation).is_ok());
    if may { Ok(()) } else { Err(Denied { action: Action::ManageSecurity }) }
}

/// Finds what waits for whoever decides on it, who is not its owner; of two who decide at once one is left.
async fn decided_by(tx: &mut Tx, occasion: &Occasion, id: RecoveryId) -> Outcome<Recovery> {
    let waiting = find(tx, occasion, id).await?;
    if waiting.staff_id == occasion.actor.id {
        return Err(Failure::Refused(RecoveryRefusal::Staff(StaffRefusal::Oneself)));
    }
    tx.execute(sql::HOLD_STAFF, &[&waiting.staff_id]).await?;
    Ok(waiting)
}

async fn end(tx: &mut Tx, id: RecoveryId) -> Outcome<()> {
    match tx.execute(sql::END_RECOVERY, &[&id]).await? {
        0 => Err(Failure::Refused(RecoveryRefusal::Over)),
        _ => Ok(()),
    }
}

async fn note(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    kind: ActKind,
    waiting: &Recovery,
    words: String,
) -> Outcome<()> {
    let act = Act::new(kind, occasion.actor.id, words);
    let act = act.office(waiting.office_id).about(waiting.staff_id);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}
