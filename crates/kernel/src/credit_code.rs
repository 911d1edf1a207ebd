//! Unified social credit codes, GB 32100-2015.

use std::fmt;

use crate::recognised::{is_scientific, tidy};
use crate::{CreditCodeError, Recognised};

/// A unified social credit code (统一社会信用代码): 18 characters whose check character fits.
///
/// Whether the organisation code inside (positions 9 to 17) also fits its own older check
/// (GB 11714-1997) is a [`CreditCodeRemark`], never a refusal: the check over the whole already
/// finds every single wrong character, and codes were given out that fail the older one. The
/// same goes for a category that the standard does not list, since amendments add to the list.
///
/// ```
/// use kernel::CreditCode;
///
/// let code = CreditCode::parse("91310116 0764 09427l").expect("valid").value;
/// assert_eq!(code.as_str(), "91310116076409427L");
/// assert_eq!(code.department(), "市场监督管理");
/// assert_eq!(code.category(), Some("企业"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; LENGTH]);

/// Something worth a look at a code that is valid all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCodeRemark {
    /// The check of the organisation code inside does not hold.
    OrganisationCheck {
        /// The character that would fit at position 17.
        expected: char,
        /// The character found.
        found: char,
    },
    /// The registering department has no such category of organisations.
    Category {
        /// The category found, position 2.
        found: char,
    },
}

impl fmt::Display for CreditCodeRemark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrganisationCheck { expected, found } => write!(
                formatter,
                "第 17 位组织机构代码校验码按 GB 11714 应为 {expected}，现为 {found}，请核对"
            ),
            Self::Category { found } => {
                write!(formatter, "第 2 位机构类别“{found}”不在标准所列之中，请核对")
            }
        }
    }
}

const LENGTH: usize = 18;

/// The characters of the standard in the order of their values.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The weights 3^i mod 31 for the positions 1 to 17.
const WEIGHTS: [usize; LENGTH - 1] =
    [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// The weights of GB 11714 for the eight characters of an organisation code.
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A registering department with its categories of organisations.
struct Department {
    character: u8,
    name: &'static str,
    categories: &'static [(u8, &'static str)],
}

/// Registering departments, each with its categories of organisations (GB 32100-2015 with
/// amendment 1, table 1).
const DEPARTMENTS: &[Department] = &[
    Department {
        character: b'1',
        name: "机构编制",
        categories: &[
            (b'1', "机关"),
            (b'2', "事业单位"),
            (b'3', "编制部门直接管理机构编制的群众团体"),
            (b'9', "其他"),
        ],
    },
    Department {
        character: b'2',
        name: "外交",
        categories: &[(b'1', "外国常驻新闻机构"), (b'9', "其他")],
    },
    Department {
        character: b'3',
        name: "司法行政",
        categories: &[
            (b'1', "律师执业机构"),
            (b'2', "公证处"),
            (b'3', "基层法律服务所"),
            (b'4', "司法鉴定机构"),
            (b'5', "仲裁委员会"),
            (b'9', "其他"),
        ],
    },
    Department {
        character: b'4',
        name: "文化",
        categories: &[(b'1', "外国在华文化中心"), (b'9', "其他")],
    },
    Department {
        character: b'5',
        name: "民政",
        categories: &[
            (b'1', "社会团体"),
            (b'2', "民办非企业单位"),
            (b'3', "基金会"),
            (b'9', "其他"),
        ],
    },
    Department {
        character: b'6',
        name: "旅游",
        categories: &[
            (b'1', "外国旅游部门常驻代表机构"),
            (b'2', "港澳台地区旅游部门常驻代表机构"),
            (b'9', "其他"),
        ],
    },
    Department {
        character: b'7',
        name: "宗教",
        categories: &[(b'1', "宗教活动场所"), (b'2', "宗教院校"), (b'9', "其他")],
    },
    Department {
        character: b'8', name: "工会", categories: &[(b'1', "基层工会"), (b'9', "其他")]
    },
    Department {
        character: b'9',
        name: "市场监督管理",
        categories: &[
            (b'1', "企业"),
            (b'2', "个体工商户"),
            (b'3', "农民专业合作社"),
            (b'9', "其他"),
        ],
    },
    Department {
        character: b'A',
        name: "中央军委改革和编制办公室",
        categories: &[(b'1', "军队事业单位"), (b'9', "其他")],
    },
    Department {
        character: b'N',
        name: "农业农村",
        categories: &[
            (b'1', "组级集体经济组织"),
            (b'2', "村级集体经济组织"),
            (b'3', "乡镇级集体经济组织"),
            (b'9', "其他"),
        ],
    },
    Department { character: b'Y', name: "其他", categories: &[(b'1', "其他")] },
];

