//! Industries, GB/T 4754-2017.

use std::fmt;
use std::sync::LazyLock;

use crate::{UnknownCode, table};

const TABLE: &str = include_str!("../../../codes/industries.csv");
const SET: &str = "国民经济行业分类（GB/T 4754-2017）";
const FORM: &str = "代码为 A 至 T 的门类字母，其后可有 2 至 4 位数字，例如 A0111";

/// An industry at any level; only exists if the standard has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Industry(&'static Row);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Row {
    code: &'static str,
    name: &'static str,
}

/// How far down an industry code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndustryLevel {
    /// 门类, a letter.
    Section,
    /// 大类, two digits.
    Division,
    /// 中类, three digits.
    Group,
    /// 小类, four digits.
    Class,
}

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| table::rows::<3>(TABLE).map(|[_, code, name]| Row { code, name }).collect());

impl Industry {
    /// Finds an industry by its code, with the section's letter or without: `A0111` or `0111`.
    pub fn find(code: &str) -> Result<Self, UnknownCode> {
        Self::at(code).ok_or_else(|| {
            let nearest = (1..code.len())
                .rev()
                .filter_map(|kept| code.get(..kept))
                .find_map(Self::at)
                .map(|near| (near.code(), near.name()));
            UnknownCode { set: SET, code: code.to_owned(), form: FORM, nearest }
        })
    }

    fn at(code: &str) -> Option<Self> {
        if code.starts_with(|first: char| first.is_ascii_digit()) {
            let index = ROWS.iter().position(|row| &row.code[1..] == code)?;
            return Some(Self(&ROWS[index]));
        }
        let index = ROWS.binary_search_by_key(&code, |row| row.code).ok()?;
        Some(Self(&ROWS[index]))
    }

    /// Gives the industries that bear exactly this name: a class often repeats its group's.
    pub fn named(name: &str) -> impl Iterator<Item = Self> {
        Self::all().filter(move |industry| industry.name() == name)
    }

    /// Gives all industries in the order of their codes.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        ROWS.iter().map(Self)
    }

    /// Gives the code with the section's letter.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0.code
    }

    /// Gives the name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Gives the level.
    #[must_use]
    pub const fn level(self) -> IndustryLevel {
        match self.0.code.len() {
            1 => IndustryLevel::Section,
            3 => IndustryLevel::Division,
            4 => IndustryLevel::Group,
            _ => IndustryLevel::Class,
        }
    }

    /// Gives the industry right above; none for a section.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let kept = match self.level() {
            IndustryLevel::Section => return None,
            IndustryLevel::Division => 1,
            IndustryLevel::Group => 3,
            IndustryLevel::Class => 4,
        };
        Self::at(&self.0.code[..kept])
    }
}

impl fmt::Display for Industry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Debug for Industry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Industry({} {})", self.code(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed_sorted_and_a_tree() {
        table::assert_well_formed(TABLE, "level,code,name");
        assert!(ROWS.is_sorted_by(|one, next| one.code < next.code));
        let stated: Vec<&str> = table::rows::<3>(TABLE).map(|[level, ..]| level).collect();
        for (industry, stated) in Industry::all().zip(stated) {
            assert_eq!((industry.level() as u8 + 1).to_string(), stated, "{industry:?}");
            assert_eq!(industry.parent().is_none(), industry.level() == IndustryLevel::Section);
        }
        let count = |level| Industry::all().filter(|industry| industry.level() == level).count();
        assert_eq!(count(IndustryLevel::Section), 20);
        assert_eq!(count(IndustryLevel::Division), 97);
        assert_eq!(count(IndustryLevel::Group), 473);
        assert_eq!(count(IndustryLevel::Class), 1_381);
    }
}
