//! What waits for somebody of objections, against whatever decision: for the head above to decide, and for the officer to
//! answer the person.

use access::Action;
use desk::{Desk, Occasion, Waiting, WaitingKind, all_served};
use kernel::Day;
use store::{StoreError, ToValue, Tx};

use crate::actions::decided::Decisions;
use crate::actions::office::{above_the_decision, has_above, hearing, objecting_action};
use crate::model::Against;
use crate::sql::{self, ObjectedRow, UnansweredRow};

/// 异议待决定.
pub const OBJECTION: WaitingKind = WaitingKind { name: "objection", term: "异议待决定" };
/// 异议待答复本人.
pub const ANSWER: WaitingKind =
    WaitingKind { name: "objection-answer", term: "异议待答复本人" };

/// Gives what waits for the actor, as the lists of objections show it.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = to_answer(tx, desk, occasion, limit).await?;
    if occasion.actor.may_ever(Action::ApproveStop) {
        waiting.extend(to_decide(tx, desk, occasion, limit).await?);
    }
    Ok(waiting)
}

/// Whom the officer is to tell what came of their objection.
async fn to_answer(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let rows: Vec<UnansweredRow> =
        all_served(tx, &occasion.actor, sql::TO_ANSWER, &[&limit]).await?;
    for row in rows {
        let Some(against) = Against::kept(row.case_id, row.exit_id) else { continue };
        waiting.push(Waiting {
            kind: ANSWER,
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: format!("对{}的异议已有决定，还没有答复本人", against.term()),
            since: row.decided_at.map_or(occasion.today, web::day_of),
            until: Some(until(desk, row.received_on)),
            clause: against.clauses(),
            is_norm: true,
            label: "记录答复",
            path: format!("/people/{}/objections/{}/told", row.subject_id, row.objection_id),
        });
    }
    Ok(waiting)
}

/// What the head above is to decide on. The next office above that has a head is told; any other above may decide, too.
async fn to_decide(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let (actor, area) = (&occasion.actor, occasion.actor.area);
    let values: [&dyn ToValue; 3] = [&area.first, &area.last, &limit];
    let rows: Vec<ObjectedRow> = tx.all(sql::UNDECIDED_WITHIN, &values).await?;
    let mut waiting = Vec::new();
    for row in rows {
        let subject = row.subject_id;
        let relation = actor.relation_to(row.office_code, row.officer_id);
        let action = objecting_action(has_above(tx, row.office_code).await?);
        if occasion.may(action, relation).is_err() {
            continue;
        }
        let Some(against) = Against::kept(row.case_id, row.exit_id) else { continue };
        let decisions = Decisions::of(tx, desk, subject).await?;
        let Some(decided) = decisions.find(against) else { continue };
        let answering = (row.office_code, occasion.today);
        if above_the_decision(tx, occasion, subject, decided).await?.is_some()
            || !hearing(tx, subject, decided, answering).await?.is_at(area)
        {
            continue;
        }
        waiting.push(Waiting {
            kind: OBJECTION,
            subject,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: format!("本人对{}提出异议，等待决定", against.term()),
            since: row.received_on,
            until: Some(until(desk, row.received_on)),
            clause: against.clauses(),
            is_norm: true,
            label: "决定",
            path: format!("/people/{subject}/objections/{}", row.objection_id),
        });
    }
    Ok(waiting)
}

/// Until when an objection that was received on a day is decided and answered.
fn until(desk: &Desk, received_on: Day) -> Day {
    desk.rulebook.objection_answered_until(received_on).day
}
