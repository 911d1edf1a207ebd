//! What waits for an officer: steps of plans that are past their day, and what the ledger seems to have met of them.

use access::Action;
use desk::{Desk, NextStep, Occasion, ServedList, Waiting, WaitingKind};
use kernel::Day;
use services::model::Then;
use store::seal::key_of;
use store::{EntryId, StoreError, SubjectId, Tx};
use subjects::facts_of;

use crate::actions::kept::plans_of;
use crate::actions::review::{Asked, asked_in};
use crate::keeper::today;
use crate::model::{By, StepState, current_entry};
use crate::sql::{self, LateRow};

/// 方案行动逾期.
pub const LATE: WaitingKind = WaitingKind { name: "plan-late", term: "方案行动逾期" };
/// 方案进展待核对.
pub const SHOWN: WaitingKind = WaitingKind { name: "plan-review", term: "方案进展待核对" };

desk::in_order!(LateRow: first_due from Day::FIRST, entry_id from EntryId::from_bytes([0; 16]));

/// Gives what waits of plans.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = late(tx, desk, occasion, limit).await?;
    waiting.extend(shown(tx, desk, occasion, limit).await?);
    Ok(waiting)
}

/// Gives the plans of which the ledger holds something new that seems to have met steps, or work that asks what becomes of
/// the rest.
async fn shown(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let mut list: ServedList<LateRow> =
        ServedList::of(&occasion.actor, sql::SHOWN_OF_SERVED, &[], limit);
    while let Some(row) = list.next(tx).await? {
        let subject = row.subject_id;
        let asked = due(tx, desk, subject).await?;
        let Some(asked) = asked.filter(|asked| asked.entry == row.entry_id) else { continue };
        list.count();
        waiting.push(Waiting {
            kind: SHOWN,
            subject,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: asked.words(),
            since: row.first_due,
            until: None,
            clause: "BJ18-25",
            is_norm: false,
            label: "核对",
            path: format!("/people/{subject}/plan/review"),
        });
    }
    Ok(waiting)
}

/// Gives what is asked of a person's plan, if something of it is new.
async fn due(tx: &mut Tx, desk: &Desk, subject: SubjectId) -> Result<Option<Asked>, StoreError> {
    let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    let known = facts_of(tx, subject).await?;
    let then = Then::at(&desk.rulebook, &known, today(desk));
    Ok(asked_in(tx, &then, (subject, &key)).await?.filter(|asked| asked.is_due))
}

/// Says at the top of the file what is to be done next of a plan: what the ledger seems to have met, and what the office
/// has promised and not done in time.
pub(crate) async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let mut steps = Vec::new();
    let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(steps);
    };
    let known = facts_of(tx, subject).await?;
    let today = today(desk);
    let then = Then::at(&desk.rulebook, &known, today);
    let asked = asked_in(tx, &then, (subject, &key)).await?;
    if let Some(asked) = asked.as_ref().filter(|asked| asked.is_due) {
        steps.push(NextStep {
            words: format!("{}（BJ18-25）", asked.words()),
            action: Action::RecordService,
            label: "核对方案进展".to_owned(),
            path: format!("/people/{subject}/plan/review"),
        });
    }
    let Some(current) = current_entry(&then) else { return Ok(steps) };
    let plans = plans_of(tx, &key, subject).await?;
    let Some(plan) = plans.iter().find(|plan| plan.entry == current.entry) else {
        return Ok(steps);
    };
    // What the ledger seems to have met is asked about above.
    let is_shown =
        |number: i64| asked.iter().flat_map(|asked| &asked.shown).any(|one| one.number == number);
    let text = plan.adopted.text.steps.iter();
    let late = text.filter(|step| {
        let state = plan.step(step.number).map(|kept| kept.progress.state);
        let is_open = state == Some(StepState::Open) && !is_shown(step.number);
        step.by != By::Person && step.due < today && is_open
    });
    let mut late: Vec<_> = late.collect();
    late.sort_by_key(|step| (step.due, step.number));
    if let Some(first) = late.first() {
        let others = match late.len() {
            1 => String::new(),
            number => format!("，另有 {} 项也过了日期", number - 1),
        };
        let (words, due) = (&first.words, first.due);
        steps.push(NextStep {
            words: format!(
                "方案中答应本人的“{words}”说好 {due}，已经过了{others}：办好后记下来，或者与本人另定日期（BJ18-25、BJ18-26(3)）"
            ),
            action: Action::RecordService,
            label: "看方案".to_owned(),
            path: format!("/people/{subject}/plan"),
        });
    }
    Ok(steps)
}

/// Gives the plans in force that have steps open past their day, as the list of plans shows them.
async fn late(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let today = occasion.today;
    let mut waiting = Vec::new();
    let mut list: ServedList<LateRow> =
        ServedList::of(&occasion.actor, sql::LATE_OF_SERVED, &[&today], limit);
    while let Some(row) = list.next(tx).await? {
        let known = facts_of(tx, row.subject_id).await?;
        let current = current_entry(&Then::at(&desk.rulebook, &known, today));
        // What was past its day in an earlier version is no longer.
        let Some(plan) = current.filter(|plan| plan.entry == row.entry_id) else { continue };
        list.count();
        waiting.push(Waiting {
            kind: LATE,
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: format!("援助方案有 {} 项行动过了日期", row.number),
            since: plan.on,
            until: Some(row.first_due),
            clause: "BJ18-26",
            is_norm: false,
            label: "看方案",
            path: format!("/people/{}/plan", row.subject_id),
        });
    }
    Ok(waiting)
}
