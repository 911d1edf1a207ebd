//! What ledger is wanted.

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
    pub(crate) fn check(&self) -> io::Result<()> {
        let refuse = |reason: String| Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        if self.from > self.until {
            return refuse(format!("台账的起始日 {} 晚于截止日 {}", self.from, self.until));
        }
        for day in [self.from, self.until] {
            if !YEARS.contains(&day.year()) {
                let (first, last) = (YEARS.start(), YEARS.end());
                return refuse(format!("日期 {day} 不在 {first} 年至 {last} 年之间"));
            }
        }
        for (what, number) in [("人员", self.persons), ("用人单位", self.employers())] {
            if number > MOST {
                return refuse(format!("{what}数 {number} 过大，最多 {MOST}"));
            }
        }
        Ok(())
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
