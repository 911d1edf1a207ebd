//! Who can be booked for a person, and when they are free.

use access::{Area, Failure, OfficeLevel, Role};
use desk::Occasion;
use kernel::Day;
use store::{ActorId, StoreError, ToValue, Tx};

use super::around::Around;
use crate::model::{
    CounselRefusal, FURTHEST, Leave, Moment, Planned, Span, Timetable, WeeklyHours, steps,
};
use crate::sql::{self, LeaveRow};

/// A counsellor who can be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counsellor {
    /// Who.
    pub staff: ActorId,
    /// Their name.
    pub name: String,
    /// The code of their office.
    pub office_code: i64,
    /// Its name.
    pub office_name: String,
}

/// Gives the counsellors of a division's office and of those above it, the nearest first: members of staff with
/// the role of a counsellor, and whoever else has set hours.
pub async fn counsellors_near(tx: &mut Tx, code: i64) -> Result<Vec<Counsellor>, StoreError> {
    let mut found: Vec<Counsellor> = Vec::new();
    for code in std::iter::once(code).chain(access::above(code)) {
        let Some(office) = offices::office_by_code(tx, code).await? else { continue };
        for staff in offices::staff_of(tx, office.office_id).await? {
            if staff.is_active() && !hours_of(tx, staff.staff_id).await?.is_empty() {
                found.push(Counsellor {
                    staff: staff.staff_id,
                    name: staff.name,
                    office_code: office.code,
                    office_name: office.name.clone(),
                });
            }
        }
    }
    Ok(found)
}

/// Lets a counsellor neither leave nor move until the transaction ends; refuses whoever has done so since they were
/// chosen. Whoever sets hours or takes leave at this moment comes before or after, not in between.
pub(crate) async fn hold_counsellor(
    tx: &mut Tx,
    staff: ActorId,
    office_code: i64,
) -> Result<(), Failure<CounselRefusal>> {
    let held = offices::hold_staff(tx, staff).await?;
    let is_there = held.is_some_and(|held| held.is_active() && held.office_code == office_code);
    if is_there { Ok(()) } else { Err(Failure::Refused(CounselRefusal::NotNear)) }
}

/// Tells whether a member of staff may receive people for guidance.
#[must_use]
pub fn may_receive(roles: &[Role]) -> bool {
    roles.iter().any(|role| access::relations(*role, access::Action::Counsel).next().is_some())
}

/// Gives the hours of a counsellor.
pub async fn hours_of(tx: &mut Tx, staff: ActorId) -> Result<WeeklyHours, StoreError> {
    let rows: Vec<(i64, i64, i64)> = tx.all(sql::HOURS, &[&staff]).await?;
    let mut hours = WeeklyHours::default();
    for place in 0..8 {
        let of_day = rows.iter().filter(|(weekday, ..)| *weekday == place);
        let spans = of_day.map(|(_, from, to)| Span { from: *from, to: *to }).collect();
        let place = usize::try_from(place).unwrap_or(0);
        hours.set(place, spans).map_err(|why| StoreError::Contradiction {
            table: "working_hours",
            column: "from_minute".to_owned(),
            row: staff.to_string(),
            why: why.to_string(),
        })?;
    }
    Ok(hours)
}

/// Gives when a counsellor is free between two days.
pub async fn timetable(
    tx: &mut Tx,
    staff: ActorId,
    (first, last): (Day, Day),
) -> Result<Timetable, StoreError> {
    let hours = hours_of(tx, staff).await?;
    let leaves: Vec<LeaveRow> = tx.all(sql::LEAVES, &[&staff, &first]).await?;
    let leave =
        leaves.iter().map(|row| Leave { first: row.first_day, last: row.last_day }).collect();
    let taken: Vec<(Day, i64)> = tx.all(sql::TAKEN, &[&staff, &first, &last]).await?;
    Ok(Timetable { hours, leave, taken: taken.into_iter().collect() })
}

/// Gives the days on which times can be booked from today on.
#[must_use]
pub const fn bookable(today: Day) -> (Day, Day) {
    (today, today.plus_days(FURTHEST))
}

/// Checks that some time of a counsellor can be booked by hours, leave and calendar. Whether it is free is
/// found out by taking it.
pub(crate) fn check_time(
    occasion: &Occasion,
    calendar: &rules::Calendar,
    table: &Timetable,
    planned: Planned,
) -> Result<(), CounselRefusal> {
    let now = Moment::of(occasion.now, occasion.today);
    if planned.minute % crate::model::STEP != 0 {
        return Err(CounselRefusal::Grid);
    }
    if (Moment { day: planned.day, minute: planned.minute }) <= now {
        return Err(CounselRefusal::Past);
    }
    if planned.day > bookable(occasion.today).1 {
        return Err(CounselRefusal::TooFar);
    }
    let spans = table
        .on(calendar, planned.day)
        .map_err(|why| CounselRefusal::Closed { day: planned.day, why })?;
    if Timetable::fits(spans, planned.minute, planned.minutes) {
        Ok(())
    } else {
        let hours: Vec<String> = spans.iter().map(Span::to_string).collect();
        Err(CounselRefusal::OutsideHours { hours: hours.join("、") })
    }
}

/// Takes some time of a counsellor; tells whether nobody had any of it. After a no nothing is taken.
pub(crate) async fn take(
    tx: &mut Tx,
    staff: ActorId,
    planned: Planned,
    holder: &dyn ToValue,
) -> Result<bool, StoreError> {
    for step in steps(planned.minute, planned.minutes) {
        if tx.execute(sql::TAKE, &[&staff, &planned.day, &step, &holder]).await? == 0 {
            tx.execute(sql::RELEASE, &[&staff, &planned.day, &holder]).await?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Says in which office of the way up from somewhere a counsellor works.
#[must_use]
pub fn level_words(around: Around, code: i64) -> &'static str {
    let is_home = matches!(around, Around::Residence(_));
    match (Area::of_code(code).level(), is_home) {
        (OfficeLevel::City, _) => "市",
        (OfficeLevel::District, true) => "所在区",
        (OfficeLevel::Street, true) => "居住街道（乡镇）",
        (OfficeLevel::Community, true) => "居住社区（村）",
        (OfficeLevel::District, false) => "负责机构所在区",
        (OfficeLevel::Street, false) => "负责街道（乡镇）",
        (OfficeLevel::Community, false) => "负责社区（村）",
    }
}
