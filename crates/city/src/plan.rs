//! What is wanted, and why it cannot be had.

use std::fmt;
use std::io;
use std::ops::RangeInclusive;

use kernel::Day;

use crate::office::Office;

/// The most persons, and the most employers, that a ledger can name in order.
const MOST: u64 = 99_999_999;

/// The years in which a life can be set.
const YEARS: RangeInclusive<i32> = 2000..=2100;

/// Says what ledger is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerPlan {
    /// How many persons, up to 99 999 999.
    pub persons: u64,
    /// How many employers; a tenth of the persons where nothing is said.
    pub employers: Option<u64>,
    /// What fixes every life: the same seed gives the same ledger.
    pub seed: u64,
    /// The first day on which anything happens; from 2000 to 2100, like the last.
    pub from: Day,
    /// The last day on which anything is written down.
    pub until: Day,
}

impl LedgerPlan {
    /// Plans a ledger of the two years up to a day, with a tenth as many employers as persons.
    #[must_use]
    pub fn of_two_years(persons: u64, seed: u64, until: Day) -> Self {
        Self { persons, employers: None, seed, from: until.plus_days(-2 * 365), until }
    }

    /// Gives the number of employers.
    #[must_use]
    pub const fn employers(&self) -> u64 {
        match self.employers {
            Some(employers) => employers,
            None => self.persons / 10,
        }
    }

    /// Gives the number of offices that hold fairs: a small ledger needs few.
    pub(crate) fn fair_offices(&self) -> u8 {
        u8::try_from(self.persons.div_ceil(500)).unwrap_or(u8::MAX).min(Office::COUNT)
    }

    /// Refuses a plan that cannot be carried out.
    pub(crate) fn check(&self) -> Result<(), PlanRefusal> {
        check_days(self.from, self.until)?;
        check_number("人员", self.persons, MOST)?;
        check_number("用人单位", self.employers(), MOST)
    }
}

/// Refuses days between which no life can be set.
pub(crate) fn check_days(from: Day, until: Day) -> Result<(), PlanRefusal> {
    if from > until {
        return Err(PlanRefusal::Backwards { from, until });
    }
    match [from, until].into_iter().find(|day| !YEARS.contains(&day.year())) {
        Some(day) => Err(PlanRefusal::Year { day }),
        None => Ok(()),
    }
}

/// Refuses more subjects than can be told apart.
pub(crate) fn check_number(what: &'static str, number: u64, most: u64) -> Result<(), PlanRefusal> {
    if number > most { Err(PlanRefusal::TooMany { what, number, most }) } else { Ok(()) }
}

/// Says why a plan cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanRefusal {
    /// The first day lies after the last.
    Backwards {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// A day lies in a year in which no life can be set.
    Year {
        /// The day.
        day: Day,
    },
    /// More subjects are wanted than can be told apart.
    TooMany {
        /// Which subjects, in Chinese.
        what: &'static str,
        /// How many are wanted.
        number: u64,
        /// How many are possible.
        most: u64,
    },
    /// Persons are recommended to more employers than are wanted.
    TooFewEmployers {
        /// How many are wanted.
        number: u64,
        /// How many are needed.
        needed: u64,
    },
}

impl fmt::Display for PlanRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backwards { from, until } => {
                write!(formatter, "台账的起始日 {from} 晚于截止日 {until}")
            }
            Self::Year { day } => {
                let (first, last) = (YEARS.start(), YEARS.end());
                write!(formatter, "日期 {day} 不在 {first} 年至 {last} 年之间")
            }
            Self::TooMany { what, number, most } => {
                write!(formatter, "{what}数 {number} 过大，最多 {most}")
            }
            Self::TooFewEmployers { number, needed } => {
                write!(formatter, "用人单位数 {number} 过小，向人员推荐岗位至少需要 {needed} 家")
            }
        }
    }
}

impl std::error::Error for PlanRefusal {}

impl From<PlanRefusal> for io::Error {
    fn from(refusal: PlanRefusal) -> Self {
        Self::new(io::ErrorKind::InvalidInput, refusal)
    }
}

/// Says what was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many subjects have at least one line.
    pub subjects: u64,
    /// How many lines.
    pub entries: u64,
}
