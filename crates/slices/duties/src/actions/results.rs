//! What has come of the work of an office and those below it: how much each officer carries, who has found work and
//! kept it. Counted from the rows that everything else is read from, so that no figure can say otherwise.

use std::collections::BTreeMap;

use access::{Area, OfficeLevel};
use kernel::Day;
use rules::{Kind, months_later};
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};

use crate::sql::{self, CaseRow, HeldRow, WorkRow};

use super::take_on::Held;

/// After how many months work counts as steady (BJ18-27(4)).
pub const STEADY_MONTHS: u16 = 6;
/// After how many days without an entry an agreement counts as quiet.
pub const QUIET_DAYS: i32 = 30;

/// Somebody who has found work, or has come to six months of it, in a time that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Who.
    pub subject: SubjectId,
    /// The office that answers for them now, by code.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
    /// The day on which they started, the last one in that time.
    pub started: Option<Day>,
    /// Where six months since a start ended in that time: the day of that start, and whether they were still
    /// at work when they did.
    pub steady: Option<(Day, bool)>,
}

/// Counts the people of an office and those below it, officer by officer and level by level, and those of them
/// under agreement for whom nothing was recorded for a while.
pub async fn caseload(tx: &mut Tx, area: Area, today: Day) -> Result<Vec<CaseRow>, StoreError> {
    let quiet = today.plus_days(-QUIET_DAYS);
    tx.all(sql::CASELOAD, &[&quiet, &area.first, &area.last]).await
}

/// Counts for how many others than people an office and those below it answer, officer by officer: employers, and those of
/// whom there is a ledger alone.
pub(crate) async fn others(
    tx: &mut Tx,
    area: Area,
) -> Result<Vec<(i64, Option<ActorId>, i64)>, StoreError> {
    tx.all(sql::OTHERS, &[&area.first, &area.last]).await
}

/// Gives those under agreement for whom nothing was recorded for a while, the longest first.
pub async fn quiet(
    tx: &mut Tx,
    area: Area,
    today: Day,
    limit: i64,
) -> Result<Vec<Held>, StoreError> {
    let quiet = today.plus_days(-QUIET_DAYS);
    let rows: Vec<HeldRow> = tx.all(sql::QUIET, &[&quiet, &area.first, &area.last, &limit]).await?;
    Ok(rows.into_iter().map(Held::from).collect())
}

/// Gives who of an office and those below it has found work since a day, and who has come to six months of it.
/// They count for whoever answers for them now.
pub async fn workers(
    tx: &mut Tx,
    area: Area,
    since: Day,
    today: Day,
) -> Result<Vec<Worker>, StoreError> {
    // A start long enough ago for its six months to end on the first day that is looked at.
    let from = since.plus_days(-31 * i32::from(STEADY_MONTHS));
    // Of a street person by person, of more day by day, so that neither goes through what does not concern it.
    let is_street = area.level() >= OfficeLevel::Street;
    let statement = if is_street { sql::WORK_OF_STREET } else { sql::WORK };
    let rows: Vec<WorkRow> = tx.all(statement, &[&area.first, &area.last, &from, &today]).await?;
    let mut of_subjects: BTreeMap<SubjectId, Vec<WorkRow>> = BTreeMap::new();
    for row in rows {
        of_subjects.entry(row.subject_id).or_default().push(row);
    }
    let workers = of_subjects.into_values().filter_map(|rows| worker(&rows, since, today));
    Ok(workers.collect())
}

/// Judges one person's starts and ends, in the order of their days.
fn worker(rows: &[WorkRow], since: Day, today: Day) -> Option<Worker> {
    let is_corrected = |id: EntryId| {
        let id = id.to_string();
        rows.iter().any(|row| row.kind == Kind::Corrected.name() && row.facts.contains(&id))
    };
    let events: Vec<(Day, bool)> = rows
        .iter()
        .filter(|row| row.kind != Kind::Corrected.name() && !is_corrected(row.entry_id))
        .map(|row| (row.on_day, row.kind == Kind::StartedWork.name()))
        .collect();
    let starts = || events.iter().filter(|(_, starts)| *starts).map(|(day, _)| *day);
    let started = starts().rfind(|day| *day >= since);
    let mark = |start: Day| months_later(start, STEADY_MONTHS);
    let due = starts().rfind(|start| mark(*start) >= since && mark(*start) <= today);
    let steady = due.map(|start| {
        let last = events.iter().rev().find(|(day, _)| *day <= mark(start));
        (start, last.is_some_and(|(_, starts)| *starts))
    });
    let first = rows.first()?;
    (started.is_some() || steady.is_some()).then_some(Worker {
        subject: first.subject_id,
        office_code: first.office_code,
        officer: first.officer_id,
        started,
        steady,
    })
}

/// Counts the recognised households of an area's streets in which still nobody works; a community's is the number
/// of its street. Zero is the aim (BJ18-18, 就业促进法第五十六条).
pub async fn households_without_work(tx: &mut Tx, area: Area) -> Result<i64, StoreError> {
    let street = area.first - area.first % 1_000;
    let (count,): (i64,) =
        tx.one(sql::HOUSEHOLDS_WITHOUT_WORK, &[&street, &area.last.max(street)]).await?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn row(place: u8, kind: Kind, on: &str, facts: &str) -> WorkRow {
        WorkRow {
            office_code: 1,
            officer_id: None,
            subject_id: SubjectId::from_bytes([1; 16]),
            entry_id: EntryId::from_bytes([place; 16]),
            kind: kind.name().to_owned(),
            on_day: day(on),
            facts: facts.to_owned(),
        }
    }

    /// The last start that counts, and the start whose six months ended, with whether the work lasted.
    type Judged = (Option<Day>, Option<(Day, bool)>);

    fn judged(rows: &[WorkRow]) -> Option<Judged> {
        let found = worker(rows, day("2026-01-01"), day("2026-03-31"))?;
        Some((found.started, found.steady))
    }

    #[test]
    fn work_is_steady_for_whoever_is_at_work_on_the_day_the_six_months_end() {
        let start = row(1, Kind::StartedWork, "2025-08-31", "{}");
        // August 31 and six months: the last day of February.
        let left = |on: &str| row(2, Kind::LeftWork, on, "{}");
        let steady = |is: bool| Some((None, Some((day("2025-08-31"), is))));
        assert_eq!(judged(std::slice::from_ref(&start)), steady(true));
        assert_eq!(judged(&[start.clone(), left("2026-03-01")]), steady(true), "the day after");
        assert_eq!(judged(&[start.clone(), left("2026-02-28")]), steady(false), "that day");
        let again = row(3, Kind::StartedWork, "2025-12-01", "{}");
        assert_eq!(judged(&[start, left("2025-11-01"), again]), steady(true), "back by then");
    }

    #[test]
    fn who_started_in_time_counts_once_and_what_was_corrected_not_at_all() {
        let first = row(1, Kind::StartedWork, "2026-01-01", "{}");
        let second = row(2, Kind::StartedWork, "2026-02-01", "{}");
        assert_eq!(judged(&[first.clone(), second.clone()]), Some((Some(day("2026-02-01")), None)));
        let facts = format!("{{\"of\":\"{}\"}}", second.entry_id);
        let corrected = row(3, Kind::Corrected, "2026-02-02", &facts);
        let both = [first, second.clone(), corrected.clone()];
        assert_eq!(judged(&both), Some((Some(day("2026-01-01")), None)));
        assert_eq!(judged(&[second, corrected]), None);
        assert_eq!(judged(&[row(1, Kind::StartedWork, "2025-12-31", "{}")]), None, "too early");
    }
}
