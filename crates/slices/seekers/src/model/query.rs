//! What somebody looks for, told by how it is written.

use std::fmt;

use kernel::{AddressRule, Day, ResidentId};

/// Beijing's telephone numbers and the numbers of travel permits have the same length.
const LANDLINE: usize = 8;
/// The length of file numbers after their letter.
const FILE_DIGITS: usize = 8;

/// By what persons are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LookupKind {
    /// The number of an identity document.
    Number,
    /// A telephone number.
    Phone,
    /// The whole name.
    Name,
    /// Name and day of birth together.
    NameBirth,
    /// The first characters of a name, at least two.
    Beginning,
    /// The first letters of a name as it is spoken, at least two; the family name may stand written out.
    Initials,
    /// A real-name group.
    Group,
}
store::text_column!(LookupKind {
    Number = "number",
    Phone = "phone",
    Name = "name",
    NameBirth = "name_birth",
    Beginning = "beginning",
    Initials = "initials",
    Group = "group",
});

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// In words.
    pub words: &'static str,
    /// A file number, where it is one.
    pub file_number: Option<String>,
    /// The ways in which a person may be found by it, each with the value in its normal form.
    pub ways: Vec<(LookupKind, String)>,
    /// Whether it names one person rather than many, so that files elsewhere are told of.
    pub is_exact: bool,
}

/// Why nobody can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryRefusal {
    /// Too short to tell people apart.
    TooShort,
    /// Part of a number.
    PartOfNumber,
    /// Nothing of what people are found by.
    Unknown,
}

impl fmt::Display for QueryRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::TooShort => "请至少输入两个字或两个字母；只有一个姓会找到太多人",
            Self::PartOfNumber => {
                "号码请输入完整：身份证号 18 位，手机号 11 位，档案编号以 P 开头，例如 P00000123"
            }
            Self::Unknown => {
                "可以按姓名、姓名拼音首字母（如 wxy）、证件号码、手机号或档案编号（如 P00000123）查找"
            }
        })
    }
}

/// Makes full-width signs ordinary ones, and takes blanks and invisible characters away.
fn tidy(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
            }
            _ => character,
        })
        .filter(|character| {
            !character.is_whitespace()
                && !character.is_control()
                && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{feff}')
        })
        .collect()
}

/// Brings a name into the form in which it is looked up: no blanks, one kind of dot, capital letters.
#[must_use]
pub fn normalise_name(name: &str) -> String {
    tidy(name)
        .chars()
        .map(|character| match character {
            '•' | '・' | '∙' | '⋅' | '.' => '·',
            _ => character.to_ascii_uppercase(),
        })
        .collect()
}

/// Brings a telephone number into the form in which it is looked up: digits alone, without 86.
#[must_use]
pub fn normalise_phone(phone: &str) -> String {
    let digits: String = tidy(phone).chars().filter(char::is_ascii_digit).collect();
    let without = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    without.filter(|rest| rest.len() == 11).map_or(digits.clone(), str::to_owned)
}

/// Tells what somebody looks for by how it is written.
pub fn sought(text: &str) -> Result<Sought, QueryRefusal> {
    let text = tidy(text);
    let length = text.chars().count();
    if length < 2 {
        return Err(QueryRefusal::TooShort);
    }
    let upper = text.to_ascii_uppercase();
    if let Some(digits) = upper.strip_prefix('P')
        && digits.len() <= FILE_DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Ok(Sought {
            words: "档案编号",
            file_number: Some(format!("P{digits:0>FILE_DIGITS$}")),
            ways: Vec::new(),
            is_exact: true,
        });
    }
    if text.chars().any(|character| character.is_ascii_digit()) {
        return number(&upper);
    }
    if text.chars().all(|character| character.is_ascii_alphabetic()) {
        let letters = text.to_ascii_lowercase();
        return Ok(Sought {
            words: "姓名拼音首字母",
            file_number: None,
            ways: vec![
                (LookupKind::Initials, letters),
                // A name in Latin letters.
                (LookupKind::Beginning, normalise_name(&text)),
            ],
            is_exact: false,
        });
    }
    let (head, tail): (Vec<char>, Vec<char>) =
        text.chars().partition(|character| !character.is_ascii_alphabetic());
    if !tail.is_empty() && text.starts_with(&head.iter().collect::<String>()) {
        let letters: String = tail.iter().map(char::to_ascii_lowercase).collect();
        let mixed = format!("{}{letters}", head.iter().collect::<String>());
        return Ok(Sought {
            words: "姓和名的拼音首字母",
            file_number: None,
            ways: vec![(LookupKind::Initials, mixed)],
            is_exact: false,
        });
    }
    if text.chars().all(char::is_alphabetic) || text.chars().any(|sign| sign > '\u{2e80}') {
        let name = normalise_name(&text);
        return Ok(Sought {
            words: "姓名",
            file_number: None,
            ways: vec![(LookupKind::Name, name.clone()), (LookupKind::Beginning, name)],
            is_exact: true,
        });
    }
    Err(QueryRefusal::Unknown)
}

