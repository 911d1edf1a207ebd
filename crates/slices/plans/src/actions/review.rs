//! What the ledger seems to have met of a plan, and what becomes of the rest once somebody works: asked of the officer in
//! one move, never done by the machine alone (BJ18-25: 执行就业援助方案及相关行动计划等情况全程记录跟踪).

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use rules::Kind;
use services::model::Then;
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::Past;

use super::kept::{KeptPlan, plans_of};
use super::open::{OpenPlan, open_plan};
use super::progress::{Noted, Shows, settle, shown_in, to_settle};
use crate::model::{PlanRefusal, StepState, open_entry};
use crate::sql;

/// Work that began since a version was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// 上岗, or 公益性岗位安置.
    pub kind: Kind,
    /// The day.
    pub on: Day,
}

/// What is asked of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The version, by the entry that adopted it.
    pub entry: EntryId,
    /// The steps that entries seem to have met, each with its entry.
    pub shown: Vec<Shows>,
    /// The other open steps, by number, once the person works; none before.
    pub rest: Vec<i64>,
    /// The work that asks what becomes of them.
    pub begun: Option<Begun>,
    /// The last entry of the ledger that this is asked by.
    pub sequence: i64,
    /// Whether something of it came in since somebody looked last.
    pub is_due: bool,
}

impl Asked {
    /// Says in a sentence what is asked.
    #[must_use]
    pub fn words(&self) -> String {
        let shown = self.shown.len();
        let seem = format!("台账中的记录看来已经做到方案中的 {shown} 项行动");
        let Some(begun) = self.begun.filter(|_| !self.rest.is_empty()) else {
            return format!("{seem}，请核对后一次确认");
        };
        let rest = self.rest.len();
        let (kind, on) = (begun.kind.term(), begun.on);
        let what = format!("{on} 已{kind}，方案中还有 {rest} 项行动没有结果，请说明还要不要做");
        if shown == 0 { what } else { format!("{seem}；{what}") }
    }
}

/// Gives what is asked of a version; nothing where nothing is. `reviewed` is the last entry that somebody has looked at for
/// it.
pub(crate) fn asked_of(
    (past, plans): (&[Past], &[KeptPlan]),
    then: &Then<'_>,
    plan: &KeptPlan,
    reviewed: Option<i64>,
) -> Option<Asked> {
    let shown = shown_in((past, plans), then, plan);
    let sequence = |id: EntryId| past.iter().find(|past| past.id == id).map(|past| past.sequence);
    let agreed = sequence(plan.entry).unwrap_or(0);
    let standing = then.standing();
    let begins = |one: &&Past| match one.kind {
        Kind::StartedWork => standing.at_work,
        Kind::PublicPostPlaced => standing.placed,
        _ => false,
    };
    let begun = past.iter().rev().filter(begins);
    let begun = begun.filter(|one| !one.is_corrected && one.on <= then.day).find(|one| {
        let on = then.entry(plan.entry).map_or(then.day, |entry| entry.on);
        one.on > on || one.on == on && one.sequence > agreed
    });
    let is_rest = |number: &i64| shown.iter().all(|one| one.number != *number);
    let open = plan.states().into_iter().filter(|(_, state)| *state == StepState::Open);
    let rest: Vec<i64> = match begun {
        Some(_) => open.map(|(number, _)| number).filter(is_rest).collect(),
        None => Vec::new(),
    };
    let by_entries = shown.iter().filter_map(|one| sequence(one.entry));
    let by_work = begun.filter(|_| !rest.is_empty()).map(|one| one.sequence);
    let last = by_entries.chain(by_work).max()?;
    Some(Asked {
        entry: plan.entry,
        shown,
        rest,
        begun: begun.map(|one| Begun { kind: one.kind, on: one.on }),
        sequence: last,
        is_due: last > reviewed.unwrap_or(0),
    })
}

/// Gives what is asked of a person's plan, without a right being asked for and without the reading being noted: for what
/// waits, which names nothing of it.
pub(crate) async fn asked_in(
    tx: &mut Tx,
    then: &Then<'_>,
    (subject, key): (SubjectId, &SubjectKey),
) -> Result<Option<Asked>, StoreError> {
    let Some(entry) = open_entry(then) else { return Ok(None) };
    let plans = plans_of(tx, key, subject).await?;
    let Some(plan) = plans.iter().find(|plan| plan.entry == entry.entry) else { return Ok(None) };
    let past = subjects::history(tx, key, subject).await?;
    let reviewed = reviewed(tx, subject, entry.entry).await?;
    Ok(asked_of((&past, &plans), then, plan, reviewed))
}

/// Gives the last entry of the ledger that somebody looked at for a version.
pub(super) async fn reviewed(
    tx: &mut Tx,
    subject: SubjectId,
    entry: EntryId,
) -> Result<Option<i64>, StoreError> {
    let row: Option<(i64,)> = tx.optional(sql::REVIEWED, &[&subject, &entry]).await?;
    Ok(row.map(|(sequence,)| sequence))
}

/// What somebody says to all of it at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The version, by the entry that adopted it.
    pub entry: EntryId,
    /// The last entry that they saw.
    pub sequence: i64,
    /// What became of steps; those that are not among them stay open.
    pub settled: Vec<Noted>,
}

/// Notes what became of several steps, all or none, and that the rest was looked at: it waits again when something new comes
/// in.
pub async fn review(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    review: &Review,
) -> Result<(), Failure<PlanRefusal>> {
    duties::hold(tx, subject).await?;
    let open: OpenPlan = open_plan(tx, desk, occasion, Action::RecordService, subject).await?;
    let then = open.then(desk, occasion.today);
    let (current, plan) = to_settle(&open, &then, review.entry).map_err(Failure::Refused)?;
    let offered = shown_in((&open.past, &open.plans), &then, plan);
    for noted in &review.settled {
        settle(tx, (desk, occasion), (&open, &then), (current, plan), (&offered, noted)).await?;
    }
    let values: [&dyn ToValue; 5] =
        [&subject, &review.entry, &review.sequence, &occasion.now, &occasion.actor.id];
    tx.execute(sql::PUT_REVIEW, &values).await?;
    Ok(())
}
