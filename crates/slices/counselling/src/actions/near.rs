//! 线上预约就近指定 (BJ18-14): the counsellor near the residence who is free first, and why it is this one.

use std::fmt;

use access::Failure;
use desk::{Desk, Occasion};
use store::{StoreError, Tx};

use super::around::{Around, Near, near};
use super::book::{Booking, book_because};
use super::free::{Counsellor, bookable, level_words, timetable};
use super::receive::enter_to_write;
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, FURTHEST, Moment, Planned};

/// How often booking looks for another time when the one that was found is gone.
const TRIES: usize = 5;

/// The counsellor who was chosen, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Around what they were looked for.
    pub around: Around,
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
        write!(out, "{}的{office_name}", level_words(self.around, *office_code))?;
        if self.of > 1 {
            write!(out, "有 {} 位职业指导员，{name}最早有空", self.of)?;
        } else {
            write!(out, "由{name}接待")?;
        }
        write!(out, "：{}（{}）", self.at, self.around.ground())
    }
}

/// Chooses a counsellor from those who can be booked for a person: the one of the nearest office with the earliest free
/// time, and if nobody of that office has one, of the next; of two the one with more free time that day.
pub async fn nearest(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    near: &Near,
    minutes: i64,
) -> Result<Option<Nearest>, StoreError> {
    let calendar = desk.rulebook.law().calendar();
    let now = Moment::of(occasion.now, occasion.today);
    let mut passed = Vec::new();
    for group in near.counsellors.chunk_by(|one, other| one.office_code == other.office_code) {
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
                let (around, counsellor) = (near.around, counsellor.clone());
                return Ok(Some(Nearest { around, counsellor, at, of: group.len(), passed }));
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
    booking: &Booking,
) -> Result<(AppointmentId, Nearest), Failure<CounselRefusal>> {
    let entered = enter_to_write(tx, desk, occasion, booking.subject).await?;
    let near = near(tx, &entered.held).await?;
    let minutes = booking.planned.minutes;
    for _ in 0..TRIES {
        let Some(nearest) = nearest(tx, desk, occasion, &near, minutes).await? else { break };
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
