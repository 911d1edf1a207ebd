//! What waits for somebody of panels: those that their office is asked for, those that they sit in and have not given an
//! opinion on, and those to which they are to tell how things go.

use access::Actor;
use desk::{Desk, GoesAlong, MovedTogether, Occasion, ServedList, UnderGate, Waiting, WaitingKind};
use duties::Purpose;
use rules::Gate;
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::facts_of;

use crate::actions::find::by_itself;
use crate::actions::lists::List;
use crate::model::{AHEAD, feedback_until, opinion_days, waiting_request};
use crate::sql::{self, AcceptedRow, PanelRow, WaitingRow};

/// 会诊待受理.
pub const ASKED: WaitingKind = WaitingKind { name: "panel-asked", term: "会诊待受理" };
/// 会诊待出具意见.
pub const OPINION: WaitingKind =
    WaitingKind { name: "panel-opinion", term: "会诊待出具意见" };

/// 会诊待反馈.
pub const FEEDBACK: WaitingKind = WaitingKind { name: "panel-feedback", term: "会诊待反馈" };

desk::in_order!(AcceptedRow: asked_at from Instant::from_micros(i64::MIN), entry_id from EntryId::from_bytes([0; 16]));

/// Gives what waits for the actor, as the lists of panels show it.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = to_tell(tx, desk, occasion, limit).await?;
    if List::Asked.may_be_seen(occasion).is_err() {
        return Ok(waiting);
    }
    let actor = &occasion.actor;
    let asked: Vec<WaitingRow> = tx.all(sql::WAIT_FOR_OFFICE, &[&actor.area.first, &limit]).await?;
    for row in asked {
        if lasts(tx, row.subject_id, row.entry_id).await? {
            let words = "街道申请专家会诊，等待受理和指定专家";
            waiting.push(one(&row, ASKED, words, "受理"));
        }
    }
    for member in members(actor) {
        let sitting: Vec<WaitingRow> = tx.all(sql::WAIT_FOR_MEMBER, &[&member, &limit]).await?;
        for row in sitting {
            let is_known = |one: &Waiting| one.kind == OPINION && one.subject == row.subject_id;
            if !waiting.iter().any(is_known) && lasts(tx, row.subject_id, row.entry_id).await? {
                let words = "您参加的会诊还没有您的意见和建议";
                waiting.push(one(&row, OPINION, words, "出具意见"));
            }
        }
    }
    Ok(waiting)
}

/// The panels that the officer is to tell again how guidance, recommendations and follow-ups went (BJ18-28(3)).
async fn to_tell(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let mut list: ServedList<AcceptedRow> =
        ServedList::of(&occasion.actor, sql::ACCEPTED_OF_SERVED, &[], limit);
    while let Some(row) = list.next(tx).await? {
        if let Some(one) = feedback(tx, desk, occasion, &row).await? {
            list.count();
            waiting.push(one);
        }
    }
    Ok(waiting)
}

async fn feedback(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    row: &AcceptedRow,
) -> Result<Option<Waiting>, StoreError> {
    if !lasts(tx, row.subject_id, row.entry_id).await? {
        return Ok(None);
    }
    let known = facts_of(tx, row.subject_id).await?;
    let opinion = opinion_days(&known, row.entry_id).into_iter().max();
    let told = row.told_at.map(web::day_of);
    let until = feedback_until(&desk.rulebook, opinion, told);
    let Some(until) = until.filter(|until| until.plus_days(-AHEAD) <= occasion.today) else {
        return Ok(None);
    };
    let said = match (opinion, told) {
        (_, Some(told)) if opinion <= Some(told) => format!("上次反馈 {told}"),
        (Some(opinion), _) => format!("专家意见 {opinion}，此后还没有反馈"),
        _ => String::new(),
    };
    Ok(Some(Waiting {
        kind: FEEDBACK,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: false,
        words: format!("定期向专家小组反馈指导、推荐和回访情况；{said}"),
        since: until.plus_days(-AHEAD),
        until: Some(until),
        clause: "BJ18-28(3)",
        is_norm: true,
        label: "反馈",
        path: format!("/people/{}/panel#feedback", row.subject_id),
    }))
}

