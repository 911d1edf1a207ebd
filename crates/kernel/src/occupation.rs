//! Occupations, 中华人民共和国职业分类大典（2022 年版）.

use std::fmt;
use std::sync::LazyLock;

use crate::{UnknownCode, table};

const TABLE: &str = include_str!("../../../codes/occupations.csv");
const SET: &str = "职业分类大典（2022 年版）";
const FORM: &str = "代码形如 4-03-02-05";

/// An occupation or a class of occupations; only exists if the table has it.
///
/// Not every 小类 is in the table: where one is missing, the 中类 stands right above the 职业. A
/// 小类 with a single 职业 shares its code and is found as the 职业.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occupation(&'static Row);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Row {
    code: &'static str,
    name: &'static str,
    level: OccupationLevel,
    mark: &'static str,
    aliases: &'static str,
}

/// How far down an occupation code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OccupationLevel {
    /// 大类.
    MajorGroup,
    /// 中类.
    SubMajorGroup,
    /// 小类.
    MinorGroup,
    /// 职业.
    Occupation,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    table::rows::<5>(TABLE)
        .filter_map(|[level, code, name, mark, aliases]| {
            let level = match level {
                "1" => OccupationLevel::MajorGroup,
                "2" => OccupationLevel::SubMajorGroup,
                "3" => OccupationLevel::MinorGroup,
                "4" => OccupationLevel::Occupation,
                _ => return None,
            };
            Some(Row { code, name, level, mark, aliases })
        })
        .collect()
});

impl Occupation {
    /// Finds an occupation by its full code, such as `4-03-02-05` or `4-03-00-00`.
    pub fn find(code: &str) -> Result<Self, UnknownCode> {
        Self::at(code).ok_or_else(|| {
            let nearest = Self::above(code).map(|near| (near.code(), near.name()));
            UnknownCode { set: SET, code: code.to_owned(), form: FORM, nearest }
        })
    }

    fn at(code: &str) -> Option<Self> {
        let index = ROWS.binary_search_by_key(&code, |row| row.code).ok()?;
        Some(Self(&ROWS[index]))
    }

    /// Gives the nearest class above a code, whether or not the code itself exists.
    fn above(code: &str) -> Option<Self> {
        [7, 4, 1]
            .into_iter()
            .filter_map(|kept| Some(format!("{}{}", code.get(..kept)?, &"-00-00-00"[kept - 1..])))
            .filter(|above| above != code)
            .find_map(|above| Self::at(&above))
    }

    /// Gives the occupations that bear exactly this name or have it among their other names, in
    /// the order of their codes.
    pub fn named(name: &str) -> impl Iterator<Item = Self> {
        Self::all().filter(move |occupation| {
            occupation.name() == name || occupation.aliases().any(|alias| alias == name)
        })
    }

    /// Gives all rows of the table in the order of their codes.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        ROWS.iter().map(Self)
    }

    /// Gives the code.
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
    pub const fn level(self) -> OccupationLevel {
        self.0.level
    }

    /// Gives the nearest class above that the table has; none for a 大类.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        Self::above(self.0.code)
    }

    /// Gives the other names under which the job is known.
    pub fn aliases(self) -> impl Iterator<Item = &'static str> {
        self.0.aliases.split('|').filter(|alias| !alias.is_empty())
    }

    /// Tells whether the classification marks it as a green occupation (绿色职业).
    #[must_use]
    pub fn is_green(self) -> bool {
        self.0.mark.contains('L')
    }

    /// Tells whether the classification marks it as a digital occupation (数字职业).
    #[must_use]
    pub fn is_digital(self) -> bool {
        self.0.mark.contains('S')
    }
}

impl fmt::Display for Occupation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Debug for Occupation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Occupation({} {})", self.code(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed_sorted_and_a_tree() {
        table::assert_well_formed(TABLE, "level,code,name,mark,alias");
        assert_eq!(ROWS.len(), table::rows::<5>(TABLE).count());
        assert!(ROWS.is_sorted_by(|one, next| one.code < next.code));
        for occupation in Occupation::all() {
            match occupation.parent() {
                Some(parent) => assert!(parent.level() < occupation.level(), "{occupation:?}"),
                None => assert_eq!(occupation.level(), OccupationLevel::MajorGroup),
            }
        }
    }
}
