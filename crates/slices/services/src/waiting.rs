//! What waits for somebody's consent.

use access::{Action, Relation, Role};
use desk::{Answer, Companion, Desk, NextStep, Occasion, Waiting, WaitingKind};
use rules::Kind;
use store::{StoreError, SubjectId, ToValue, Tx};
use subjects::facts_of;

use crate::model::{Onward, Then, onward};
use crate::sql::{self, ForConsentRow};

/// 等待同意.
pub const CONSENT: WaitingKind = WaitingKind { name: "consent", term: "等待同意" };

/// Tells the page of the day what waits for consent, and the file what follows from work. What waits for consent stands
/// among the services there.
#[derive(Clone, Copy, Debug)]
pub struct Keeper;

impl Companion for Keeper {
    fn next_steps<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        subject: SubjectId,
    ) -> Answer<'a, Vec<NextStep>> {
        Box::pin(next_steps(tx, desk, subject))
    }

    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        Box::pin(waiting(tx, occasion, limit))
    }
}

/// Says what follows from work that is in sight, begun or ended: all of it in one step, which leads to the first.
async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let known = facts_of(tx, subject).await?;
    let then = Then::at(&desk.rulebook, &known, web::day_of(desk.clock.now()));
    let Some(Onward { since, happened, steps, beside }) = onward(&then) else {
        return Ok(Vec::new());
    };
    let Some(first) = steps.first() else { return Ok(Vec::new()) };
    let words: Vec<&str> = steps.iter().map(|step| step.words).collect();
    let beside = if beside.is_empty() { String::new() } else { format!("；{beside}") };
    Ok(vec![NextStep {
        words: format!("{since} {happened}，接下来：{}{beside}", words.join("；")),
        action: first.action,
        label: first.label.to_owned(),
        path: format!("/people/{subject}/{}", first.path),
    }])
}

/// Gives what the actor is to decide: everything in the list of what waits for consent but what they asked for
/// themselves, or a colleague in whose place they act, which another decides.
async fn waiting(tx: &mut Tx, occasion: &Occasion, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    let actor = &occasion.actor;
    if !actor.may_ever(Action::ConsentToLevel) {
        return Ok(Vec::new());
    }
    let values: [&dyn ToValue; 4] = [&actor.area.first, &actor.area.last, &actor.id, &limit];
    let rows: Vec<ForConsentRow> = tx.all(sql::WAITING_FOR_CONSENT, &values).await?;
    let mut waiting = Vec::new();
    for row in rows {
        if actor.is_or_stands_in_for(row.proposed_by) {
            continue;
        }
        let relation = actor.relation_to(row.office_code, row.officer_id);
        let Some(kind) = Kind::named(&row.kind).filter(|kind| decides(occasion, *kind, relation))
        else {
            continue;
        };
        waiting.push(Waiting {
            kind: CONSENT,
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: if kind == Kind::Graded {
                "另定就业困难等级，等待同意".to_owned()
            } else {
                format!("{}，等待决定", kind.term())
            },
            since: web::day_of(row.proposed_at),
            until: None,
            clause: "BJ18-12",
            is_norm: true,
            label: "决定",
            path: format!("/people/{}/proposals/{}", row.subject_id, row.proposal_id),
        });
    }
    Ok(waiting)
}

/// Tells whether the actor decides on a proposal of a kind.
pub(crate) fn decides(occasion: &Occasion, kind: Kind, relation: Relation) -> bool {
    if kind == Kind::Graded {
        occasion.may(Action::ConsentToLevel, relation).is_ok()
    } else {
        occasion.actor.is(Role::Head) && occasion.may(Action::RecordService, relation).is_ok()
    }
}
