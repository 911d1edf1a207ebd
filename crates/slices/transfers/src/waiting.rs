//! What waits for somebody of transfers: to verify, to submit, to pass on, to decide, to receive, to sign anew.

use access::{Action, Role};
use desk::{Desk, Occasion, Waiting, WaitingKind, served_by};
use store::{StoreError, Tx};

use crate::actions::carried::carried_by;
use crate::actions::confirm_move::to_confirm;
use crate::actions::lists::{List, accepted_on, is_settled_since};
use crate::actions::tree::codes_above;
use crate::model::{Step, Turn, path, turn};
use crate::sql::{self, ListedRow};

/// The kind in which the move of a whole office waits for another head.
pub const CONFIRM_MOVE: WaitingKind =
    WaitingKind { name: "office-move-confirm", term: "机构整体划转待确认" };

/// How many that go on and touch an office are looked at.
const MOST: i64 = 500;

/// Gives the kind in which a list of transfers waits; nothing for what the actor only asked for.
#[must_use]
pub const fn kind_of(list: List) -> Option<WaitingKind> {
    let (name, term) = match list {
        List::Verify => ("transfer-verify", "划转待核实"),
        List::Submit => ("transfer-submit", "划转待提交"),
        List::PassOn => ("transfer-pass-on", "划转待上报"),
        List::Decide => ("transfer-decide", "划转待批准"),
        List::Receive => ("transfer-receive", "划转待接收"),
        List::Sign => ("transfer-sign", "划转后待签协议"),
        List::CarryOn => ("transfer-carry-on", "划转接续事项"),
        List::Mine => return None,
    };
    Some(WaitingKind { name, term })
}

/// Gives what waits for the actor, as the lists of transfers show it.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let office = occasion.actor.area.first;
    let may = |list: List| list.may_be_seen(occasion).is_ok();
    let mut waiting = Vec::new();
    if [List::Verify, List::Submit, List::Decide, List::Receive].into_iter().any(may) {
        let rows: Vec<ListedRow> = tx.all(sql::TOUCHING, &[&office, &MOST]).await?;
        for row in rows {
            if let Some(list) = list_of(tx, occasion, &row).await?.filter(|list| may(*list)) {
                waiting.extend(one(&row, list));
            }
        }
    }
    if may(List::Sign) {
        waiting.extend(to_sign(tx, desk, occasion).await?);
    }
    if may(List::CarryOn) {
        waiting.extend(to_carry_on(tx, desk, occasion).await?);
    }
    if occasion.actor.may_ever(Action::HandOver) {
        waiting.extend(moves_to_confirm(tx, occasion, limit).await?);
    }
    waiting.sort_by_key(Waiting::urgency);
    waiting.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(waiting)
}

/// Whole offices that another head has ordered to go over: a matter of the office, and of nobody's file (BJ18-23).
async fn moves_to_confirm(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    for order in to_confirm(tx, occasion, limit).await? {
        let asked = &order.asked;
        let from = offices::office_name(tx, asked.from_code).await?;
        let to = offices::office_name(tx, asked.to_office_code).await?;
        waiting.push(Waiting {
            kind: CONFIRM_MOVE,
            subject: Waiting::OF_NO_ONE,
            office_code: asked.from_code,
            officer: None,
            is_open: false,
            words: format!(
                "{from}整体划转到{to}（{} 个服务对象），等待另一位负责人确认",
                order.counted
            ),
            since: web::day_of(order.begun_at),
            until: None,
            clause: "BJ18-23",
            is_norm: true,
            label: "确认",
            path: format!("/transfers/office/{}", order.id),
        });
    }
    Ok(waiting)
}

