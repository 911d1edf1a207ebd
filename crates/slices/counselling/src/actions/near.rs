//! 线上预约就近指定 (BJ18-14): the counsellor near the residence who is free first, and why it is this one.

use std::fmt;

use access::Failure;
use desk::{Desk, Occasion};
use store::{StoreError, Tx};

use super::book::{Booking, book_because};
use super::free::{Counsellor, bookable, counsellors_near, level_words, timetable};
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, FURTHEST, Moment, Planned};

/// How often booking looks for another time when the one that was found is gone.
const TRIES: usize = 5;

/// The counsellor who was chosen, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Who.
    pub counsellor: Counsellor,
    /// The earliest free time.
    pub at: Moment,
    /// How many counsellors work at that office.
    pub of: usize,
    /// The nearer offices at which nobody is free, by name.
    pub passed: Vec<String>,
}

impl fmt::Display for Nearest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counsellor { name, office_name, office_code, .. } = &self.counsellor;
        if !self.passed.is_empty() {
            write!(out, "{}在 {FURTHEST} 天内没有空闲时间；", self.passed.join("、"))?;
        }
        write!(out, "{}的{office_name}", level_words(*office_code))?;
        if self.of > 1 {
            write!(out, "有 {} 位职业指导员，{name}最早有空", self.of)?;
        } else {
            write!(out, "由{name}接待")?;
        }
        write!(out, "：{}（《153 号文》第十四条，按常住地就近就便指定）", self.at)
    }
}

/// Chooses a counsellor for whoever lives in a division: of the residence's own office, then of the street's,
/// then of the district's the one with the earliest free time; of two the one with more free time that day.
/// `residence` is a twelve-digit statistics code.
pub async fn nearest(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    residence: i64,
    minutes: i64,
) -> Result<Option<Nearest>, StoreError> {
    let calendar = desk.rulebook.law().calendar();
    let now = Moment::of(occasion.now, occasion.today);
    let near = counsellors_near(tx, residence).await?;
    let mut passed = Vec::new();
    for group in near.chunk_by(|one, other| one.office_code == other.office_code) {
        let mut best: Option<(Moment, usize, &Counsellor)> = None;
        for counsellor in group {
            let table = timetable(tx, counsellor.staff, bookable(occasion.today)).await?;
            let Some(at) = table.next_free(calendar, minutes, now, 1).first().copied() else {
                continue;
            };
            let times = table.times(calendar, at.day, minutes, now);
            let free = times.iter().filter(|(_, free)| *free).count();
            let is_better = best.is_none_or(|(known, free_there, _)| {
                at < known || (at == known && free > free_there)
            });
            if is_better {
                best = Some((at, free, counsellor));
            }
        }
        match best {
            Some((at, _, counsellor)) => {
                let counsellor = counsellor.clone();
                return Ok(Some(Nearest { counsellor, at, of: group.len(), passed }));
            }
            None => passed.extend(group.first().map(|counsellor| counsellor.office_name.clone())),
        }
    }
    Ok(None)
}

/// Books the nearest counsellor at the earliest time; `booking` says everything else. Gives who and why.
pub async fn book_nearest(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    residence: i64,
    booking: &Booking,
) -> Result<(AppointmentId, Nearest), Failure<CounselRefusal>> {
    let minutes = booking.planned.minutes;
    for _ in 0..TRIES {
        let Some(nearest) = nearest(tx, desk, occasion, residence, minutes).await? else { break };
        let planned = Planned { day: nearest.at.day, minute: nearest.at.minute, minutes };
        let booking = Booking { staff: nearest.counsellor.staff, planned, ..booking.clone() };
        match book_because(tx, desk, occasion, &booking, &nearest.to_string()).await {
            Ok(id) => return Ok((id, nearest)),
            // Somebody was faster; the next search sees what they took.
            Err(Failure::Refused(CounselRefusal::Taken { .. })) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Refused(CounselRefusal::NobodyFree))
}
