//! Education levels, GB/T 4658-2006, and how they compare.

use std::fmt;
use std::sync::LazyLock;

use crate::{UnknownCode, table};

const TABLE: &str = include_str!("../../../codes/education_levels.csv");
const SET: &str = "学历代码（GB/T 4658-2006）";
const FORM: &str = "代码为两位数字，例如 30 大学专科教育";

/// An education level (学历) by its code; only exists if the table has it.
///
/// Codes have no order of their own: what compares is the [`Attainment`], which several share.
///
/// ```
/// use kernel::EducationLevel;
///
/// let bachelor = EducationLevel::find("21").expect("in the table");
/// let college = EducationLevel::find("30").expect("in the table");
/// assert!(bachelor.satisfies(college), "本科毕业 is at least 大专");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EducationLevel(&'static Row);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Row {
    code: &'static str,
    name: &'static str,
    attainment: Attainment,
}

/// The highest stage of schooling that somebody has surely completed; ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attainment {
    /// Less than primary school, or unknown.
    None,
    /// 小学.
    Primary,
    /// 初中.
    JuniorSecondary,
    /// 高中 or 中职, which rank alike.
    SeniorSecondary,
    /// 大专.
    JuniorCollege,
    /// 本科.
    Bachelor,
    /// 硕士.
    Master,
    /// 博士.
    Doctor,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    table::rows::<3>(TABLE)
        .map(|[code, name, attainment]| Row {
            code,
            name,
            attainment: match attainment {
                "1" => Attainment::Primary,
                "2" => Attainment::JuniorSecondary,
                "3" => Attainment::SeniorSecondary,
                "4" => Attainment::JuniorCollege,
                "5" => Attainment::Bachelor,
                "6" => Attainment::Master,
                "7" => Attainment::Doctor,
                _ => Attainment::None,
            },
        })
        .collect()
});

impl EducationLevel {
    /// Finds an education level by its code of two digits.
    pub fn find(code: &str) -> Result<Self, UnknownCode> {
        Self::at(code).ok_or_else(|| {
            let class = (code.len() == 2).then(|| code.get(..1)).flatten();
            let nearest = class
                .and_then(|class| Self::at(&format!("{class}0")))
                .map(|near| (near.code(), near.name()));
            UnknownCode { set: SET, code: code.to_owned(), form: FORM, nearest }
        })
    }

    fn at(code: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.code == code).map(Self)
    }

    /// Gives the level that bears exactly this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(Self)
    }

    /// Gives all levels in the order of their codes, the highest first.
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

    /// Gives the class to which the level belongs, such as 30 大学专科教育 for 32 大学专科结业.
    #[must_use]
    pub fn class(self) -> Self {
        Self::at(&format!("{}0", &self.0.code[..1])).unwrap_or(self)
    }

    /// Gives what has surely been completed. Who left a stage unfinished (结业, 肄业) has
    /// completed the one before it; a class as a whole counts as its lowest completed stage.
    #[must_use]
    pub const fn attainment(self) -> Attainment {
        self.0.attainment
    }

    /// Tells whether this level meets a demand for "at least" another one.
    #[must_use]
    pub fn satisfies(self, demanded: Self) -> bool {
        self.attainment() >= demanded.attainment()
    }
}

impl fmt::Display for EducationLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Debug for EducationLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EducationLevel({} {})", self.code(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed_and_every_level_has_its_class() {
        table::assert_well_formed(TABLE, "code,name,attainment");
        for level in EducationLevel::all() {
            assert!(level.class().code().ends_with('0'), "{level:?}");
            assert_eq!(level.class().code()[..1], level.code()[..1]);
        }
    }
}