/// Tells in which list of the actor's office a transfer stands; in none where another office has to do with it now.
async fn list_of(
    tx: &mut Tx,
    occasion: &Occasion,
    row: &ListedRow,
) -> Result<Option<List>, StoreError> {
    let office = occasion.actor.area.first;
    let is_own = row.office_code == office;
    Ok(match row.step {
        Step::Requested => {
            let pairs = served_by(&occasion.actor);
            let serves = row
                .officer_id
                .is_none_or(|officer| pairs.iter().any(|(staff, _)| *staff == officer));
            (is_own && serves).then_some(List::Verify)
        }
        Step::Verified => is_own.then_some(List::Submit),
        Step::Approved => (row.to_office_code == office && !is_own).then_some(List::Receive),
        _ => {
            let above = codes_above(tx, row.office_code).await?;
            match turn(row.step, row.at_office_code, path(&above, row.to_office_code)) {
                Turn::Submit if is_own => Some(List::Submit),
                Turn::PassOn { at, .. } if at == office => Some(List::PassOn),
                Turn::Decide { at } if at == office => Some(List::Decide),
                _ => None,
            }
        }
    })
}

fn one(row: &ListedRow, list: List) -> Option<Waiting> {
    let (words, label) = match list {
        List::Verify => ("本人要求划转到其他机构，等待核实", "核实"),
        List::Submit => ("划转申请已经核实，等待本机构提交", "提交"),
        List::PassOn => ("跨区的划转申请，等待上报市级机构", "上报"),
        List::Decide => ("划转申请等待批准", "审批"),
        List::Receive => ("划转已经批准，等待本机构接收", "接收"),
        List::Sign | List::CarryOn | List::Mine => return None,
    };
    Some(Waiting {
        kind: kind_of(list)?,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: list == List::Receive,
        words: words.to_owned(),
        since: web::day_of(row.asked_at),
        until: None,
        clause: "BJ18-24",
        is_norm: false,
        label,
        path: format!("/people/{}/transfer", row.subject_id),
    })
}

/// For whom something ended undone with the old agreement: the office that accepted them carries it on, by the day that
/// was set for it. It is no duty of the rulebook any more, by which it ended with the agreement.
async fn to_carry_on(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    for (row, matters) in carried_by(tx, desk, occasion).await? {
        let (Some(kind), Some(first)) = (kind_of(List::CarryOn), matters.first()) else { continue };
        let more = match matters.len() {
            1 => String::new(),
            number => format!("等 {number} 项"),
        };
        waiting.push(Waiting {
            kind,
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: format!("划转前没有办完，由本机构接着办：{}{more}", first.rule.duty),
            since: first.on,
            until: Some(first.due),
            clause: "BJ18-24、BJ18-27",
            is_norm: true,
            label: "接着办",
            path: format!("/people/{}/transfer#carried", row.subject_id),
        });
    }
    Ok(waiting)
}

/// Whom the office accepted and has not signed with. The old agreement ended with the transfer, and a new one is to be
/// signed in good time by the provisions of BJ18-23 (BJ18-24), so that its local norm gives the day, counted from the day
/// of acceptance. It is no duty of the rulebook (decision 0320); where a registration or recognition began one since,
/// that stands in its place.
async fn to_sign(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Vec<Waiting>, StoreError> {
    let actor = &occasion.actor;
    let rows: Vec<ListedRow> = tx.all(sql::WITHOUT_AGREEMENT, &[&actor.area.first, &MOST]).await?;
    let pairs = served_by(actor);
    let mut waiting = Vec::new();
    for row in rows {
        let serves = match row.officer_id {
            Some(officer) => pairs.iter().any(|(staff, _)| *staff == officer),
            None => pairs.iter().any(|(_, office)| *office == row.office_code),
        };
        if !(serves || actor.is(Role::Head)) || is_settled_since(tx, &row).await? {
            continue;
        }
        let Some(accepted_on) = accepted_on(tx, &row).await? else { continue };
        let Some(kind) = kind_of(List::Sign) else { continue };
        waiting.push(Waiting {
            kind,
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: "划转接收以后还没有签协议，原协议已经终止".to_owned(),
            since: accepted_on,
            until: Some(desk.rulebook.agreement_again_until(accepted_on).day),
            clause: "BJ18-23、BJ18-24",
            is_norm: true,
            label: "签协议",
            path: format!("/people/{}/agreement/sign", row.subject_id),
        });
    }
    Ok(waiting)
}
