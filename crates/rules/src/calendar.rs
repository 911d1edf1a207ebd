//! The working calendar, and the counting of time that the rulebook's §1 fixes.
//!
//! This is the only place in Leye where days are added up. Every count names its policy: there is
//! no default.

use std::collections::BTreeMap;
use std::fmt;

use kernel::{Day, month_length};

/// Says what kind of day a day is, for explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Monday to Friday, nothing special.
    Workday,
    /// A Saturday or Sunday that the yearly notice makes a workday (调休); carries the holiday.
    MakeUpWorkday(String),
    /// A day off that the yearly notice names; carries the holiday.
    Holiday(String),
    /// A Saturday or Sunday.
    Weekend,
}

impl DayKind {
    /// Tells whether people work on such a day.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Workday | Self::MakeUpWorkday(_))
    }
}

impl fmt::Display for DayKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workday => formatter.write_str("工作日"),
            Self::MakeUpWorkday(holiday) => write!(formatter, "调休上班（{holiday}）"),
            Self::Holiday(holiday) => write!(formatter, "{holiday}放假"),
            Self::Weekend => formatter.write_str("周末"),
        }
    }
}

/// The holidays and make-up workdays of one year, as the State Council's notice lays them down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// The title of the notice.
    pub notice: String,
    /// The days that the notice changes, some of which may lie in the December before: true is a
    /// workday, with the holiday's name.
    pub days: BTreeMap<Day, (bool, String)>,
}

/// A due date, with what the user must know about its certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: Day,
    /// True where a day that was looked up lies in a year whose notice is not at hand.
    pub provisional: bool,
}

impl Due {
    /// A date that no calendar had to be asked for.
    #[must_use]
    pub const fn certain(day: Day) -> Self {
        Self { day, provisional: false }
    }
}

/// What users read beside a date that is provisional.
pub const PROVISIONAL: &str = "按预计日历";

/// The holidays that the law itself puts on days of the solar year (《全国年节及纪念日放假办法》第二条): the year from which
/// each holds (the Measures of 2013 and, from 2025 on, of 2024), month, day, name. The days of the lunar year, and what is
/// exchanged with weekends around all of them, only the yearly notice tells.
const FIXED: [(i32, u8, u8, &str); 6] = [
    (2014, 1, 1, "元旦"),
    (2014, 5, 1, "劳动节"),
    (2025, 5, 2, "劳动节"),
    (2014, 10, 1, "国庆节"),
    (2014, 10, 2, "国庆节"),
    (2014, 10, 3, "国庆节"),
];

/// First and last year for which workdays are counted by table; outside, day by day.
const TABLE_YEARS: (i32, i32) = (2000, 2059);

/// Knows which days are working days.
///
/// A year without a notice falls back to Monday to Friday, and every date that depends on such a
/// year is marked provisional.
#[derive(Clone, Debug)]
pub struct Calendar {
    years: BTreeMap<i32, CalendarYear>,
    /// Every day that a notice changes. A notice may name days of the December before its year.
    noted: BTreeMap<Day, (bool, String)>,
    /// The first day of the table.
    table_start: Day,
    /// For each day of the table, how many workdays lie in the table up to and including it.
    counts: Vec<u16>,
    /// The workdays of the table in order, as day numbers.
    workdays: Vec<i32>,
    /// The years with a notice, as a bit set over the table's years.
    published: u64,
}

impl Calendar {
    /// Makes a calendar of the years at hand.
    #[must_use]
    pub fn new(years: impl IntoIterator<Item = CalendarYear>) -> Self {
        let years: BTreeMap<i32, CalendarYear> =
            years.into_iter().map(|year| (year.year, year)).collect();
        let start = first_of_year(TABLE_YEARS.0);
        let end = first_of_year(TABLE_YEARS.1 + 1);
        let mut calendar = Self {
            table_start: start,
            counts: Vec::new(),
            workdays: Vec::new(),
            published: years
                .keys()
                .filter_map(|year| table_bit(*year))
                .fold(0, |set, bit| set | bit),
            noted: years.values().flat_map(|year| year.days.clone()).collect(),
            years,
        };
        let mut working: Vec<bool> = (start.number()..end.number())
            .map(|number| Day::from_number(number).weekday() <= 5)
            .collect();
        for (day, (is_workday, _)) in &calendar.noted {
            if let Some(slot) = usize::try_from(day.days_since(start))
                .ok()
                .and_then(|offset| working.get_mut(offset))
            {
                *slot = *is_workday;
            }
        }
        let mut count = 0;
        for (number, is_workday) in (start.number()..).zip(working) {
            if is_workday {
                count += 1;
                calendar.workdays.push(number);
            }
            calendar.counts.push(count);
        }
        calendar
    }

