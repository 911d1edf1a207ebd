//! When a counsellor is free: hours, leave, calendar, and what is taken already.

use std::collections::BTreeSet;
use std::fmt;

use kernel::Day;
use rules::{Calendar, DayKind};
use store::Instant;

use super::hours::{WeeklyHours, clock};

/// How fine times are told apart, in minutes: what is taken is kept in steps of this length, so that
/// appointments of different lengths collide where they overlap.
pub const STEP: i64 = 15;

/// How many minutes lie between two times that are offered.
const OFFERED_EVERY: i64 = 30;

/// How many days ahead times can be booked.
pub const FURTHEST: i32 = 60;

/// A part of a day, in minutes since midnight; the end is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first minute.
    pub from: i64,
    /// The minute after the last.
    pub to: i64,
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", clock(self.from), clock(self.to))
    }
}

/// Days on which a counsellor receives nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leave {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
}

/// A minute of a day at UTC+8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Minutes since midnight.
    pub minute: i64,
}

impl Moment {
    /// Gives the minute in which an instant lies; `today` is its civil day.
    #[must_use]
    pub const fn of(now: Instant, today: Day) -> Self {
        let minute = (now.micros().div_euclid(60_000_000) + 8 * 60).rem_euclid(24 * 60);
        Self { day: today, minute }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weekday = super::WEEK[usize::from(self.day.weekday())];
        write!(out, "{}（{weekday}）{}", self.day, clock(self.minute))
    }
}

/// Why nobody is received on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A holiday, or a weekend without hours.
    Calendar(DayKind),
    /// Leave.
    Leave,
    /// No hours on that day of the week.
    NoHours,
}

impl fmt::Display for Closed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(kind) => kind.fmt(out),
            Self::Leave => out.write_str("请假"),
            Self::NoHours => out.write_str("不接待"),
        }
    }
}

/// When a counsellor is free.
#[derive(Clone, Debug, Default)]
pub struct Timetable {
    /// The hours.
    pub hours: WeeklyHours,
    /// The leave.
    pub leave: Vec<Leave>,
    /// The steps that are taken, by day and minute.
    pub taken: BTreeSet<(Day, i64)>,
}

impl Timetable {
    /// Gives the hours of a day, or says why there are none.
    pub fn on(&self, calendar: &Calendar, day: Day) -> Result<&[Span], Closed> {
        // Some holidays are known before the notice of their year is.
        if let Some(holiday) = calendar.holiday(day) {
            return Err(Closed::Calendar(DayKind::Holiday(holiday.to_owned())));
        }
        let kind = calendar.kind(day);
        if self.leave.iter().any(|leave| leave.first <= day && day <= leave.last) {
            return Err(Closed::Leave);
        }
        let spans = self.hours.on(&kind, day.weekday());
        match (spans.is_empty(), kind) {
            (false, _) => Ok(spans),
            (true, DayKind::Weekend) => Err(Closed::Calendar(DayKind::Weekend)),
            (true, _) => Err(Closed::NoHours),
        }
    }

    /// Tells whether some time lies within the hours.
    #[must_use]
    pub fn fits(spans: &[Span], minute: i64, minutes: i64) -> bool {
        spans.iter().any(|span| span.from <= minute && minute + minutes <= span.to)
    }

    /// Tells whether some time is free of anything else.
    #[must_use]
    pub fn is_free(&self, day: Day, minute: i64, minutes: i64) -> bool {
        steps(minute, minutes).all(|step| !self.taken.contains(&(day, step)))
    }

    /// Gives the times that are offered on a day, those too that are taken, which say so. Times that have
    /// passed are left out.
    #[must_use]
    pub fn times(
        &self,
        calendar: &Calendar,
        day: Day,
        minutes: i64,
        now: Moment,
    ) -> Vec<(i64, bool)> {
        let Ok(spans) = self.on(calendar, day) else { return Vec::new() };
        let mut times = Vec::new();
        for span in spans {
            let mut minute = span.from;
            while minute + minutes <= span.to {
                if (Moment { day, minute }) > now {
                    times.push((minute, self.is_free(day, minute, minutes)));
                }
                minute += OFFERED_EVERY;
            }
        }
        times
    }

