//! Resident ID numbers, GB 11643-1999.

use std::fmt;
use std::ops::{Add, Mul};

use crate::recognised::{is_scientific, tidy, without_decimal_tail};
use crate::{Change, Day, Recognised, ResidentIdError, address_code};

/// A resident ID number (公民身份号码), or the number of a residence permit, which is built alike.
///
/// Holds 18 characters whose date of birth is a day from 1900 on (nobody born earlier is alive)
/// and whose check character fits. Neither `Debug` nor `Display` shows the number in clear: both
/// print [`ResidentId::masked`]. The clear text takes the deliberate [`ResidentId::in_clear`].
///
/// ```
/// use kernel::{AddressRule, Day, ResidentId, Sex};
///
/// let today = Day::new(2026, 9, 30).expect("a day");
/// let read = ResidentId::parse("36042619910101 0071", today, AddressRule::Known).expect("valid");
/// assert_eq!(read.value.birth_date().to_string(), "1991-01-01");
/// assert_eq!(read.value.sex(), Sex::Male);
/// assert_eq!(read.changes[0].to_string(), "去掉了空格或不可见字符");
/// assert_eq!(read.value.to_string(), "360426********0071");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId([u8; LENGTH]);

/// How strictly the address code of a number is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressRule {
    /// The address code must be one that was in force at some time. In which years is only ever a
    /// [`ResidentIdRemark`]: people are registered late, and codes are used again.
    Known,
    /// Any address code will do; form, date and check character are still looked at.
    Any,
}

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidentIdKind {
    /// A mainland resident: 居民身份证.
    MainlandResident,
    /// A Hong Kong resident's residence permit: `810000`.
    HongKongResident,
    /// A Macao resident's residence permit: `820000`.
    MacaoResident,
    /// A Taiwan resident's residence permit: `830000`.
    TaiwanResident,
}

/// The sex that a number states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// 女: the sequence code is even.
    Female,
    /// 男: the sequence code is odd.
    Male,
}

impl fmt::Display for Sex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Female => "女",
            Self::Male => "男",
        })
    }
}

/// Something worth a look at a number that is valid all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidentIdRemark {
    /// The address code is in no table.
    AddressUnknown,
    /// The address code was not in force in the year of birth, as with late registration.
    AddressNotInForceAtBirth {
        /// What the code names.
        name: &'static str,
        /// The year of birth.
        birth_year: i32,
        /// The first year in force, if later than the year of birth.
        first_year: Option<i32>,
        /// The last year in force, if earlier than the year of birth.
        last_year: Option<i32>,
    },
    /// The last three digits are 0: by chance the check of a number that a spreadsheet has
    /// shortened to 15 digits holds once in eleven times.
    EndsInThreeZeros,
}

impl fmt::Display for ResidentIdRemark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::AddressUnknown => formatter.write_str("前 6 位地址码不在历年代码表中，请核对"),
            Self::AddressNotInForceAtBirth { name, birth_year, first_year, last_year } => {
                write!(formatter, "前 6 位地址码（{name}）")?;
                if let Some(year) = first_year {
                    write!(formatter, "自 {year} 年启用，晚于出生年份 {birth_year}")?;
                } else if let Some(year) = last_year {
                    write!(formatter, "{year} 年后停用，早于出生年份 {birth_year}")?;
                } else {
                    write!(formatter, "在出生年份 {birth_year} 不在用")?;
                }
                formatter.write_str("；补登户口者可属正常")
            }
            Self::EndsInThreeZeros => {
                formatter.write_str("末三位为 000，请核对是否被 Excel 截去末三位")
            }
        }
    }
}

const LENGTH: usize = 18;

/// The number of digits before the check character.
const BODY: usize = LENGTH - 1;

/// The weights of ISO 7064 MOD 11-2 for the positions 1 to 17.
const WEIGHTS: [u32; BODY] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check characters by the remainder of the weighted sum.
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// Computes the check character of 17 digits.
fn check_character(digits: &[u8]) -> u8 {
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_CHARACTERS[(sum % 11) as usize]
}

