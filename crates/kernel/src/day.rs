//! Civil days.

use std::fmt;
use std::str::FromStr;

/// Names a civil day at UTC+8, the only kind of day the regulations know.
///
/// Held as the number of days since 1970-01-01, so that comparing and counting cost nothing. The
/// range is 0001-01-01 to 9999-12-31; arithmetic that would leave it stops at its ends, so that no
/// date in a ledger, however absurd, can bring the computation down.
///
/// Only the crate `rules` counts time: there every count states its calendar policy.
///
/// ```
/// use kernel::Day;
///
/// let day: Day = "2024-02-29".parse().expect("a leap day");
/// assert_eq!(day.plus_days(1).to_string(), "2024-03-01");
/// assert!("2026-02-30".parse::<Day>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Says why a text is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayError {
    /// The text does not have the form `YYYY-MM-DD`.
    Form,
    /// The month is not 01 to 12, or the year is 0000.
    NoSuchMonth,
    /// The month has no such day; carries the last day that it has.
    NoSuchDay {
        /// The last day of the month in question.
        last: u8,
    },
}

impl fmt::Display for DayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => formatter.write_str("日期应写成 YYYY-MM-DD，例如 2026-06-30"),
            Self::NoSuchMonth => {
                formatter.write_str("没有这个年月，年份从 0001 起，月份为 01 至 12")
            }
            Self::NoSuchDay { last } => write!(formatter, "日期不存在，该月最后一天是 {last} 日"),
        }
    }
}

impl std::error::Error for DayError {}

/// Days in the months of a common year.
const MONTH_LENGTHS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Gives the number of days that a month has.
#[must_use]
pub const fn month_length(year: i32, month: u8) -> u8 {
    if month == 2 && is_leap_year(year) { 29 } else { MONTH_LENGTHS[month as usize - 1] }
}

/// Tells whether a year of the Gregorian calendar has 366 days.
#[must_use]
pub const fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the values are within their types for every day of the range, which the tests walk"
)]
impl Day {
    /// The first day that can be named, 0001-01-01.
    pub const FIRST: Self = Self(-719_162);
    /// The last day that can be named, 9999-12-31.
    pub const LAST: Self = Self(2_932_896);

    /// Makes a day of its year, month and day of the month; refuses one that does not exist.
    pub const fn new(year: i32, month: u8, day: u8) -> Result<Self, DayError> {
        if year < 1 || year > 9999 || month < 1 || month > 12 {
            return Err(DayError::NoSuchMonth);
        }
        let last = month_length(year, month);
        if day < 1 || day > last {
            return Err(DayError::NoSuchDay { last });
        }
        // Years are taken to begin in March, so that the leap day comes last (the usual civil
        // calendar arithmetic; checked against jiff for every day of the range).
        let shifted_year = if month <= 2 { year - 1 } else { year };
        let shifted_month = (month as i32 + 9) % 12;
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let day_of_year = (153 * shifted_month + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Ok(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Reads `YYYY-MM-DD` written in ASCII digits.
    pub fn from_bytes(text: &[u8]) -> Result<Self, DayError> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
            return Err(DayError::Form);
        };
        let digit = |byte: u8| {
            let value = byte.wrapping_sub(b'0');
            if value < 10 { Ok(value) } else { Err(DayError::Form) }
        };
        let two = |tens, ones| Ok::<u8, DayError>(digit(tens)? * 10 + digit(ones)?);
        let year = i32::from(two(y1, y2)?) * 100 + i32::from(two(y3, y4)?);
        Self::new(year, two(m1, m2)?, two(d1, d2)?)
    }

    /// Gives the number of days since 1970-01-01, negative before it.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Gives the day of a number of days since 1970-01-01, held within the range of days.
    #[must_use]
    pub const fn from_number(number: i32) -> Self {
        if number < Self::FIRST.0 {
            Self::FIRST
        } else if number > Self::LAST.0 {
            Self::LAST
        } else {
            Self(number)
        }
    }

    /// Gives year, month and day of the month.
    #[must_use]
    pub const fn parts(self) -> (i32, u8, u8) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month as u8, day as u8)
    }

    /// Gives the year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.parts().0
    }

    /// Gives the weekday by ISO 8601: 1 is Monday, 7 is Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) as u8 + 1
    }

    /// Moves on by a number of calendar days, back by a negative one.
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self::from_number(self.0.saturating_add(days))
    }

    /// Counts the calendar days from an earlier day to this one.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Writes `YYYY-MM-DD` as bytes, without allocating.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 10] {
        let (year, month, day) = self.parts();
        let year = year as u16;
        let digit = |value: u16| b'0' + (value % 10) as u8;
        [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(u16::from(month / 10)),
            digit(u16::from(month)),
            b'-',
            digit(u16::from(day / 10)),
            digit(u16::from(day)),
        ]
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}
