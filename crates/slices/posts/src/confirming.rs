//! What waits to be confirmed: placements that somebody asked for and somebody else is to confirm (BJ18-30).

use access::Action;
use desk::{NextStep, Occasion, Waiting, WaitingKind};
use services::heads_without;
use store::{Instant, StoreError, SubjectId, ToValue, Tx};

use crate::RequestId;
use crate::actions::requests::{check_decides, parts_of};
use crate::model::RequestState;
use crate::sql::{self, AskedRow};

/// 公益性岗位安置待确认.
pub const CONFIRM: WaitingKind =
    WaitingKind { name: "post-confirm", term: "公益性岗位安置待确认" };

/// How many rows are read at a time.
const AT_ONCE: i64 = 100;

/// Gives what waits for whoever leads and had no part in it, oldest first. What another office decides takes nobody else's
/// place.
pub(crate) async fn waiting(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    if !occasion.actor.may_ever(Action::ApproveStop) {
        return Ok(waiting);
    }
    let (area, mut left) = (occasion.actor.area, limit);
    let mut after = (Instant::from_micros(i64::MIN), RequestId::from_bytes([0; 16]));
    while left > 0 {
        let values: [&dyn ToValue; 5] = [&area.first, &area.last, &after.0, &after.1, &AT_ONCE];
        let rows: Vec<AskedRow> = tx.all(sql::ASKED_WITHIN, &values).await?;
        let Some(last) = rows.last() else { break };
        after = (last.asked_at, last.request_id);
        for row in rows {
            if left > 0 && is_to_confirm(tx, occasion, &row).await? {
                left -= 1;
                waiting.push(one(&row));
            }
        }
    }
    Ok(waiting)
}

async fn is_to_confirm(
    tx: &mut Tx,
    occasion: &Occasion,
    row: &AskedRow,
) -> Result<bool, StoreError> {
    let relation = occasion.actor.relation_to(row.office_code, row.officer_id);
    if occasion.may(Action::ApproveStop, relation).is_err() {
        return Ok(false);
    }
    let parts = parts_of(tx, row.subject_id, row.asked_by).await?;
    let heads = heads_without(tx, (row.office_code, occasion.today), &parts).await?;
    Ok(check_decides(occasion, &parts, heads.as_ref()).is_ok())
}

fn one(row: &AskedRow) -> Waiting {
    Waiting {
        kind: CONFIRM,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: false,
        words: "报请安置公益性岗位，等待确认；没有确认以前协议照常执行".to_owned(),
        since: web::day_of(row.asked_at),
        until: None,
        clause: "BJ18-30",
        is_norm: true,
        label: "确认",
        path: format!("/people/{}/post/place/{}", row.subject_id, row.request_id),
    }
}

/// Says at the top of the file that a placement was sent back, until it is asked for anew or withdrawn.
pub(crate) async fn next_step(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Option<NextStep>, StoreError> {
    let last: Option<(Instant, RequestState)> = tx.optional(sql::LAST_REQUEST, &[&subject]).await?;
    let last = last.filter(|(_, state)| *state == RequestState::SentBack);
    Ok(last.map(|(asked_at, _)| NextStep {
        words: format!(
            "{} 报请的公益性岗位安置已退回，写明了原因：补充以后重新报请，或者撤回（BJ18-30）",
            web::day_of(asked_at)
        ),
        action: Action::RecordService,
        label: "看退回原因".to_owned(),
        path: format!("/people/{subject}/post"),
    }))
}
