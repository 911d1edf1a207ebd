//! What waits for an officer: agreements that end soon, those that not both sides have signed, and people who have not been
//! told of a change of their officer.

use access::Action;
use desk::{Desk, NextStep, Occasion, ServedList, Waiting, WaitingKind};
use kernel::Day;
use services::model::Then;
use store::{EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::facts_of;

use crate::actions::telling::{Change, untold};
use crate::model::{NEAR, Side, in_force};
use crate::sql::{self, ServedRow, UntoldRow};

/// 协议期满.
pub const ENDING: WaitingKind = WaitingKind { name: "agreement-near", term: "协议期满" };
/// 协议签字未齐.
pub const UNSIGNED: WaitingKind =
    WaitingKind { name: "agreement-unsigned", term: "协议签字未齐" };
/// 告知本人更换专员.
pub const UNTOLD: WaitingKind =
    WaitingKind { name: "officer-untold", term: "告知本人更换专员" };

desk::in_order!(UntoldRow: handed_at from Instant::from_micros(i64::MIN), subject_id from SubjectId::from_bytes([0; 16]));
desk::in_order!(ServedRow: listed_by from Day::FIRST, entry_id from EntryId::from_bytes([0; 16]));

/// Gives what waits of agreements.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = of_texts(tx, desk, occasion, limit).await?;
    waiting.extend(of_officers(tx, desk, occasion, limit).await?);
    Ok(waiting)
}

/// Gives those who are under an agreement and have not been told who answers for them now.
async fn of_officers(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let mut list: ServedList<UntoldRow> =
        ServedList::of(&occasion.actor, sql::UNTOLD_OF_SERVED, &[], limit);
    while let Some(row) = list.next(tx).await? {
        let subject = row.subject_id;
        let Some(change) = change_of(tx, desk, occasion, subject).await? else { continue };
        list.count();
        waiting.push(Waiting {
            kind: UNTOLD,
            subject,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: "专员已经更换：及时告知本人，可打印告知单（协议第 3 条）".to_owned(),
            since: change.since(),
            until: None,
            clause: "BJ18-23",
            is_norm: false,
            label: "告知本人",
            path: format!("/people/{subject}/agreement/officer"),
        });
    }
    Ok(waiting)
}

async fn change_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Option<Change>, StoreError> {
    match duties::held(tx, subject).await? {
        Some(held) => untold(tx, desk, occasion.today, &held).await,
        None => Ok(None),
    }
}

/// Says the same at the top of the file.
pub(crate) async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let Some(held) = duties::held(tx, subject).await? else { return Ok(Vec::new()) };
    let today = web::day_of(desk.clock.now());
    let Some(change) = untold(tx, desk, today, &held).await? else { return Ok(Vec::new()) };
    Ok(vec![NextStep {
        words: format!(
            "自 {} 起专员已经更换：及时告知本人，可打印告知单（协议第 3 条，BJ18-23）",
            change.since()
        ),
        action: Action::RecordService,
        label: "告知本人更换专员".to_owned(),
        path: format!("/people/{subject}/agreement/officer"),
    }])
}

/// Gives the agreements in force that end soon or should have ended, and those that not both sides have signed, as
/// the list of agreements shows them.
async fn of_texts(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let near = occasion.today.plus_days(NEAR);
    let mut waiting = Vec::new();
    let mut list: ServedList<ServedRow> =
        ServedList::of(&occasion.actor, sql::OF_SERVED, &[&near], limit);
    while let Some(row) = list.next(tx).await? {
        if row.corrections > 0 && !is_last(tx, desk, occasion, &row).await? {
            continue;
        }
        list.count();
        if let Some(ends_on) = row.ends_on.filter(|ends_on| *ends_on <= near) {
            let late = if ends_on < occasion.today { "已过期满日" } else { "将要期满" };
            waiting.push(Waiting {
                until: Some(ends_on),
                since: ends_on.plus_days(-NEAR),
                ..one(&row, ENDING, format!("协议{late}：与本人商量续签或者终止"), "续签或终止")
            });
        }
        let sides = i64::try_from(Side::ALL.len()).unwrap_or(i64::MAX);
        if row.scans == 0 && row.sides < sides {
            let words = match (row.ends_on, row.sides) {
                (None, _) => "协议只有台账记录，没有文本和签字",
                (_, 0) => "协议双方都没有签字",
                _ => "协议还有一方没有签字",
            };
            waiting.push(one(&row, UNSIGNED, words.to_owned(), "补签字"));
        }
    }
    Ok(waiting)
}

fn one(row: &ServedRow, kind: WaitingKind, words: String, label: &'static str) -> Waiting {
    Waiting {
        kind,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: false,
        words,
        since: row.on_day,
        until: None,
        clause: "BJ18-23",
        is_norm: kind == ENDING,
        label,
        path: format!("/people/{}/agreement", row.subject_id),
    }
}

/// Tells whether a signing is the last one that counts, where something was corrected.
async fn is_last(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    row: &ServedRow,
) -> Result<bool, StoreError> {
    let (subject, signing): (SubjectId, EntryId) = (row.subject_id, row.entry_id);
    let known = facts_of(tx, subject).await?;
    let current = in_force(&Then::at(&desk.rulebook, &known, occasion.today));
    Ok(current.is_some_and(|current| current.last().entry == signing))
}