/// Gives the value of a character in the alphabet.
fn value_of(character: u8) -> Option<usize> {
    ALPHABET.iter().position(|&other| other == character)
}

/// Computes the check character of 17 values.
fn check_character(values: &[usize]) -> u8 {
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    ALPHABET[(31 - sum % 31) % 31]
}

/// Computes the check character of the eight characters of an organisation code.
fn organisation_check_character(body: &[u8]) -> u8 {
    let value = |byte: u8| char::from(byte).to_digit(36).unwrap_or(0);
    let sum: u32 =
        body.iter().zip(ORGANISATION_WEIGHTS).map(|(&byte, weight)| value(byte) * weight).sum();
    b"0X987654321"[(sum % 11) as usize]
}

impl CreditCode {
    /// Reads a code as people type it: blanks, hyphens, full-width signs, small letters and the
    /// leading apostrophe of a spreadsheet are put right, and every such change is told.
    pub fn parse(text: &str) -> Result<Recognised<Self>, CreditCodeError> {
        let (tidied, changes) = tidy(text);
        if tidied.is_empty() {
            return Err(CreditCodeError::Empty);
        }
        if is_scientific(&tidied) {
            return Err(CreditCodeError::ScientificNotation);
        }
        let found = tidied.chars().count();
        if found != LENGTH {
            return Err(CreditCodeError::Length { found });
        }
        let mut characters = [0; LENGTH];
        let mut values = [0; LENGTH];
        for (index, character) in tidied.chars().enumerate() {
            let position = index + 1;
            let byte = u8::try_from(character).unwrap_or(0);
            let Some(value) = value_of(byte) else {
                return Err(CreditCodeError::Character { position, found: character });
            };
            if (2..=8).contains(&position) && !byte.is_ascii_digit() {
                return Err(CreditCodeError::Digit { position, found: character });
            }
            characters[index] = byte;
            values[index] = value;
        }
        let code = Self(characters);
        if code.department_row().is_none() {
            return Err(CreditCodeError::Department { found: char::from(characters[0]) });
        }
        let expected = check_character(&values[..LENGTH - 1]);
        let found = characters[LENGTH - 1];
        if found != expected {
            let all_digits = characters.iter().all(u8::is_ascii_digit);
            return Err(if all_digits && characters.ends_with(b"000") {
                CreditCodeError::LastDigitsLost
            } else {
                CreditCodeError::CheckCharacter {
                    expected: char::from(expected),
                    found: char::from(found),
                }
            });
        }
        Ok(Recognised { value: code, changes })
    }

    /// Gives the code as it is written. It is public, so it needs no mask.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only characters of the ASCII alphabet ever get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn department_row(&self) -> Option<&'static Department> {
        DEPARTMENTS.iter().find(|department| department.character == self.0[0])
    }

    /// Names the registering department, position 1.
    #[must_use]
    pub fn department(&self) -> &'static str {
        self.department_row().map_or("", |department| department.name)
    }

    /// Names the category of organisation, position 2; none if the standard lists no such one.
    #[must_use]
    pub fn category(&self) -> Option<&'static str> {
        let categories = self.department_row()?.categories;
        categories.iter().find(|category| category.0 == self.0[1]).map(|category| category.1)
    }

    /// Gives the division code of the registering authority, positions 3 to 8; `100000` is the
    /// State's own.
    #[must_use]
    pub fn division_code(&self) -> &str {
        &self.as_str()[2..8]
    }

    /// Gives the organisation code, positions 9 to 17.
    #[must_use]
    pub fn organisation_code(&self) -> &str {
        &self.as_str()[8..17]
    }

    /// Gives what is worth a look though it is no error.
    #[must_use]
    pub fn remarks(&self) -> Vec<CreditCodeRemark> {
        let mut remarks = Vec::new();
        if self.category().is_none() {
            remarks.push(CreditCodeRemark::Category { found: char::from(self.0[1]) });
        }
        let expected = organisation_check_character(&self.0[8..16]);
        let found = self.0[16];
        if found != expected {
            remarks.push(CreditCodeRemark::OrganisationCheck {
                expected: char::from(expected),
                found: char::from(found),
            });
        }
        remarks
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CreditCode({})", self.as_str())
    }
}
