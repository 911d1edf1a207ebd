//! What waits for somebody of stops: for the officer to finish verifying, to tell the person, to deliver a letter; for
//! the head to approve.

use std::collections::BTreeSet;

use access::Action;
use desk::{Desk, Occasion, Waiting, WaitingKind, all_served};
use kernel::Day;
use store::{StoreError, SubjectId, ToValue, Tx, seal};
use subjects::facts_of;

use crate::CaseId;
use crate::actions::office::is_to_decide;
use crate::actions::open::{Case, cases_of};
use crate::model::CaseState;
use crate::sql::{self, CaseLine, ServedRow};

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
    // A case with two letters comes in two rows.
    let mut known = BTreeSet::new();
    let rows: Vec<ServedRow> = all_served(tx, &occasion.actor, sql::OF_SERVED, &[&limit]).await?;
    for one in rows.iter().flat_map(of_case) {
        if known.insert(one.path.clone()) {
            waiting.push(one);
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
    let area = occasion.actor.area;
    let first = (Day::FIRST, CaseId::from_bytes([0; 16]));
    let values: [&dyn ToValue; 5] = [&area.first, &area.last, &first.0, &first.1, &limit];
    let rows: Vec<CaseLine> = tx.all(sql::SUBMITTED_WITHIN, &values).await?;
    let mut waiting = Vec::new();
    for row in rows {
        let subject = row.subject_id;
        let relation = occasion.actor.relation_to(row.office_code, row.officer_id);
        if occasion.may(Action::ApproveStop, relation).is_err() {
            continue;
        }
        let Some(case) = case_of(tx, desk, subject, row.case_id).await? else { continue };
        let answering = (row.office_code, row.officer_id);
        if !is_to_decide(tx, occasion, answering, &case.verifiers()).await? {
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
