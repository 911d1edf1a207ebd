//! Handing people over: to a colleague, or to another office, one or all in one move. The service relation of somebody in
//! hardship stays with its office: it changes by a transfer (BJ18-23, BJ18-24).

use std::collections::HashMap;
use std::fmt;

use access::{Action, Area, Failure, Relation};
use desk::{Desk, Occasion};
use store::seal;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedText;

use super::take_on::{Held, hold};
use super::tie::{Tie, is_assisted, may_be_officer, tie};
use crate::sql::{self, HeldRow};

/// How many people are read at a time.
const PAGE: i64 = 500;
/// Why somebody else answers for a subject.
const REASON: SealedText = SealedText::of("handover.reason");

/// Why people cannot be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverRefusal {
    /// There is no such file.
    NoFile,
    /// The receiver does not work there, or no longer.
    NoSuchOfficer,
    /// They are there already.
    AlreadyThere,
    /// The receiver does not guide people to work, and would become the officer of somebody in hardship.
    NoGuide,
    /// Their service relation changes by a transfer alone; of several, so many of them are tied by one.
    Tied(Option<usize>),
    /// The other office serves neither place at which somebody in hardship can be served; of several, so many of them.
    NotServed(Option<usize>),
}

impl fmt::Display for HandOverRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile => out.write_str("没有这份档案，可能已与另一份合并；请重新查找"),
            Self::NoSuchOfficer => out.write_str("接收人不是该机构的在岗人员，请重新选择"),
            Self::AlreadyThere => out.write_str("服务对象已经由该接收人负责，不必移交"),
            Self::NoGuide => out.write_str(
                "就业困难人员的专员须是本机构在岗的职业指导员或就业援助专员；请另选接收人，或先由安全管理员授予岗位（BJ18-23）",
            ),
            Self::Tied(None) => out.write_str(
                "本人与现机构已建立就业援助服务关系，不能用移交换到另一机构：请从“变更援助服务地”提出划转，经核实、批准后由新机构接收；机构合并、拆分的，办理“机构整体划转”（BJ18-23、BJ18-24）",
            ),
            Self::Tied(Some(people)) => write!(
                out,
                "其中 {people} 人与现机构已建立就业援助服务关系，不能用移交换到另一机构，所以都没有移交：请选本机构的接收人；确需换机构的，逐人提出划转，机构合并、拆分的，办理“机构整体划转”（BJ18-23、BJ18-24）"
            ),
            Self::NotServed(None) => out.write_str(
                "就业困难人员由户籍所在地或常住地的街道（乡镇）服务，档案中的这两地都不归所选机构：请另选机构；住处或户籍变了的，请先修改资料（BJ18-23）",
            ),
            Self::NotServed(Some(people)) => write!(
                out,
                "其中 {people} 名就业困难人员的户籍所在地、常住地都不归所选机构服务，所以都没有移交：请另选机构，或逐人移交；住处或户籍变了的，请先修改资料（BJ18-23）"
            ),
        }
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

/// Hands one person over. The caller has made sure that the receiver works in that office; that whoever becomes the
/// officer of somebody in hardship may be it (BJ18-23) is asked here, as is whether the office may change at all.
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
    match tie(tx, &held, to).await? {
        Some(Tie::Relation) => return Err(Failure::Refused(HandOverRefusal::Tied(None))),
        Some(Tie::NotServed) => return Err(Failure::Refused(HandOverRefusal::NotServed(None))),
        None => {}
    }
    if is_assisted(&held.standing) {
        guides(tx, to).await?;
    }
    reassign(tx, desk, occasion, &held, to, reason).await?;
    Ok(())
}

/// Asks whether the receiver may be the officer of somebody in hardship; nobody at all may be named.
async fn guides(tx: &mut Tx, to: Receiver) -> Result<(), Failure<HandOverRefusal>> {
    match to.officer {
        Some(officer) if !may_be_officer(tx, officer, to.office_code).await? => {
            Err(Failure::Refused(HandOverRefusal::NoGuide))
        }
        _ => Ok(()),
    }
}

/// How many of several were handed over, and what keeps the others: one that is kept keeps all.
#[derive(Default)]
struct Several {
    handed: usize,
    assisted: usize,
    tied: usize,
    not_served: usize,
}

