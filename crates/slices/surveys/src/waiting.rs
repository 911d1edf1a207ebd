//! What waits for an officer: surveys that they planned, and people whom they tried twice without meeting them.

use desk::{Occasion, Served, ServedList, Waiting, WaitingKind};
use duties::model::read_standing;
use kernel::Day;
use store::{Instant, StoreError, SubjectId, Tx};

use crate::actions::to_visit::surveys_of;
use crate::model::ScopeGroup;
use crate::sql::{self, PlannedRow, TriedRow};

/// 计划摸查.
pub const PLANNED: WaitingKind = WaitingKind { name: "survey-planned", term: "计划摸查" };
/// 多次未见到本人.
pub const TRIED: WaitingKind = WaitingKind { name: "survey-tried", term: "多次未见到本人" };

/// How many days ahead a planned survey is told of; until then it stands in the list of people to visit.
pub const AHEAD: i32 = 7;
/// After how many tries that met nobody something else has to be thought of. A local norm.
const TRIES: i64 = 2;

desk::in_order!(PlannedRow:
    planned_on from Day::FIRST, subject_id from SubjectId::from_bytes([0; 16]), planned_at from Instant::from_micros(i64::MIN));
desk::in_order!(TriedRow: last_on from Day::FIRST, subject_id from SubjectId::from_bytes([0; 16]));

/// Gives the surveys planned for the next days or before, and whom somebody tried at least twice to meet since the
/// last survey, where no day is set for the next one.
pub(crate) async fn waiting(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = planned(tx, occasion, limit).await?;
    waiting.extend(tried(tx, occasion, limit).await?);
    Ok(waiting)
}

async fn planned(tx: &mut Tx, occasion: &Occasion, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let until = occasion.today.plus_days(AHEAD);
    let mut list: ServedList<PlannedRow> =
        ServedList::of(&occasion.actor, sql::PLANNED_OF_SERVED, &[&until], limit);
    while let Some(row) = list.next(tx).await? {
        // The plan hangs on the last survey: a further one, or a correction of it, ends it.
        let latest = surveys_of(tx, row.subject_id).await?.pop();
        let is_current = latest.is_some_and(|latest| latest.entry == row.because_id);
        if !is_current || !is_covered(&row.standing) {
            continue;
        }
        list.count();
        let served = (row.subject_id, row.office_code, row.officer_id);
        let words = "计划了再次摸查的日期".to_owned();
        let found = one(served, PLANNED, words, web::day_of(row.planned_at));
        waiting.push(Waiting { until: Some(row.planned_on), ..found });
    }
    Ok(waiting)
}

async fn tried(tx: &mut Tx, occasion: &Occasion, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let mut list: ServedList<TriedRow> =
        ServedList::of(&occasion.actor, sql::TRIED_OF_SERVED, &[&TRIES], limit);
    while let Some(row) = list.next(tx).await? {
        if !is_covered(&row.standing) || has_next(tx, row.subject_id).await? {
            continue;
        }
        list.count();
        let served = (row.subject_id, row.office_code, row.officer_id);
        let words = format!("找过 {} 次没有见到本人，也没有定下次的日期", row.number);
        waiting.push(Waiting { is_norm: true, ..one(served, TRIED, words, row.last_on) });
    }
    Ok(waiting)
}

/// Tells whether somebody who stands so is to be surveyed at all (BJ18-18).
fn is_covered(standing: &str) -> bool {
    ScopeGroup::of(&read_standing(standing)).is_some()
}

/// Tells whether a day is set for the next survey: the law's, which stands among the duties, or a planned one, which
/// waits by itself.
async fn has_next(tx: &mut Tx, subject: SubjectId) -> Result<bool, StoreError> {
    let owed: Vec<(SubjectId, store::EntryId, Day)> = tx.all(sql::OWED, &[&subject]).await?;
    if !owed.is_empty() {
        return Ok(true);
    }
    let Some(last) = surveys_of(tx, subject).await?.pop() else { return Ok(false) };
    let plans: Vec<sql::PlanRow> = tx.all(sql::PLANS, &[&subject]).await?;
    let planned = plans.iter().rfind(|plan| plan.because_id == last.entry);
    Ok(planned.is_some())
}

fn one(
    (subject, office_code, officer): Served,
    kind: WaitingKind,
    words: String,
    since: Day,
) -> Waiting {
    Waiting {
        kind,
        subject,
        office_code,
        officer,
        is_open: false,
        words,
        since,
        until: None,
        clause: "BJ18-21",
        is_norm: false,
        label: "摸查",
        path: format!("/people/{subject}/survey"),
    }
}
