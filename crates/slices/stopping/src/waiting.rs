//! What waits for somebody of stops: for the officer to finish verifying, to tell the person, to deliver a letter; for
//! the head to approve, and for the head above to decide on an objection.

use std::collections::BTreeSet;

use access::Action;
use desk::{Desk, Occasion, Waiting, WaitingKind, served_by};
use kernel::Day;
use store::{StoreError, SubjectId, ToValue, Tx, seal};
use subjects::facts_of;

use crate::CaseId;
use crate::actions::office::{
    above_the_decision, approving_office, has_above, hearing, objecting_action,
};
use crate::actions::open::{Case, cases_of};
use crate::model::CaseState;
use crate::sql::{self, CaseLine, ObjectedRow, ServedRow};

/// 停止服务核实中.
pub const VERIFY: WaitingKind = WaitingKind { name: "stop-verify", term: "停止服务核实中" };
/// 停止服务待批准.
pub const APPROVE: WaitingKind =
    WaitingKind { name: "stop-approve", term: "停止服务待批准" };
/// 停止服务待告知本人.
pub const TELL: WaitingKind =
    WaitingKind { name: "stop-tell", term: "停止服务待告知本人" };
/// 反馈函待送达.
pub const NOTICE: WaitingKind = WaitingKind { name: "stop-notice", term: "反馈函待送达" };
/// 异议待决定.
pub const OBJECTION: WaitingKind = WaitingKind { name: "objection", term: "异议待决定" };
/// 异议待答复本人.
pub const ANSWER: WaitingKind =
    WaitingKind { name: "objection-answer", term: "异议待答复本人" };

/// The articles by which a service stops.
const CLAUSES: &str = "BJ18-13、BJ18-21、BJ18-29";

/// Gives what waits for the actor, as the lists of stops show it.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = of_served(tx, occasion, limit).await?;
    if occasion.actor.may_ever(Action::ApproveStop) {
        waiting.extend(to_approve(tx, desk, occasion, limit).await?);
        waiting.extend(to_decide(tx, desk, occasion, limit).await?);
    }
    Ok(waiting)
}

/// What the officer is to do.
async fn of_served(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    // A case with two letters and an objection comes in two rows.
    let mut known = BTreeSet::new();
    for (officer, office) in served_by(&occasion.actor) {
        let rows: Vec<ServedRow> = tx.all(sql::OF_SERVED, &[&officer, &office, &limit]).await?;
        for row in rows {
            for one in of_case(&row) {
                if known.insert(one.path.clone()) {
                    waiting.push(one);
                }
            }
        }
    }
    Ok(waiting)
}

fn of_case(row: &ServedRow) -> Vec<Waiting> {
    let subject = row.subject_id;
    let case = format!("/people/{subject}/stop");
    let one = |kind, words: &str, since: Day, label, path: String| Waiting {
        kind,
        subject,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: false,
        words: words.to_owned(),
        since,
        until: None,
        clause: CLAUSES,
        is_norm: false,
        label,
        path,
    };
    let mut waiting = Vec::new();
    if row.state == CaseState::Verifying {
        let words = "停止服务的核实没有结束";
        waiting.push(one(VERIFY, words, row.began_on, "继续核实", case));
        return waiting;
    }
    let decided_on = row.decided_at.map_or(row.began_on, web::day_of);
    if row.told_on.is_none() && row.standing.contains('x') {
        let path = format!("{case}/{}/told", row.case_id);
        waiting.push(one(TELL, "停止服务的告知书还没有交给本人", decided_on, "记录告知", path));
    }
    if let (Some(objection), Some(answered)) = (row.objection_id, row.answered_at) {
        let path = format!("/people/{subject}/stop-objections/{objection}/told");
        let words = "异议已有决定，还没有答复本人";
        waiting.push(one(ANSWER, words, web::day_of(answered), "记录答复", path));
    }
    if let (Some(notice), Some(made)) = (row.notice_id, row.made_at) {
        let path = format!("/people/{subject}/stop-notices/{notice}/delivered");
        let words = "给登记管理部门的反馈函还没有送达";
        waiting.push(one(NOTICE, words, web::day_of(made), "记录送达", path));
    }
    waiting
}

/// What the head of the approving office is to approve who had no part in verifying.
async fn to_approve(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let (actor, area) = (&occasion.actor, occasion.actor.area);
    let first = (Day::FIRST, CaseId::from_bytes([0; 16]));
    let values: [&dyn ToValue; 5] = [&area.first, &area.last, &first.0, &first.1, &limit];
    let rows: Vec<CaseLine> = tx.all(sql::SUBMITTED_WITHIN, &values).await?;
    let mut waiting = Vec::new();
    for row in rows {
        let subject = row.subject_id;
        let relation = actor.relation_to(row.office_code, row.officer_id);
        if occasion.may(Action::ApproveStop, relation).is_err() {
            continue;
        }
        let Some(case) = case_of(tx, desk, subject, row.case_id).await? else { continue };
        let verifiers = case.verifiers();
        let had_part = verifiers.iter().any(|verifier| actor.is_or_stands_in_for(*verifier));
        let answering = (row.office_code, occasion.today);
        let office = approving_office(tx, answering, &verifiers).await?;
        if had_part || office.is_some_and(|office| office.code != area.first) {
            continue;
        }
        let known = facts_of(tx, subject).await?;
        let ground = case.ground(&desk.rulebook, &known, occasion.today);
        waiting.push(Waiting {
            kind: APPROVE,
            subject,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: if ground.holds() {
                "停止服务已经核实，等待批准；没有批准以前照常服务".to_owned()
            } else {
                ground.to_string()
            },
            since: case.verified_at.map_or(row.began_on, web::day_of),
            until: None,
            clause: CLAUSES,
            is_norm: false,
            label: "审批",
            path: format!("/people/{subject}/stop/{}/decide", row.case_id),
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
        let Some(case) = case_of(tx, desk, subject, row.case_id).await? else { continue };
        if above_the_decision(tx, occasion, subject, &case).await?.is_some() {
            continue;
        }
        let (stop, answering) =
            ((case.stopped, case.decided_by), (row.office_code, occasion.today));
        if !hearing(tx, subject, stop, answering).await?.is_at(area) {
            continue;
        }
        waiting.push(Waiting {
            kind: OBJECTION,
            subject,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: "本人对停止服务提出异议，等待决定".to_owned(),
            since: row.received_on,
            until: Some(desk.rulebook.objection_answered_until(row.received_on).day),
            clause: CLAUSES,
            is_norm: true,
            label: "决定",
            path: format!("/people/{subject}/stop-objections/{}", row.objection_id),
        });
    }
    Ok(waiting)
}

/// Opens a case; nothing where the person was erased.
async fn case_of(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    case: CaseId,
) -> Result<Option<Case>, StoreError> {
    let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    Ok(cases_of(tx, &key, subject).await?.into_iter().find(|known| known.id == case))
}