    /// Gives the years whose notice is at hand.
    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.values()
    }

    /// Tells whether the notice of a year is at hand.
    #[must_use]
    pub fn is_published(&self, year: i32) -> bool {
        match table_bit(year) {
            Some(bit) => self.published & bit != 0,
            None => self.years.contains_key(&year),
        }
    }

    /// Says what kind of day a day is.
    #[must_use]
    pub fn kind(&self, day: Day) -> DayKind {
        match self.noted.get(&day) {
            Some((true, holiday)) => DayKind::MakeUpWorkday(holiday.clone()),
            Some((false, holiday)) => DayKind::Holiday(holiday.clone()),
            None if day.weekday() <= 5 => DayKind::Workday,
            None => DayKind::Weekend,
        }
    }

    /// Tells whether a day is a working day.
    #[must_use]
    pub fn is_working(&self, day: Day) -> bool {
        match self.offset(day) {
            Some(0) => self.counts[0] == 1,
            Some(offset) => self.counts[offset] != self.counts[offset - 1],
            None => self.kind(day).is_working(),
        }
    }

    /// Gives the holiday that a day is: one that the notice of its year names or, where that is not at hand, one that the
    /// law itself puts on that day. Nobody is received or booked on it.
    ///
    /// Periods are not counted by this: the rulebook takes a year without a notice by its weekdays alone and marks every
    /// date that depends on it provisional.
    #[must_use]
    pub fn holiday(&self, day: Day) -> Option<&str> {
        if let Some((is_workday, holiday)) = self.noted.get(&day) {
            return (!is_workday).then_some(holiday);
        }
        let (year, month, number) = day.parts();
        if self.is_published(year) {
            return None;
        }
        let fixed =
            FIXED.iter().find(|(from, of, on, _)| year >= *from && (month, number) == (*of, *on));
        fixed.map(|(.., name)| *name)
    }

    /// Counts "N 个工作日内": the N-th working day after a day, which is itself never counted.
    #[must_use]
    pub fn working_days_after(&self, day: Day, count: u16) -> Due {
        if count == 0 {
            return Due::certain(day);
        }
        let by_table = self.offset(day).and_then(|offset| {
            self.workdays.get(usize::from(self.counts[offset]) + usize::from(count) - 1)
        });
        let due = match by_table {
            Some(number) => Day::from_number(*number),
            None => self.step(day, 1, count),
        };
        Due { day: due, provisional: self.is_unpublished_between(day.plus_days(1), due) }
    }

    /// Counts "前 N 个工作日": the N-th working day before a day, which is itself not counted.
    #[must_use]
    pub fn working_days_before(&self, day: Day, count: u16) -> Due {
        if count == 0 {
            return Due::certain(day);
        }
        let by_table = self.offset(day.plus_days(-1)).and_then(|offset| {
            let up_to_eve = usize::from(self.counts[offset]);
            self.workdays.get(up_to_eve.checked_sub(usize::from(count))?)
        });
        let due = match by_table {
            Some(number) => Day::from_number(*number),
            None => self.step(day, -1, count),
        };
        Due { day: due, provisional: self.is_unpublished_between(due, day.plus_days(-1)) }
    }

    /// Counts "N 天": N calendar days after a day; where that is not a working day, the next
    /// working day (民法典 art. 203).
    #[must_use]
    pub fn days_after(&self, day: Day, count: u16) -> Due {
        self.roll_forward(day.plus_days(i32::from(count)))
    }

    /// Counts "N 个月": the day of the same number N months later (民法典 art. 202), rolled on to
    /// the next working day (art. 203).
    #[must_use]
    pub fn months_after(&self, day: Day, count: u16) -> Due {
        self.roll_forward(months_later(day, count))
    }

    /// Counts a hard cap ("最长不超过 N 天"): N calendar days after a day; where that is not a
    /// working day, the last working day before it. The due date decides whether it is provisional.
    #[must_use]
    pub fn days_at_most(&self, day: Day, count: u16) -> Due {
        let mut due = day.plus_days(i32::from(count));
        while !self.is_working(due) && due > Day::FIRST {
            due = due.plus_days(-1);
        }
        Due { day: due, provisional: !self.is_published(due.year()) }
    }

    fn roll_forward(&self, target: Day) -> Due {
        let mut due = target;
        while !self.is_working(due) && due < Day::LAST {
            due = due.plus_days(1);
        }
        Due { day: due, provisional: self.is_unpublished_between(target, due) }
    }

    /// Walks day by day, for the days that the table does not hold.
    fn step(&self, day: Day, direction: i32, count: u16) -> Day {
        let mut current = day;
        let mut left = count;
        while left > 0 && current != Day::LAST && current != Day::FIRST {
            current = current.plus_days(direction);
            if self.is_working(current) {
                left -= 1;
            }
        }
        current
    }

    /// Tells whether looking up every day from `first` to `last` meets a year without a notice.
    fn is_unpublished_between(&self, first: Day, last: Day) -> bool {
        (first.year()..=last.year()).any(|year| !self.is_published(year))
    }

    fn offset(&self, day: Day) -> Option<usize> {
        let offset = usize::try_from(day.days_since(self.table_start)).ok()?;
        (offset < self.counts.len()).then_some(offset)
    }
}

/// Gives the day of the same number a number of months later; where that month has none, its last
/// day (民法典 art. 202). Nothing is rolled.
#[must_use]
pub fn months_later(day: Day, months: u16) -> Day {
    let (year, month, number) = day.parts();
    let index = year * 12 + i32::from(month) - 1 + i32::from(months);
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let month = u8::try_from(month).unwrap_or(12);
    Day::new(year, month, number.min(month_length(year, month))).unwrap_or(Day::LAST)
}

/// Gives the first day of the calendar quarter that a day lies in.
#[must_use]
pub fn quarter_start(day: Day) -> Day {
    let (year, month, _) = day.parts();
    Day::new(year, (month - 1) / 3 * 3 + 1, 1).unwrap_or(Day::FIRST)
}

/// Gives the last day of the calendar quarter that a day lies in ("每季度").
#[must_use]
pub fn quarter_end(day: Day) -> Day {
    let (year, month, _) = day.parts();
    let last = (month - 1) / 3 * 3 + 3;
    Day::new(year, last, month_length(year, last)).unwrap_or(Day::LAST)
}

fn first_of_year(year: i32) -> Day {
    Day::new(year, 1, 1).unwrap_or(Day::FIRST)
}

const fn table_bit(year: i32) -> Option<u64> {
    if year >= TABLE_YEARS.0 && year <= TABLE_YEARS.1 {
        Some(1 << (year - TABLE_YEARS.0))
    } else {
        None
    }
}
