//! Why a text is not a unified social credit code.

use std::fmt;

/// Says what is wrong with a unified social credit code, where, and what would be right.
///
/// Positions count from 1 in the text without spaces and hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCodeError {
    /// There is nothing but blanks.
    Empty,
    /// The code does not have 18 characters.
    Length {
        /// How many characters it has.
        found: usize,
    },
    /// A character is not in the alphabet of the standard.
    Character {
        /// Where it stands.
        position: usize,
        /// The character found.
        found: char,
    },
    /// A character is not a digit where only digits may stand: positions 2 to 8.
    Digit {
        /// Where it stands.
        position: usize,
        /// The character found.
        found: char,
    },
    /// No department registers under the first character.
    Department {
        /// The character found.
        found: char,
    },
    /// The check character at position 18 does not fit the 17 before it.
    CheckCharacter {
        /// The character that would fit.
        expected: char,
        /// The character found.
        found: char,
    },
    /// The text is a number in scientific notation: a spreadsheet has lost its last digits.
    ScientificNotation,
    /// 18 digits, the last three 0, and the check fails: a spreadsheet kept 15 digits only.
    LastDigitsLost,
}

impl fmt::Display for CreditCodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => formatter.write_str("统一社会信用代码为空，应为 18 位"),
            Self::Length { found } => {
                write!(formatter, "统一社会信用代码应为 18 位，现为 {found} 位")?;
                match found {
                    9 => formatter.write_str("；9 位为原组织机构代码，请填换发后的 18 位代码"),
                    13 | 15 => {
                        write!(formatter, "；{found} 位似为原工商注册号，请填换发后的 18 位代码")
                    }
                    _ => Ok(()),
                }
            }
            Self::Character { position, found } => {
                write!(formatter, "第 {position} 位“{found}”不可用")?;
                let likely = match found {
                    'I' => '1',
                    'O' => '0',
                    'Z' => '2',
                    'S' => '5',
                    'V' => 'U',
                    _ => return formatter.write_str("，只能用数字和大写字母（不含 I O Z S V）"),
                };
                write!(formatter, "：代码不用字母 I O Z S V，是否为 {likely}")
            }
            Self::Digit { position, found } => {
                let part =
                    if position == 2 { "机构类别" } else { "登记机关行政区划码" };
                write!(formatter, "第 {position} 位应为数字（{part}），现为“{found}”")
            }
            Self::Department { found } => write!(
                formatter,
                "第 1 位“{found}”不是登记管理部门代码，应为 1 至 9 或 A、N、Y；企业、个体工商户为 9"
            ),
            Self::CheckCharacter { expected, found } => write!(
                formatter,
                "第 18 位校验码应为 {expected}，现为 {found}；若末位无误，则前 17 位有抄错之处\
                 （GB 32100-2015）"
            ),
            Self::ScientificNotation => formatter.write_str(
                "代码被电子表格改成了科学记数法，末几位已丢失，请把该列设为“文本”格式后重新录入",
            ),
            Self::LastDigitsLost => formatter.write_str(
                "第 16 至 18 位为 000 且校验不符：Excel 只保留 15 位数字，末三位已丢失，\
                 请把该列设为“文本”格式后重新录入",
            ),
        }
    }
}

impl std::error::Error for CreditCodeError {}