fn members(actor: &Actor) -> impl Iterator<Item = ActorId> {
    std::iter::once(actor.serves_as()).chain(actor.stands_in_for.iter().copied())
}

fn one(row: &WaitingRow, kind: WaitingKind, words: &str, label: &'static str) -> Waiting {
    Waiting {
        kind,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        // Who it is about, the experts learn who are named (BJ18-28(1)).
        is_open: kind == OPINION,
        words: words.to_owned(),
        since: web::day_of(row.accepted_at.unwrap_or(row.asked_at)),
        until: row.sits_on,
        clause: "BJ18-28",
        is_norm: false,
        label,
        path: format!("/people/{}/panel", row.subject_id),
    }
}

/// Tells whether a panel that nobody ended goes on by the ledger.
async fn lasts(tx: &mut Tx, subject: SubjectId, request: EntryId) -> Result<bool, StoreError> {
    Ok(lasting(tx, subject).await?.is_some_and(|row| row.entry_id == request))
}

/// Gives the panel of a person that goes on.
async fn lasting(tx: &mut Tx, subject: SubjectId) -> Result<Option<PanelRow>, StoreError> {
    let rows: Vec<PanelRow> = tx.all(sql::OF_SUBJECT, &[&subject]).await?;
    if rows.iter().all(|row| row.ended_at.is_some()) {
        return Ok(None);
    }
    let known = facts_of(tx, subject).await?;
    let moves: Vec<(Instant, i64)> = tx.all(sql::MOVES, &[&subject]).await?;
    let mut rows = rows.into_iter();
    Ok(rows.find(|row| row.ended_at.is_none() && by_itself(&known, row, &moves).is_none()))
}

/// Gives the panels under way of those who may be brought before one.
pub(crate) async fn under_gates(
    tx: &mut Tx,
    gates: &[(SubjectId, String)],
) -> Result<Vec<UnderGate>, StoreError> {
    let clause = Gate::Consultation.clause();
    let mut under_way = Vec::new();
    for (subject, _) in gates.iter().filter(|(_, of)| of == clause) {
        if let Some(panel) = lasting(tx, *subject).await? {
            let words = match panel.accepted_at {
                Some(_) => "会诊中",
                None => "已申请专家会诊，待受理",
            };
            under_way.push(UnderGate { subject: *subject, clause, words });
        } else if is_recorded(tx, *subject).await? {
            let words = "台账中有会诊申请，待补办";
            under_way.push(UnderGate { subject: *subject, clause, words });
        }
    }
    Ok(under_way)
}

/// Tells whether a request waits that the ledger alone knows of. What came from a merged file is none: its agreement
/// ended there, and with it whatever was asked for.
async fn is_recorded(tx: &mut Tx, subject: SubjectId) -> Result<bool, StoreError> {
    let Some(held) = duties::held(tx, subject).await? else { return Ok(false) };
    if !Purpose::Panel.lasts(&held.standing) {
        return Ok(false);
    }
    let rows: Vec<PanelRow> = tx.all(sql::OF_SUBJECT, &[&subject]).await?;
    let known = facts_of(tx, subject).await?;
    let is_kept = |request| rows.iter().any(|row| row.entry_id == request);
    Ok(waiting_request(&known, is_kept).is_some())
}

/// Counts the panels that end when the people go over together.
pub(crate) async fn goes_along(
    tx: &mut Tx,
    moved: &MovedTogether,
) -> Result<Vec<GoesAlong>, StoreError> {
    let before_panels: Vec<(SubjectId,)> = tx.all(sql::OF_MOVED, &moved.values()).await?;
    let mut number = 0;
    for (subject,) in before_panels {
        number += i64::from(lasting(tx, subject).await?.is_some());
    }
    let becomes = "随之结束：接收机构认为需要的，由其另行申请（BJ18-28）";
    Ok(vec![GoesAlong { words: "没有结束的专家会诊", number, becomes }])
}
