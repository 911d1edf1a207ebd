//! Why a code does not name a division.

use std::fmt;

use crate::{Day, Division, DivisionChange, DivisionIssuer};

/// Says why a code does not name a division, and what is near it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DivisionError {
    /// The code is not written in 2, 4, 6, 9 or 12 digits.
    Form {
        /// The code as it was given.
        code: String,
    },
    /// The code is a village's; villages are not carried.
    Village {
        /// The issuer whose set was searched.
        issuer: DivisionIssuer,
        /// The code as it was given.
        code: String,
        /// The township that it begins with, if that exists.
        township: Option<Division>,
    },
    /// The issuer's set has no such code.
    Unknown {
        /// The issuer whose set was searched.
        issuer: DivisionIssuer,
        /// The code as it was given.
        code: String,
        /// The nearest division above that exists.
        nearest: Option<Division>,
        /// The division that the other issuer calls by this code.
        elsewhere: Option<Division>,
        /// The latest change that replaced the code.
        replaced_by: Option<&'static DivisionChange>,
    },
    /// A stored reference is not `issuer:YYYY-MM-DD:code`.
    Reference {
        /// The reference as it was given.
        reference: String,
    },
    /// A stored reference names an edition of the codes that is not carried.
    Edition {
        /// The issuer.
        issuer: DivisionIssuer,
        /// The day as of which the edition was.
        day: Day,
    },
}

impl fmt::Display for DivisionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form { code } => {
                write!(formatter, "区划代码“{code}”应为 2、4、6、9 或 12 位数字")
            }
            Self::Village { issuer, code, township } => {
                write!(formatter, "{code} 是村级代码，系统只收录到乡级")?;
                match township {
                    Some(township) => write!(formatter, "，请用 {} {township}", township.code()),
                    None => write!(formatter, "；{issuer}代码中也没有其乡级代码 {}", &code[..9]),
                }
            }
            Self::Unknown { issuer, code, nearest, elsewhere, replaced_by } => {
                write!(formatter, "{issuer} {} 的区划代码中没有 {code}", issuer.as_of())?;
                if let Some(change) = replaced_by {
                    write!(formatter, "；{change}")?;
                }
                if let Some(division) = elsewhere {
                    let other = division.issuer();
                    write!(formatter, "；在{other}代码中是{division}，请核对代码的发布机构")?;
                }
                if let Some(division) = nearest {
                    write!(formatter, "；上级 {} {division} 存在", division.code())?;
                }
                Ok(())
            }
            Self::Reference { reference } => write!(
                formatter,
                "“{reference}”应写成 发布机构:日期:代码，例如 civil-affairs:2026-09-11:110105400"
            ),
            Self::Edition { issuer, day } => {
                write!(formatter, "没有{issuer} {day} 的区划代码，现有的是 {} 的", issuer.as_of())
            }
        }
    }
}

impl std::error::Error for DivisionError {}
