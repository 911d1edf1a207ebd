//! Why a text is not a resident ID number.

use std::fmt;

use crate::{Day, DayError};

/// Says what is wrong with a resident ID number, where, and what would be right.
///
/// Positions count from 1 in the text without spaces and hyphens, as on the card. No error holds
/// the number itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidentIdError {
    /// There is nothing but blanks.
    Empty,
    /// The number has neither 18 characters nor 15.
    Length {
        /// How many characters it has.
        found: usize,
    },
    /// A character is not a digit; the last of 18 may also be X.
    Character {
        /// Where it stands.
        position: usize,
        /// The character found.
        found: char,
        /// Whether X would do in that place.
        last: bool,
    },
    /// The year of birth lies before 1900: positions 7 to 10.
    BirthYear {
        /// The year found.
        found: i32,
    },
    /// There is no such month: positions 11 and 12, or 9 and 10 of a number of 15 digits.
    BirthMonth {
        /// Where the month begins.
        position: usize,
        /// The month found.
        found: u8,
    },
    /// The month has no such day: positions 13 and 14, or 11 and 12 of a number of 15 digits.
    BirthDay {
        /// Where the day begins.
        position: usize,
        /// The day found.
        found: u8,
        /// The last day that the month has.
        last: u8,
    },
    /// The day of birth lies after today.
    BirthInFuture {
        /// The day of birth found.
        birth: Day,
        /// The day that the caller gave as today.
        today: Day,
    },
    /// The check character at position 18 does not fit the 17 digits before it.
    CheckCharacter {
        /// The character that would fit.
        expected: char,
        /// The character found.
        found: char,
    },
    /// The address code was never in force.
    AddressCode {
        /// The address code, positions 1 to 6.
        code: u32,
        /// Where the part begins that is in no table: 1, 3 or 5.
        position: usize,
        /// The province or city that the part before it names.
        within: Option<&'static str>,
    },
    /// The text is a number in scientific notation: a spreadsheet has lost its last digits.
    ScientificNotation,
    /// The last three digits are 0 and the check fails: a spreadsheet kept 15 digits only.
    LastDigitsLost,
    /// 18 digits with a decimal tail: the number went through a floating-point number, which does
    /// not keep the last two digits.
    ThroughFloat,
}

impl ResidentIdError {
    /// The birth date at `position` of a number is not a day.
    pub(crate) fn of_birth_date(error: DayError, position: usize, month: u8, day: u8) -> Self {
        match error {
            DayError::NoSuchDay { last } => {
                Self::BirthDay { position: position + 2, found: day, last }
            }
            _ => Self::BirthMonth { position, found: month },
        }
    }
}

const TEXT_COLUMN: &str = "，请把该列设为“文本”格式后，按证件原件重新录入";

impl fmt::Display for ResidentIdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => formatter.write_str("公民身份号码为空，应为 18 位"),
            Self::Length { found } => {
                write!(formatter, "公民身份号码应为 18 位（旧号码 15 位），现为 {found} 位")
            }
            Self::Character { position, found, last } => {
                let right = if last { "数字或字母 X" } else { "数字" };
                write!(formatter, "第 {position} 位应为{right}，现为“{found}”")?;
                match found {
                    'O' => formatter.write_str("，是否为数字 0"),
                    'I' | 'L' => formatter.write_str("，是否为数字 1"),
                    'X' => formatter.write_str("，X 只能出现在第 18 位"),
                    _ => Ok(()),
                }
            }
            Self::BirthYear { found } => {
                write!(formatter, "第 7 至 10 位出生年份 {found:04} 不可能，应不早于 1900")
            }
            Self::BirthMonth { position, found } => {
                let to = position + 1;
                write!(
                    formatter,
                    "第 {position} 至 {to} 位出生月份 {found:02} 不存在，应为 01 至 12"
                )
            }
            Self::BirthDay { position, found, last } => {
                let to = position + 1;
                write!(
                    formatter,
                    "第 {position} 至 {to} 位出生日 {found:02} 不存在，该月应为 01 至 {last}"
                )
            }
            Self::BirthInFuture { birth, today } => {
                write!(formatter, "第 7 至 14 位出生日期 {birth} 晚于 {today}，尚未到来")
            }
            Self::CheckCharacter { expected, found } => write!(
                formatter,
                "第 18 位校验码应为 {expected}，现为 {found}；若末位无误，则前 17 位有抄错之处\
                 （GB 11643-1999）"
            ),
            Self::AddressCode { code, position, within } => {
                let to = position + 1;
                write!(formatter, "前 6 位地址码 {code:06} 从未启用：")?;
                match within {
                    Some(name) => {
                        write!(formatter, "{name}之下没有第 {position} 至 {to} 位起的这个代码")
                    }
                    None => write!(formatter, "第 {position} 至 {to} 位不是任何省级代码"),
                }
            }
            Self::ScientificNotation => {
                write!(formatter, "号码被电子表格改成了科学记数法，末几位已丢失{TEXT_COLUMN}")
            }
            Self::LastDigitsLost => write!(
                formatter,
                "第 16 至 18 位为 000 且校验不符：Excel 只保留 15 位数字，末三位已丢失{TEXT_COLUMN}"
            ),
            Self::ThroughFloat => write!(
                formatter,
                "18 位号码带有小数点，曾被当作数值保存，末两位已不可靠{TEXT_COLUMN}"
            ),
        }
    }
}

impl std::error::Error for ResidentIdError {}
