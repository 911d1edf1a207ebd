//! The courses from which the effect of measures is counted (BJ18-25).

use access::Area;
use desk::Desk;
use kernel::Day;
use ledger::Field;
use rules::{Detail, Kind};
use services::model::Then;
use store::{StoreError, SubjectId, ToValue, Tx, seal};
use subjects::Past;

use crate::model::Course;
use crate::sql;

/// The measures that are told apart, as the tables call them.
pub const MEASURES: [&str; 6] =
    ["就业指导", "职业技能培训", "创业培训", "就业见习", OTHER, "匹配推荐"];
/// A training whose kind was not noted.
const OTHER: &str = "培训见习（未写明种类）";
/// How many people are counted at most.
pub const MOST: usize = 5_000;
/// How many are read at a time.
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
        let scheme = scheme.as_ref().map(store::seal::Clear::reveal);
        if let Some(measure) = measure(entry.kind, scheme) {
            course.measures.push((entry.on, measure));
        }
    }
    course
}

/// Gives the courses of the people of an area whose readiness was assessed since a day; at most [`MOST`], and
/// whether there were more. Nobody is named. What was sealed is opened only to tell trainings apart.
pub async fn courses(
    tx: &mut Tx,
    desk: &Desk,
    area: Area,
    (since, today): (Day, Day),
) -> Result<(Vec<Course>, bool), StoreError> {
    let mut courses = Vec::new();
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let values: [&dyn ToValue; 5] = [&area.first, &area.last, &after, &since, &PAGE];
        let page: Vec<(SubjectId,)> = tx.all(sql::ASSESSED, &values).await?;
        let Some((last,)) = page.last() else { return Ok((courses, false)) };
        after = *last;
        for (subject,) in page {
            if courses.len() >= MOST {
                return Ok((courses, true));
            }
            let known = subjects::facts_of(tx, subject).await?;
            let then = Then::at(&desk.rulebook, &known, today);
            let past = match then.last(Kind::TrainingStarted) {
                Some(_) => match seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? {
                    Some(key) => subjects::history(tx, &key, subject).await?,
                    None => Vec::new(),
                },
                None => Vec::new(),
            };
            courses.push(course_of(&then, &past));
        }
    }
}
