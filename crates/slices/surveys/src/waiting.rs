//! What waits for an officer: surveys that they planned, and people whom they tried twice without meeting them.

use desk::{Occasion, Waiting, WaitingKind, served_by};
use duties::model::read_standing;
use kernel::Day;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};

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

/// How many rows are read at a time.
const AT_ONCE: i64 = 100;
/// Comes before everybody.
const NOBODY: SubjectId = SubjectId::from_bytes([0; 16]);

/// Gives the surveys planned for the next days or before, and whom somebody tried at least twice to meet since the
/// last survey, where no day is set for the next one. What the ledger has otherwise takes nobody else's place.
pub(crate) async fn waiting(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    for served in served_by(&occasion.actor) {
        waiting.extend(planned(tx, occasion.today, served, limit).await?);
        waiting.extend(tried(tx, served, limit).await?);
    }
    Ok(waiting)
}

async fn planned(
    tx: &mut Tx,
    today: Day,
    (officer, office): (ActorId, i64),
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let until = today.plus_days(AHEAD);
    let (mut waiting, mut left) = (Vec::new(), limit);
    let mut after = (Day::FIRST, NOBODY, Instant::from_micros(i64::MIN));
    while left > 0 {
        let values: [&dyn ToValue; 7] =
            [&officer, &office, &until, &after.0, &after.1, &after.2, &AT_ONCE];
        let rows: Vec<PlannedRow> = tx.all(sql::PLANNED_OF_SERVED, &values).await?;
        let Some(last) = rows.last() else { break };
        after = (last.planned_on, last.subject_id, last.planned_at);
        for row in rows {
            if left == 0 {
                break;
            }
            // The plan hangs on the last survey: a further one, or a correction of it, ends it.
            let last = surveys_of(tx, row.subject_id).await?.pop();
            if last.is_none_or(|last| last.entry != row.because_id) || !is_covered(&row.standing) {
                continue;
            }
            left -= 1;
            let place = (row.subject_id, row.office_code, row.officer_id);
            let words = "计划了再次摸查的日期".to_owned();
            let found = one(place, PLANNED, words, web::day_of(row.planned_at));
            waiting.push(Waiting { until: Some(row.planned_on), ..found });
        }
    }
    Ok(waiting)
}

async fn tried(
    tx: &mut Tx,
    (officer, office): (ActorId, i64),
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let (mut waiting, mut left) = (Vec::new(), limit);
    let mut after = (Day::FIRST, NOBODY);
    while left > 0 {
        let values: [&dyn ToValue; 6] = [&officer, &office, &TRIES, &after.0, &after.1, &AT_ONCE];
        let rows: Vec<TriedRow> = tx.all(sql::TRIED_OF_SERVED, &values).await?;
        let Some(last) = rows.last() else { break };
        after = (last.last_on, last.subject_id);
        for row in rows {
            if left == 0 {
                break;
            }
            if !is_covered(&row.standing) || has_next(tx, row.subject_id).await? {
                continue;
            }
            left -= 1;
            let place = (row.subject_id, row.office_code, row.officer_id);
            let words = format!("找过 {} 次没有见到本人，也没有定下次的日期", row.number);
            waiting.push(Waiting { is_norm: true, ..one(place, TRIED, words, row.last_on) });
        }
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
    (subject, office_code, officer): (SubjectId, i64, Option<ActorId>),
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
