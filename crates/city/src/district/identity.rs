//! Numbers by which persons and employers are known: valid, unique, and nobody's.

use kernel::{AddressRule, CreditCode, CreditCodeError, CreditCodeRemark, Day};
use kernel::{ResidentId, ResidentIdError};

use crate::Population;
use crate::random::Random;

/// How many sequence codes of one sex on one day of birth are used: a prime, so that they mix.
const SEQUENCES: u64 = 487;

/// Every so many codes of one sex one ends in 00, and is left out: with a check character of 0 it
/// would look as if a spreadsheet had cut the number.
const ROUND_EVERY: u64 = 50;

/// The days of a year on which persons are born.
const BIRTHDAYS: u64 = 365;

/// The years of birth that a number leaves open lie so far apart.
const YEAR_STEP: u64 = 8;

/// For how many persons there are resident ID numbers that differ in their dates of birth and
/// sequence codes alone.
pub(super) const MOST_PERSONS: u64 = SEQUENCES * BIRTHDAYS * YEAR_STEP;

/// No telephone number of mainland China begins so.
const NOBODYS_PREFIX: &str = "154";

/// The day of birth and the sequence code of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Birth {
    pub(super) day: Day,
    sequence: u64,
}

impl Birth {
    /// Gives the birth of a person, about a year from a range of at least [`YEAR_STEP`] years;
    /// no other person of the same sex has the same.
    ///
    /// The number is taken apart into sequence code, birthday and the remainder of the year, so
    /// that nobody else need be looked at.
    pub(super) fn of(seed: u64, number: u64, is_female: bool, about: i32, last: i32) -> Self {
        let number = number.saturating_sub(1) % MOST_PERSONS;
        let (class, round) = (number % SEQUENCES, number / SEQUENCES);
        let sequence = class * 211 % SEQUENCES;
        let birthday = (round * 151 + class * 89) % BIRTHDAYS;
        let mut random =
            Random::of_subject(seed, Population::Births as u64, sequence * BIRTHDAYS + birthday);
        let step = i32::try_from(YEAR_STEP).unwrap_or(1);
        let round = i32::try_from(round / BIRTHDAYS).unwrap_or(0);
        let remainder = round + i32::from(random.between(0, 7));
        let year = about + (remainder - about).rem_euclid(step);
        let year = if year > last { year - step } else { year };
        let first = Day::new(year, 1, 1).unwrap_or(Day::FIRST);
        Self {
            day: first.plus_days(i32::try_from(birthday).unwrap_or(0)),
            sequence: 2 * (sequence + sequence / (ROUND_EVERY - 1)) + if is_female { 2 } else { 1 },
        }
    }

    /// Gives the resident ID number of one first registered in a county.
    pub(super) fn resident_id(self, county: u32) -> String {
        let (year, month, day) = self.day.parts();
        let body = format!("{county:06}{year:04}{month:02}{day:02}{:03}", self.sequence);
        // Whoever is asked about a wrong check character names the right one.
        let guess = format!("{body}1");
        match ResidentId::parse(&guess, Day::LAST, AddressRule::Any) {
            Err(ResidentIdError::CheckCharacter { expected, .. }) => format!("{body}{expected}"),
            _ => guess,
        }
    }
}

/// Gives the unified social credit code of an enterprise registered in the district.
pub(super) fn credit_code(number: u64) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    // A factor without a divisor in common with 31, so that no two numbers meet.
    let mut left = number * 104_729 % 31_u64.pow(6);
    let mut body = String::from("91110105MA");
    for _ in 0..6 {
        body.push(char::from(ALPHABET[usize::try_from(left % 31).unwrap_or(0)]));
        left /= 31;
    }
    let guess = completed(&format!("{body}1"));
    let remarks = CreditCode::parse(&guess).map(|read| read.value.remarks()).unwrap_or_default();
    match remarks.first() {
        Some(CreditCodeRemark::OrganisationCheck { expected, .. }) => {
            completed(&format!("{body}{expected}"))
        }
        _ => guess,
    }
}

/// Adds the check character to the 17 characters before it.
fn completed(body: &str) -> String {
    let guess = format!("{body}1");
    match CreditCode::parse(&guess) {
        Err(CreditCodeError::CheckCharacter { expected, .. }) => format!("{body}{expected}"),
        _ => guess,
    }
}

/// Gives the telephone number of the N-th of a kind of subject.
pub(super) fn phone(kind: Population, number: u64) -> String {
    let digits = (number * 7_654_321 + (kind as u64) * 13_370_001) % 100_000_000;
    format!("{NOBODYS_PREFIX}{digits:08}")
}
