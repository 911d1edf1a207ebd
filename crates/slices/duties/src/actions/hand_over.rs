//! Handing people over: to a colleague, or to another office, one or all in one move.

use std::collections::HashMap;
use std::fmt;

use access::{Action, Area, Failure, Relation};
use desk::{Desk, Occasion};
use store::seal::{self, Clear};
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};

use super::take_on::{Held, hold};
use crate::sql::{self, HeldRow};

/// How many people are read at a time.
const PAGE: i64 = 500;
/// The place that a reason is sealed for.
const REASON_COLUMN: &str = "handover.reason";

/// Why people cannot be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverRefusal {
    /// There is no such file.
    NoFile,
    /// The receiver does not work there, or no longer.
    NoSuchOfficer,
    /// They are there already.
    AlreadyThere,
}

impl fmt::Display for HandOverRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NoFile => "没有这份档案，可能已与另一份合并；请重新查找",
            Self::NoSuchOfficer => "接收人不是该机构的在岗人员，请重新选择",
            Self::AlreadyThere => "服务对象已经由该接收人负责，不必移交",
        })
    }
}

/// To whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// The office, by code.
    pub office_code: i64,
    /// The officer; nobody where the office will name one.
    pub officer: Option<ActorId>,
}

/// Hands one person over. The caller has made sure that the receiver works in that office.
pub async fn hand_over(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    to: Receiver,
    reason: &str,
) -> Result<(), Failure<HandOverRefusal>> {
    let Some(held) = hold(tx, subject).await? else {
        occasion.may(Action::HandOver, Relation::Elsewhere)?;
        return Err(Failure::Refused(HandOverRefusal::NoFile));
    };
    may_hand_over(occasion, &held, to)?;
    if (held.office_code, held.officer) == (to.office_code, to.officer) {
        return Err(Failure::Refused(HandOverRefusal::AlreadyThere));
    }
    reassign(tx, desk, occasion, &held, to, reason).await?;
    Ok(())
}

/// Hands everyone of an officer over; gives how many there were. The caller has made sure that the receiver
/// works in that office.
pub async fn hand_all_over(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    from: ActorId,
    to: Receiver,
    reason: &str,
) -> Result<usize, Failure<HandOverRefusal>> {
    if to.officer == Some(from) {
        return Err(Failure::Refused(HandOverRefusal::AlreadyThere));
    }
    let mut handed = 0;
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let page: Vec<HeldRow> = tx.all(sql::OF_OFFICER, &[&from, &after, &PAGE]).await?;
        let Some(last) = page.last() else { return Ok(handed) };
        after = last.subject_id;
        for row in page {
            let Some(held) = hold(tx, row.subject_id).await? else { continue };
            // Somebody else was faster and gave this person to another officer.
            if held.officer != Some(from) {
                continue;
            }
            may_hand_over(occasion, &held, to)?;
            reassign(tx, desk, occasion, &held, to, reason).await?;
            handed += 1;
        }
    }
}

/// Hands everyone over for whom an office or one below it answers and nobody was named; gives how many there were. The
/// caller has made sure that the receiver works in that office.
pub async fn hand_unassigned_over(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    area: Area,
    to: Receiver,
    reason: &str,
) -> Result<usize, Failure<HandOverRefusal>> {
    occasion.may(Action::HandOver, occasion.actor.relation_to(area.first, None))?;
    let mut handed = 0;
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let values: [&dyn ToValue; 4] = [&area.first, &area.last, &after, &PAGE];
        let page: Vec<HeldRow> = tx.all(sql::OF_NOBODY, &values).await?;
        let Some(last) = page.last() else { return Ok(handed) };
        after = last.subject_id;
        for row in page {
            let Some(held) = hold(tx, row.subject_id).await? else { continue };
            // Somebody else was faster and named an officer.
            if held.officer.is_some() || (held.office_code, None) == (to.office_code, to.officer) {
                continue;
            }
            may_hand_over(occasion, &held, to)?;
            reassign(tx, desk, occasion, &held, to, reason).await?;
            handed += 1;
        }
    }
}

/// Counts the people of an office and those below it who have no officer.
pub(crate) async fn count_unassigned(tx: &mut Tx, area: Area) -> Result<i64, StoreError> {
    Ok(tx.one::<(i64,)>(sql::COUNT_OF_NOBODY, &[&area.first, &area.last]).await?.0)
}

/// Counts the people of each officer of an office and those below it.
pub(crate) async fn count_by_officer(
    tx: &mut Tx,
    area: Area,
) -> Result<HashMap<ActorId, i64>, StoreError> {
    let rows: Vec<(ActorId, i64)> =
        tx.all(sql::COUNT_BY_OFFICER, &[&area.first, &area.last]).await?;
    Ok(rows.into_iter().collect())
}

/// Counts the people that an officer answers for.
pub async fn count_held(tx: &mut Tx, officer: ActorId) -> Result<i64, StoreError> {
    Ok(tx.one::<(i64,)>(sql::COUNT_OF_OFFICER, &[&officer]).await?.0)
}

/// Counts the people that an office answers for.
pub async fn count_at(tx: &mut Tx, office_code: i64) -> Result<i64, StoreError> {
    Ok(tx.one::<(i64,)>(sql::COUNT_AT_OFFICE, &[&office_code]).await?.0)
}

/// Both ends must lie in the tree of whoever hands over: between offices that share no head, a transfer is
/// asked for instead (BJ18-23).
fn may_hand_over(occasion: &Occasion, held: &Held, to: Receiver) -> Result<(), access::Denied> {
    let actor = &occasion.actor;
    occasion.may(Action::HandOver, actor.relation_to(held.office_code, held.officer))?;
    occasion.may(Action::HandOver, actor.relation_to(to.office_code, None))
}

/// Gives a person with everything that is open to somebody else, and notes it.
pub(super) async fn reassign(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    held: &Held,
    to: Receiver,
    reason: &str,
) -> Result<(), StoreError> {
    let subject = held.subject;
    let values: [&dyn ToValue; 4] = [&to.office_code, &to.officer, &occasion.today, &subject];
    tx.execute(sql::REASSIGN, &values).await?;
    let place: [&dyn ToValue; 3] = [&to.office_code, &to.officer, &subject];
    tx.execute(sql::REASSIGN_DUTIES, &place).await?;
    tx.execute(sql::REASSIGN_GATES, &place).await?;
    // A panel sits for the office that asked (BJ18-28(1)); another office asks for its own, of experts of its own.
    if held.office_code != to.office_code {
        tx.execute(sql::END_PANEL_SHARES, &[&occasion.now, &subject]).await?;
    }
    // An erased person has no key to seal a reason under, and nothing left to say of them.
    if let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? {
        // Two changes within one instant of the clock, or after it was set back, still follow each other.
        let (last,): (Option<Instant>,) = tx.one(sql::LAST_HANDED, &[&subject]).await?;
        let after = last.map(|last| Instant::from_micros(last.micros() + 1));
        let handed_at = after.map_or(occasion.now, |after| after.max(occasion.now));
        let row = handed_at.micros().to_be_bytes();
        let entropy = desk.sealing.entropy.as_ref();
        let reason = key.seal(REASON_COLUMN, &row, &Clear::new(reason), entropy);
        let values: [&dyn ToValue; 8] = [
            &subject,
            &handed_at,
            &held.office_code,
            &held.officer,
            &to.office_code,
            &to.officer,
            &occasion.actor.id,
            &reason,
        ];
        tx.execute(sql::HAND_OVER, &values).await?;
    }
    Ok(())
}