impl Several {
    /// Hands one of them over.
    async fn next(
        &mut self,
        tx: &mut Tx,
        desk: &Desk,
        occasion: &Occasion,
        (held, to): (&Held, Receiver),
        reason: &str,
    ) -> Result<(), Failure<HandOverRefusal>> {
        may_hand_over(occasion, held, to)?;
        match tie(tx, held, to).await? {
            Some(Tie::Relation) => self.tied += 1,
            Some(Tie::NotServed) => self.not_served += 1,
            None => {
                reassign(tx, desk, occasion, held, to, reason).await?;
                self.handed += 1;
                self.assisted += usize::from(is_assisted(&held.standing));
            }
        }
        Ok(())
    }

    /// Gives how many were handed over, or why nobody is.
    async fn all(self, tx: &mut Tx, to: Receiver) -> Result<usize, Failure<HandOverRefusal>> {
        if self.tied > 0 {
            return Err(Failure::Refused(HandOverRefusal::Tied(Some(self.tied))));
        }
        if self.not_served > 0 {
            return Err(Failure::Refused(HandOverRefusal::NotServed(Some(self.not_served))));
        }
        if self.assisted > 0 {
            guides(tx, to).await?;
        }
        Ok(self.handed)
    }
}

/// Hands everyone of an officer over, all or none; gives how many there were. The caller has made sure that the receiver
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
    let mut several = Several::default();
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let page: Vec<HeldRow> = tx.all(sql::OF_OFFICER, &[&from, &after, &PAGE]).await?;
        let Some(last) = page.last() else { return several.all(tx, to).await };
        after = last.subject_id;
        for row in page {
            let Some(held) = hold(tx, row.subject_id).await? else { continue };
            // Somebody else was faster and gave this person to another officer.
            if held.officer != Some(from) {
                continue;
            }
            several.next(tx, desk, occasion, (&held, to), reason).await?;
        }
    }
}

/// Hands everyone over for whom an office or one below it answers and nobody was named, all or none; gives how many there
/// were. The caller has made sure that the receiver works in that office.
pub async fn hand_unassigned_over(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    area: Area,
    to: Receiver,
    reason: &str,
) -> Result<usize, Failure<HandOverRefusal>> {
    occasion.may(Action::HandOver, occasion.actor.relation_to(area.first, None))?;
    let mut several = Several::default();
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let values: [&dyn ToValue; 4] = [&area.first, &area.last, &after, &PAGE];
        let page: Vec<HeldRow> = tx.all(sql::OF_NOBODY, &values).await?;
        let Some(last) = page.last() else { return several.all(tx, to).await };
        after = last.subject_id;
        for row in page {
            let Some(held) = hold(tx, row.subject_id).await? else { continue };
            // Somebody else was faster and named an officer.
            if held.officer.is_some() || (held.office_code, None) == (to.office_code, to.officer) {
                continue;
            }
            several.next(tx, desk, occasion, (&held, to), reason).await?;
        }
    }
}

/// Counts the people of an office and those below it who have no officer.
pub(crate) async fn count_unassigned(tx: &mut Tx, area: Area) -> Result<i64, StoreError> {
    Ok(tx.one::<(i64,)>(sql::COUNT_OF_NOBODY, &[&area.first, &area.last]).await?.0)
}

/// Counts how many in hardship an officer answers for, or, given an area instead, its offices without an officer.
pub(crate) async fn count_assisted(
    tx: &mut Tx,
    officer: Option<ActorId>,
    of_nobody: Option<Area>,
) -> Result<i64, StoreError> {
    let (number,): (i64,) = match (officer, of_nobody) {
        (Some(officer), _) => tx.one(sql::COUNT_ASSISTED_OF_OFFICER, &[&officer]).await?,
        (None, Some(area)) => {
            tx.one(sql::COUNT_ASSISTED_OF_NOBODY, &[&area.first, &area.last]).await?
        }
        (None, None) => (0,),
    };
    Ok(number)
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

/// Both ends must lie in the tree of whoever hands over. That alone moves nobody who is in a service relation: between
/// two streets of one district, too, that takes a transfer (跨街道服务关系划转手续, BJ18-23), which is asked for, verified,
/// approved and accepted by more than one (BJ18-24).
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
    let place: [&dyn ToValue; 4] = [&occasion.today, &to.office_code, &to.officer, &subject];
    tx.execute(sql::REASSIGN_DUTIES, &place).await?;
    tx.execute(sql::REASSIGN_GATES, &place[1..]).await?;
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
        let reason = REASON.seal(&desk.sealing, &key, &row, reason);
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
