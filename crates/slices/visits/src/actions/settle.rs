//! Deciding about a record that waits.

use access::{Action, Actor, Failure, Role};
use desk::{Desk, Occasion};
use duties::{ServiceRefusal, bound, hold, key_to};
use store::{StoreError, SubjectId, ToValue, Tx};

use super::conflict::{contradicting, office_name};
use super::receive::put_down;
use super::records::{Kept, WORDS, record_of};
use crate::model::{Decided, Decision, RecordId, RecordState, Refusal};
use crate::sql;

/// Decides about a record that waits: whoever made it, or who leads the office, with the right to record. What
/// then stands in the ledger bears the name of whoever made the record. Must run in [`store::Db::write`].
pub async fn settle(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, record): (SubjectId, RecordId),
    decision: Decision,
    words: &str,
) -> Result<(), Failure<Refusal>> {
    let refused = Failure::Refused;
    let held = hold(tx, subject).await?.ok_or(refused(ServiceRefusal::NoFile.into()))?;
    let actor = &occasion.actor;
    let relation = bound(tx, actor, &held).await?;
    occasion.may(Action::RecordService, relation)?;
    if matches!(decision, Decision::Corrects(_)) {
        occasion.may(Action::Correct, relation)?;
    }
    let key = key_to(tx, desk, subject).await?;
    let kept = record_of(tx, &key, subject, record).await?.ok_or(refused(Refusal::Missing))?;
    if !matches!(kept.state, RecordState::Waits(_)) {
        return Err(refused(Refusal::Settled));
    }
    let is_makers = kept.made_by == actor.id || actor.stands_in_for.contains(&kept.made_by);
    if !is_makers && !actor.is(Role::Head) {
        return Err(refused(Refusal::NotTheirs));
    }
    let words = words.trim();
    if words.is_empty() && decision != Decision::Also {
        return Err(refused(Refusal::NoReason));
    }
    if let Decision::Corrects(wrong) = decision {
        let others = contradicting(tx, desk, (subject, &key), &kept.incoming, kept.made_by).await?;
        if others.iter().all(|other| other.id != wrong) {
            return Err(refused(Refusal::NoOther));
        }
        let corrected = services::correct(tx, desk, occasion, (subject, wrong), words).await;
        corrected.map_err(|failure| failure.map(Refusal::from))?;
    }
    let entry = if decision == Decision::Aside {
        None
    } else {
        let maker = Occasion { actor: maker(tx, actor, &kept).await?, ..occasion.clone() };
        put_down(tx, desk, &maker, subject, &kept.incoming).await?
    };
    let words = WORDS.seal(&desk.sealing, &key, &record.bytes(), words);
    let decided = Decided::from(decision);
    let values: [&dyn ToValue; 7] =
        [&subject, &record, &decided, &actor.id, &occasion.now, &words, &entry];
    tx.execute(sql::SETTLE, &values).await?;
    Ok(())
}

/// Gives whoever made a record, with the rights of whoever decides about it: the ledger names who was at the
/// door, whether or not they still work here.
async fn maker(tx: &mut Tx, settler: &Actor, kept: &Kept) -> Result<Actor, StoreError> {
    if kept.made_by == settler.id {
        return Ok(settler.clone());
    }
    let mut stands_in_for = settler.stands_in_for.clone();
    stands_in_for.push(settler.id);
    Ok(Actor {
        id: kept.made_by,
        name: offices::staff_name(tx, kept.made_by).await?,
        office: kept.office,
        office_name: office_name(tx, Some(kept.office)).await?,
        area: settler.area,
        roles: settler.roles.clone(),
        stands_in_for,
        places: settler.places.clone(),
    })
}