    /// Gives the first free times from a moment on, at most so many, no further ahead than can be booked.
    #[must_use]
    pub fn next_free(
        &self,
        calendar: &Calendar,
        minutes: i64,
        from: Moment,
        count: usize,
    ) -> Vec<Moment> {
        (0..=FURTHEST)
            .map(|days| from.day.plus_days(days))
            .flat_map(|day| {
                let times = self.times(calendar, day, minutes, from);
                times
                    .into_iter()
                    .filter(|(_, free)| *free)
                    .map(move |(minute, _)| Moment { day, minute })
            })
            .take(count)
            .collect()
    }
}

/// Gives the steps that some time covers.
pub fn steps(minute: i64, minutes: i64) -> impl Iterator<Item = i64> {
    let first = minute.div_euclid(STEP);
    let last = (minute + minutes - 1).div_euclid(STEP);
    (first..=last).map(|step| step * STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn calendar() -> Calendar {
        rules::Law::shipped().expect("the law").calendar().clone()
    }

    fn table() -> Timetable {
        Timetable { hours: WeeklyHours::usual(), ..Timetable::default() }
    }

    #[test]
    fn the_calendar_of_2026_is_respected() {
        let (calendar, table) = (calendar(), table());
        let early = Moment { day: day("2026-01-01"), minute: 0 };
        let count = |on: &str| table.times(&calendar, day(on), 30, early).len();
        assert_eq!(
            count("2026-10-09"),
            12,
            "a Friday: five in the morning, seven in the afternoon"
        );
        assert_eq!(count("2026-10-10"), 12, "a Saturday that is worked");
        assert_eq!(count("2026-10-05"), 0, "a Monday off");
        assert_eq!(count("2026-10-17"), 0, "a Saturday");
        let why = |on: &str| table.on(&calendar, day(on)).expect_err("closed").to_string();
        assert_eq!(why("2026-10-05"), "国庆节放假");
        assert_eq!(why("2026-10-17"), "周末");
    }

    #[test]
    fn a_holiday_that_the_law_fixes_is_free_before_its_notice_is_out() {
        let (calendar, table) = (calendar(), table());
        let early = Moment { day: day("2026-11-22"), minute: 0 };
        for (on, holiday) in
            [("2027-01-01", "元旦"), ("2028-05-02", "劳动节"), ("2027-10-01", "国庆节")]
        {
            let why = table.on(&calendar, day(on)).expect_err("closed").to_string();
            assert_eq!(why, format!("{holiday}放假"), "{on}");
            assert!(table.times(&calendar, day(on), 30, early).is_empty(), "{on}");
        }
        assert_eq!(table.times(&calendar, day("2027-01-04"), 30, early).len(), 12, "a Monday");
    }

    #[test]
    fn what_is_taken_is_taken_for_every_length() {
        let calendar = calendar();
        let mut table = table();
        let on = day("2026-11-23");
        table.taken.extend(steps(570, 45).map(|step| (on, step)));
        assert_eq!(steps(570, 45).collect::<Vec<_>>(), [570, 585, 600]);
        let now = Moment { day: on, minute: 539 };
        let free = |minutes| {
            let times = table.times(&calendar, on, minutes, now);
            times.into_iter().filter(|(_, free)| *free).map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(&free(30)[..3], [540, 630, 660]);
        assert_eq!(&free(60)[..2], [630, 810]);
    }

    #[test]
    fn what_has_passed_is_not_offered_and_leave_is_leave() {
        let calendar = calendar();
        let mut table = table();
        let on = day("2026-11-23");
        let now = Moment { day: on, minute: 16 * 60 };
        assert_eq!(table.times(&calendar, on, 30, now), [(16 * 60 + 30, true)]);
        let next = |table: &Timetable| table.next_free(&calendar, 60, now, 1)[0].to_string();
        assert_eq!(next(&table), "2026-11-24（周二）09:00");
        table.leave.push(Leave { first: day("2026-11-24"), last: day("2026-11-27") });
        assert_eq!(next(&table), "2026-11-30（周一）09:00");
        assert_eq!(table.on(&calendar, day("2026-11-27")), Err(Closed::Leave));
    }
}
