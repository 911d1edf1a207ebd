//! A record as a device sends it, and as it is kept.

use kernel::Day;
use serde::{Deserialize, Serialize};
use store::{Instant, SubjectId};

use super::RecordId;
use super::outcome::{Becomes, Outcome};
use super::refusal::Refusal;

/// How many characters somebody's own words may have.
pub const LONGEST_WORDS: usize = 2_000;
/// How many other records of the same device and person a record may name.
const MOST_KNOWN: usize = 100;

/// A record as a device sends it. Kept whole, under seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Its name, made by the device.
    pub id: String,
    /// Whose file it was taken along from.
    pub subject: String,
    /// The day it happened, as the device knew it.
    pub on: String,
    /// When it was recorded by the device's clock, in milliseconds since 1970.
    pub made_at: i64,
    /// When the list was taken along, by our clock, in microseconds since 1970.
    pub taken_at: i64,
    /// The place in the person's ledger up to which whoever took the list along knew it.
    pub base: i64,
    /// The other records of this person that the same device holds: these whoever recorded knew as well.
    #[serde(default)]
    pub known: Vec<String>,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The person's own words, or whoever visited.
    #[serde(default)]
    pub words: String,
}

impl Incoming {
    /// Checks everything that can be checked without looking anything up.
    pub fn check(&self, today: Day) -> Result<(), Refusal> {
        self.record()?;
        self.subject()?;
        self.becomes()?;
        if self.day()? > today {
            return Err(Refusal::NotYet(today));
        }
        let length = self.words.chars().count();
        if length > LONGEST_WORDS {
            return Err(Refusal::TooLong(length));
        }
        if self.base < 0 || self.known.len() > MOST_KNOWN {
            return Err(Refusal::Unknown("记录格式"));
        }
        Ok(())
    }

    /// Gives what it becomes.
    pub(crate) fn becomes(&self) -> Result<Becomes, Refusal> {
        self.outcome.becomes(self.day()?, &self.words)
    }

    /// Gives its name.
    pub fn record(&self) -> Result<RecordId, Refusal> {
        self.id.parse().map_err(|_| Refusal::Unknown("记录编号"))
    }

    /// Gives whose file it was taken along from.
    pub fn subject(&self) -> Result<SubjectId, Refusal> {
        self.subject.parse().map_err(|_| Refusal::Unknown("服务对象"))
    }

    /// Gives the day it happened.
    pub fn day(&self) -> Result<Day, Refusal> {
        self.on.parse().map_err(|_| Refusal::Unknown("日期"))
    }

    /// Gives when it was recorded, by the device's clock.
    #[must_use]
    pub const fn made_at(&self) -> Instant {
        Instant::from_micros(self.made_at.saturating_mul(1_000))
    }

    /// Gives when the list was taken along.
    #[must_use]
    pub const fn taken_at(&self) -> Instant {
        Instant::from_micros(self.taken_at)
    }

    /// Tells whether a record is one of those that the same device holds of this person.
    #[must_use]
    pub fn knows(&self, record: RecordId) -> bool {
        let name = record.to_string();
        self.known.contains(&name)
    }
}
