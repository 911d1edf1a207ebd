//! The courses from which the effect of measures is counted (BJ18-25).

use std::collections::HashSet;

use access::Area;
use desk::Desk;
use kernel::Day;
use ledger::Field;
use rules::{Detail, Kind};
use serde::Deserialize;
use services::model::Then;
use store::seal::Clear;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::{Past, text_in_entry};

use crate::model::Course;
use crate::sql::{self, CourseRow};

/// The measures that are told apart, as the tables call them.
pub const MEASURES: [&str; 6] =
    ["就业指导", "职业技能培训", "创业培训", "就业见习", OTHER, "匹配推荐"];
/// A training whose kind was not noted.
const OTHER: &str = "培训见习（未写明种类）";
/// How many people are read at a time.
const PAGE: i64 = 200;

/// Gives the measure that an entry stands for.
fn measure(kind: Kind, scheme: Option<&str>) -> Option<&'static str> {
    match (kind, scheme) {
        (Kind::GuidanceGiven, _) => Some(MEASURES[0]),
        (Kind::TrainingStarted, Some("skills")) => Some(MEASURES[1]),
        (Kind::TrainingStarted, Some("startup")) => Some(MEASURES[2]),
        (Kind::TrainingStarted, Some("internship")) => Some(MEASURES[3]),
        (Kind::TrainingStarted, _) => Some(OTHER),
        (Kind::Recommended, _) => Some(MEASURES[5]),
        _ => None,
    }
}

/// Gives a person's course: what the ledger that counts says of readiness and of measures.
#[must_use]
pub fn course_of(then: &Then<'_>, past: &[Past]) -> Course {
    let mut course = Course::default();
    for (place, entry) in then.entries() {
        if let Detail::Readiness { ready } = entry.detail {
            course.readiness.push((entry.on, ready));
        }
        let written = then.id(place).and_then(|id| past.iter().find(|past| past.id == id));
        let scheme = written.and_then(|past| past.text(Field::Scheme));
        let scheme = scheme.as_ref().map(Clear::reveal);
        if let Some(measure) = measure(entry.kind, scheme) {
            course.measures.push((entry.on, measure));
        }
    }
    course
}

/// Gives the courses of everybody of an area whose readiness was assessed since a day. Nobody is named. What was
/// sealed is opened only to tell trainings apart.
pub async fn courses(
    tx: &mut Tx,
    desk: &Desk,
    area: Area,
    (since, today): (Day, Day),
) -> Result<Vec<Course>, StoreError> {
    let mut courses = Vec::new();
    let mut after = (area.first, SubjectId::from_bytes([0; 16]));
    loop {
        let (office, subject) = &after;
        let values: [&dyn ToValue; 6] = [office, &area.last, office, subject, &since, &PAGE];
        let page: Vec<(i64, SubjectId)> = tx.all(sql::ASSESSED, &values).await?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return Ok(courses);
        };
        let values: [&dyn ToValue; 5] = [&first.0, &first.1, &last.0, &last.1, &since];
        let rows: Vec<CourseRow> = tx.all(sql::COURSES, &values).await?;
        for own in rows.chunk_by(|one, next| one.subject_id == next.subject_id) {
            courses.push(course_in(desk, own, today)?);
        }
        after = *last;
    }
}

/// What the facts of an entry say that a course needs.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    of: Option<String>,
    ready: bool,
}

/// Reads the course in what one ledger says, the same as [`course_of`] without going through what a course does not
/// need: what was corrected never counted, the rest stands in the order of its days.
fn course_in(desk: &Desk, rows: &[CourseRow], today: Day) -> Result<Course, StoreError> {
    let facts = |row: &CourseRow| serde_json::from_str::<Facts>(&row.facts).unwrap_or_default();
    let corrected: HashSet<EntryId> = rows
        .iter()
        .filter(|row| row.kind == Kind::Corrected.name())
        .filter_map(|row| facts(row).of?.parse().ok())
        .collect();
    let mut counts: Vec<&CourseRow> = rows
        .iter()
        .filter(|row| row.on_day <= today && !corrected.contains(&row.entry_id))
        .collect();
    counts.sort_by_key(|row| row.on_day);
    let mut course = Course::default();
    for row in counts {
        let Some(kind) = Kind::named(&row.kind) else { continue };
        if kind == Kind::ReadinessAssessed {
            course.readiness.push((row.on_day, facts(row).ready));
        }
        let scheme = scheme(desk, row)?;
        if let Some(measure) = measure(kind, scheme.as_ref().map(Clear::reveal)) {
            course.measures.push((row.on_day, measure));
        }
    }
    Ok(course)
}

/// Opens what the scheme of a training was; whose key was destroyed keeps nothing but that there was one.
fn scheme(desk: &Desk, row: &CourseRow) -> Result<Option<Clear>, StoreError> {
    let sealed = (row.sealed.as_ref(), row.wrapped.as_deref());
    text_in_entry(&desk.sealing, (row.subject_id, row.entry_id), Field::Scheme, sealed)
}
