//! Standing in for a colleague: set by a head, or by whoever will be away; from another office by a head alone.

use access::{Action, Denied, Duties, Failure, Relation};
use desk::Occasion;
use kernel::Day;
use store::{ActorId, StoreError, Tx};
use subjects::Sealing;

use crate::lookup;
use crate::model::act::{Act, ActKind};
use crate::model::cover::{Cover, CoverId, CoverRefusal, check_days, reaches};
use crate::model::staff::Staff;
use crate::record::record;
use crate::sql;

type Outcome<T> = Result<T, Failure<CoverRefusal>>;

/// A cover to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCover {
    /// Whose work it is.
    pub staff: ActorId,
    /// Who does it meanwhile.
    pub covered_by: ActorId,
    /// The first day.
    pub first_day: Day,
    /// The last day; it ends by itself after that.
    pub last_day: Day,
    /// Why.
    pub reason: String,
}

/// Has somebody stood in for by a colleague of the same office, or of one that lends it a hand ([`reaches`]).
pub async fn set_cover(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    new: &NewCover,
) -> Outcome<CoverId> {
    // Covers of the same people that are set at once are judged one by one.
    for staff in [new.staff.min(new.covered_by), new.staff.max(new.covered_by)] {
        tx.execute(sql::HOLD_STAFF, &[&staff]).await?;
    }
    let away = member(tx, new.staff).await?;
    may_set(occasion, new.staff, away.office_code)?;
    let refuse = |refusal| Err(Failure::Refused(refusal));
    if new.staff == new.covered_by {
        return refuse(CoverRefusal::Oneself);
    }
    let stand_in = member(tx, new.covered_by).await?;
    let is_from_elsewhere = away.office_id != stand_in.office_id;
    if is_from_elsewhere {
        if !reaches(away.office_code, stand_in.office_code) {
            return refuse(CoverRefusal::Offices);
        }
        if !leads(occasion, away.office_code) {
            return refuse(CoverRefusal::NotHead);
        }
    }
    let serves = |staff: &Staff| staff.is_active() && staff.roles.duties() == Some(Duties::Service);
    if !serves(&away) || !serves(&stand_in) {
        return refuse(CoverRefusal::NotServing);
    }
    check_days(new.first_day, new.last_day, occasion.today).map_err(Failure::Refused)?;
    if new.reason.trim().is_empty() {
        return refuse(CoverRefusal::Reason);
    }
    for (statement, who, refusal) in [
        (sql::COVERS_MEETING, new.staff, CoverRefusal::Overlap),
        (sql::COVERS_MEETING, new.covered_by, CoverRefusal::Away),
        (sql::COVERING_MEETING, new.staff, CoverRefusal::Covering),
    ] {
        let (covers,): (i64,) = tx.one(statement, &[&who, &new.last_day, &new.first_day]).await?;
        if covers > 0 {
            return refuse(refusal);
        }
    }
    let entropy = sealing.entropy.as_ref();
    let id = CoverId::new(occasion.now, entropy);
    let reason = new.reason.trim();
    let values: [&dyn store::ToValue; 9] = [
        &id,
        &new.staff,
        &new.covered_by,
        &new.first_day,
        &new.last_day,
        &reason,
        &occasion.actor.id,
        &occasion.now,
        &false,
    ];
    tx.execute(sql::PUT_COVER, &values).await?;
    let who = if is_from_elsewhere {
        format!("{}（{}）", stand_in.name, stand_in.office_name)
    } else {
        stand_in.name
    };
    let words = format!("{} 至 {} 由{who}代班：{reason}", new.first_day, new.last_day);
    let act = Act::new(ActKind::CoverSet, occasion.actor.id, words)
        .office(away.office_id)
        .about(new.staff);
    record(tx, &act, occasion.now, entropy).await?;
    Ok(id)
}

/// Ends a cover before its time.
pub async fn revoke_cover(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    cover: CoverId,
) -> Outcome<()> {
    let known: Option<Cover> = tx.optional(sql::COVER, &[&cover]).await?;
    let known = known.ok_or(Failure::Refused(CoverRefusal::Missing))?;
    // Who leads the office that lends the hand may take it back.
    if !leads(occasion, known.base_code) {
        may_set(occasion, known.staff_id, known.office_code)?;
    }
    if known.is_revoked || known.last_day < occasion.today {
        return Err(Failure::Refused(CoverRefusal::Over));
    }
    // Of two who end it at once, one does.
    if end(tx, sealing, occasion, &known).await? {
        Ok(())
    } else {
        Err(Failure::Refused(CoverRefusal::Over))
    }
}

/// Ends every cover in which somebody has a part who leaves, goes to another office or serves nobody any more. Asks for
/// no right: whoever records that has been asked already.
pub(super) async fn end_covers_of(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    staff: ActorId,
) -> Result<(), StoreError> {
    let covers: Vec<Cover> = tx.all(sql::COVERS_OF, &[&staff, &occasion.today]).await?;
    for cover in &covers {
        end(tx, sealing, occasion, cover).await?;
    }
    Ok(())
}

/// Ends a cover and records it; false where it was ended already.
async fn end(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    cover: &Cover,
) -> Result<bool, StoreError> {
    if tx.execute(sql::REVOKE_COVER, &[&true, &cover.cover_id]).await? == 0 {
        return Ok(false);
    }
    let words =
        format!("原定 {} 至 {} 由{}代班", cover.first_day, cover.last_day, cover.covered_by_name);
    let act = Act::new(ActKind::CoverRevoked, occasion.actor.id, words)
        .office(cover.office_id)
        .about(cover.staff_id);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(true)
}

/// One arranges one's own absence; a head that of everyone in the office and below. Who stands in for
/// somebody cannot pass their work on.
fn may_set(occasion: &Occasion, staff: ActorId, office_code: i64) -> Outcome<()> {
    if occasion.actor.places.taken.is_some() {
        return Err(Denied { action: Action::HandOver }.into());
    }
    if staff == occasion.actor.id {
        return Ok(occasion.may(Action::KeepOwnAccount, Relation::Oneself)?);
    }
    Ok(occasion.may(Action::HandOver, occasion.actor.relation_to(office_code, None))?)
}

/// Tells whether the actor leads an office, by its code, or one above it; whoever acts in another's place does not.
fn leads(occasion: &Occasion, office_code: i64) -> bool {
    let relation = occasion.actor.relation_to(office_code, None);
    occasion.actor.places.taken.is_none() && occasion.may(Action::HandOver, relation).is_ok()
}

async fn member(tx: &mut Tx, staff: ActorId) -> Outcome<Staff> {
    let known = lookup::find_staff(tx, staff).await?;
    known.ok_or(Failure::Refused(CoverRefusal::NotServing))
}