/// Gives the number that a run of digits writes.
fn number<N: From<u8> + Mul<Output = N> + Add<Output = N>>(digits: &[u8]) -> N {
    digits.iter().fold(N::from(0), |value, digit| value * N::from(10) + N::from(digit - b'0'))
}

impl ResidentId {
    /// Reads a number as people type it: blanks, hyphens, full-width signs, lower-case x and the
    /// leading apostrophe of a spreadsheet are put right, and 15 digits are upgraded to 18; every
    /// such change is told. A number that a spreadsheet has damaged is refused as such.
    ///
    /// `today` is the last day of birth that is accepted.
    pub fn parse(
        text: &str,
        today: Day,
        address: AddressRule,
    ) -> Result<Recognised<Self>, ResidentIdError> {
        let (tidied, mut changes) = tidy(text);
        let mut tidied = &*tidied;
        if tidied.is_empty() {
            return Err(ResidentIdError::Empty);
        }
        if is_scientific(tidied) {
            return Err(ResidentIdError::ScientificNotation);
        }
        if let Some(whole) = without_decimal_tail(tidied) {
            if whole.len() == LENGTH {
                return Err(ResidentIdError::ThroughFloat);
            }
            changes.push(Change::DecimalTailRemoved);
            tidied = whole;
        }
        let found = tidied.chars().count();
        if found != LENGTH && found != 15 {
            return Err(ResidentIdError::Length { found });
        }
        for (index, character) in tidied.chars().enumerate() {
            let last = index == BODY;
            if !(character.is_ascii_digit() || last && character == 'X') {
                return Err(ResidentIdError::Character {
                    position: index + 1,
                    found: character,
                    last,
                });
            }
        }
        let mut characters = [b'0'; LENGTH];
        let month_position = if found == LENGTH {
            characters.copy_from_slice(tidied.as_bytes());
            11
        } else {
            changes.push(Change::UpgradedFromFifteen);
            characters[..6].copy_from_slice(&tidied.as_bytes()[..6]);
            // The sequence codes 996 to 999, once kept for people born before 1900, need no
            // century of their own any more.
            characters[6..8].copy_from_slice(b"19");
            characters[8..BODY].copy_from_slice(&tidied.as_bytes()[6..]);
            characters[BODY] = check_character(&characters[..BODY]);
            9
        };
        let value = Self(characters);
        value.check(today, address, month_position)?;
        Ok(Recognised { value, changes })
    }

    /// Checks what the form alone does not: date, check character, address code, in this order.
    fn check(
        &self,
        today: Day,
        address: AddressRule,
        month_position: usize,
    ) -> Result<(), ResidentIdError> {
        let (year, month, day) = self.birth_parts();
        if year < 1900 {
            return Err(ResidentIdError::BirthYear { found: year });
        }
        let birth = Day::new(year, month, day)
            .map_err(|error| ResidentIdError::of_birth_date(error, month_position, month, day))?;
        if birth > today {
            return Err(ResidentIdError::BirthInFuture { birth, today });
        }
        let expected = check_character(&self.0[..BODY]);
        if self.0[BODY] != expected {
            return Err(if self.0.ends_with(b"000") {
                ResidentIdError::LastDigitsLost
            } else {
                ResidentIdError::CheckCharacter {
                    expected: char::from(expected),
                    found: char::from(self.0[BODY]),
                }
            });
        }
        if address == AddressRule::Known && address_code::meanings(self.address_code()).is_empty() {
            return Err(self.address_error());
        }
        Ok(())
    }

    /// Finds out which part of the address code is unknown.
    fn address_error(&self) -> ResidentIdError {
        let code = self.address_code();
        let name_of = |code| address_code::meaning_in(code, self.birth_parts().0);
        let province = name_of(code / 10_000 * 10_000);
        let city = name_of(code / 100 * 100);
        let (position, within) = match (province, city) {
            (_, Some(city)) => (5, Some(city.name)),
            (Some(province), None) => (3, Some(province.name)),
            (None, None) => (1, None),
        };
        ResidentIdError::AddressCode { code, position, within }
    }