fn number(text: &str) -> Result<Sought, QueryRefusal> {
    let tidied: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = normalise_phone(text);
    let ways = match tidied.len() {
        // Only the number of 18 digits is kept.
        15 | 18 => {
            let read = ResidentId::parse(&tidied, Day::LAST, AddressRule::Any);
            let clear = read.map(|read| read.value.in_clear().to_owned());
            vec![(LookupKind::Number, clear.unwrap_or(tidied))]
        }
        9 => vec![(LookupKind::Number, tidied)],
        _ if digits.len() == 11 || digits.len() == 12 => vec![(LookupKind::Phone, digits)],
        LANDLINE => vec![(LookupKind::Number, tidied), (LookupKind::Phone, digits)],
        _ if text.chars().all(|sign| sign.is_ascii_alphanumeric() || "-+*".contains(sign)) => {
            return Err(QueryRefusal::PartOfNumber);
        }
        _ => return Err(QueryRefusal::Unknown),
    };
    let words = match ways.as_slice() {
        [(LookupKind::Number, _)] => "证件号码",
        [(LookupKind::Phone, _)] => "电话号码",
        _ => "证件号码或电话号码",
    };
    Ok(Sought { words, file_number: None, ways, is_exact: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(text: &str) -> (LookupKind, String) {
        sought(text).expect("something").ways.swap_remove(0)
    }

    #[test]
    fn what_is_looked_for_is_told_by_how_it_is_written() {
        for (text, kind, value) in [
            ("王秀英", LookupKind::Name, "王秀英"),
            ("王 秀英", LookupKind::Name, "王秀英"),
            ("买买提•艾力", LookupKind::Name, "买买提·艾力"),
            ("wxy", LookupKind::Initials, "wxy"),
            ("WXY", LookupKind::Initials, "wxy"),
            ("ｗｘｙ", LookupKind::Initials, "wxy"),
            ("王xy", LookupKind::Initials, "王xy"),
            ("11010519491231002x", LookupKind::Number, "11010519491231002X"),
            ("110105 19491231 002X", LookupKind::Number, "11010519491231002X"),
            ("H12345678", LookupKind::Number, "H12345678"),
            ("13800138000", LookupKind::Phone, "13800138000"),
            ("+86 138-0013-8000", LookupKind::Phone, "13800138000"),
            ("65012345", LookupKind::Number, "65012345"),
            ("010-65012345", LookupKind::Phone, "01065012345"),
        ] {
            assert_eq!(way(text), (kind, value.to_owned()), "{text}");
        }
        let file = sought("p123").expect("a file number");
        assert_eq!(file.file_number.as_deref(), Some("P00000123"));
        // Two letters of which the first is P are initials, not a file number.
        assert_eq!(way("pj").0, LookupKind::Initials);
    }

    #[test]
    fn what_finds_too_many_or_nobody_is_refused_with_the_way_out() {
        for (text, refusal) in [
            ("", QueryRefusal::TooShort),
            ("王", QueryRefusal::TooShort),
            ("w", QueryRefusal::TooShort),
            ("1381234", QueryRefusal::PartOfNumber),
            ("110105194912310", QueryRefusal::PartOfNumber),
            ("!!", QueryRefusal::Unknown),
        ] {
            if text == "110105194912310" {
                assert_eq!(way(text).0, LookupKind::Number, "15 digits are an old number");
            } else {
                assert_eq!(sought(text), Err(refusal), "{text}");
            }
        }
    }

    #[test]
    fn telephone_numbers_written_differently_are_one() {
        for text in ["13800138000", "138 0013 8000", "+8613800138000", "0086-13800138000"] {
            assert_eq!(normalise_phone(text), "13800138000");
        }
        assert_eq!(normalise_phone("8612345"), "8612345");
    }
}