    /// Gives year, month and day of birth as they are written, whether or not they are a day.
    fn birth_parts(&self) -> (i32, u8, u8) {
        (number(&self.0[6..10]), number(&self.0[10..12]), number(&self.0[12..14]))
    }

    /// Gives the number in clear. Personal data: show it only where somebody asked for it.
    #[must_use]
    pub fn in_clear(&self) -> &str {
        // Only ASCII digits and X ever get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Gives the number with the birth date hidden, the first six and the last four shown.
    #[must_use]
    pub fn masked(&self) -> String {
        let clear = self.in_clear();
        format!("{}********{}", &clear[..6], &clear[14..])
    }

    /// Gives the day of birth.
    #[must_use]
    pub fn birth_date(&self) -> Day {
        let (year, month, day) = self.birth_parts();
        // The date was checked before the number came to be.
        Day::new(year, month, day).unwrap_or(Day::FIRST)
    }

    /// Gives the sex, which the parity of the sequence code states.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.sequence().is_multiple_of(2) { Sex::Female } else { Sex::Male }
    }

    /// Gives the address code, positions 1 to 6: where the person was first registered.
    #[must_use]
    pub fn address_code(&self) -> u32 {
        number(&self.0[..6])
    }

    /// Gives the sequence code, positions 15 to 17.
    #[must_use]
    pub fn sequence(&self) -> u16 {
        number(&self.0[14..BODY])
    }

    /// Tells whose number it is, by the address code.
    #[must_use]
    pub fn kind(&self) -> ResidentIdKind {
        match self.address_code() {
            810_000 => ResidentIdKind::HongKongResident,
            820_000 => ResidentIdKind::MacaoResident,
            830_000 => ResidentIdKind::TaiwanResident,
            _ => ResidentIdKind::MainlandResident,
        }
    }

    /// Gives the full name of the place of first registration as it was called in the year of
    /// birth, or as it was last called if the code was not in force then; none if it is unknown.
    #[must_use]
    pub fn address_name(&self) -> Option<String> {
        let code = self.address_code();
        let year = self.birth_parts().0;
        let own = address_code::meaning_in(code, year)?;
        let above = [code / 10_000 * 10_000, code / 100 * 100].into_iter();
        let mut above: Vec<u32> = above.filter(|&other| other != code).collect();
        above.dedup();
        let above = above.into_iter().filter_map(|code| address_code::meaning_in(code, year));
        Some(above.chain([own]).map(|row| row.name).collect())
    }

    /// Gives what is worth a look though it is no error.
    #[must_use]
    pub fn remarks(&self) -> Vec<ResidentIdRemark> {
        let mut remarks = Vec::new();
        let birth_year = self.birth_parts().0;
        let meanings = address_code::meanings(self.address_code());
        match (meanings.first(), meanings.last()) {
            (Some(oldest), Some(newest)) => {
                if !meanings.iter().any(|row| row.in_force(birth_year)) {
                    let meaning = if oldest.first_year.is_some_and(|first| birth_year < first) {
                        oldest
                    } else {
                        newest
                    };
                    remarks.push(ResidentIdRemark::AddressNotInForceAtBirth {
                        name: meaning.name,
                        birth_year,
                        first_year: meaning.first_year.filter(|&first| birth_year < first),
                        last_year: meaning.last_year.filter(|&last| last < birth_year),
                    });
                }
            }
            _ => remarks.push(ResidentIdRemark::AddressUnknown),
        }
        if self.0.ends_with(b"000") {
            remarks.push(ResidentIdRemark::EndsInThreeZeros);
        }
        remarks
    }
}

impl fmt::Display for ResidentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.masked())
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ResidentId({})", self.masked())
    }
}
