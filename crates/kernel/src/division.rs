//! Administrative divisions by the codes of the two bodies that issue them.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::{Day, DivisionError, division_changes_from, table};

const CIVIL_AFFAIRS: &str = include_str!("../../../codes/divisions_civil_affairs.csv");
const STATISTICS: &str = include_str!("../../../codes/divisions_statistics.csv");

/// The body that issued a division code.
///
/// Down to the county both mostly agree; below it the same code names different townships and the
/// same township has different codes, so that no code is complete without its issuer and date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionIssuer {
    /// The Ministry of Civil Affairs, 民政部.
    CivilAffairs,
    /// The National Bureau of Statistics, 国家统计局.
    Statistics,
}

impl DivisionIssuer {
    /// Both issuers.
    pub const ALL: [Self; 2] = [Self::CivilAffairs, Self::Statistics];

    /// Gives the Chinese name of the body.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CivilAffairs => "民政部",
            Self::Statistics => "国家统计局",
        }
    }

    /// Gives the word that stands for the issuer in [`Division::reference`].
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CivilAffairs => "civil-affairs",
            Self::Statistics => "statistics",
        }
    }

    /// Gives the day as of which the codes are carried.
    #[must_use]
    pub fn as_of(self) -> Day {
        let (year, month, day) = match self {
            Self::CivilAffairs => (2026, 9, 11),
            Self::Statistics => (2023, 6, 30),
        };
        Day::new(year, month, day).unwrap_or(Day::LAST)
    }
}

impl fmt::Display for DivisionIssuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// How far down a division stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionLevel {
    /// 省级.
    Province,
    /// 地级.
    City,
    /// 县级.
    County,
    /// 乡级.
    Township,
}

/// A row of a table; the code is held with nine digits, so that sorting by it puts everything
/// inside a division right after it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Entry {
    code: u32,
    name: &'static str,
    abolished: bool,
}

/// A division in the codes of one issuer; only exists if the issuer's table has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Division {
    issuer: DivisionIssuer,
    entry: &'static Entry,
}

/// All divisions of one issuer, province to township.
///
/// The Ministry's source has no townships of 东莞, 中山, 儋州, 嘉峪关 and 龙港, of 三亚 and 三沙, and of
/// the cities of the 新疆 corps (6590xx).
#[derive(Debug)]
pub struct DivisionSet {
    issuer: DivisionIssuer,
    entries: Vec<Entry>,
}

static CIVIL_AFFAIRS_SET: LazyLock<DivisionSet> =
    LazyLock::new(|| DivisionSet::read(DivisionIssuer::CivilAffairs, CIVIL_AFFAIRS));
static STATISTICS_SET: LazyLock<DivisionSet> =
    LazyLock::new(|| DivisionSet::read(DivisionIssuer::Statistics, STATISTICS));

impl DivisionSet {
    /// Gives the set of an issuer; read on first use.
    #[must_use]
    pub fn of(issuer: DivisionIssuer) -> &'static Self {
        match issuer {
            DivisionIssuer::CivilAffairs => &CIVIL_AFFAIRS_SET,
            DivisionIssuer::Statistics => &STATISTICS_SET,
        }
    }

    fn read(issuer: DivisionIssuer, text: &'static str) -> Self {
        let entries = table::rows::<3>(text)
            .filter_map(|[code, name, state]| {
                Some(Entry { code: nine_digits(code)?, name, abolished: state == "abolished" })
            })
            .collect();
        Self { issuer, entries }
    }

    /// Gives the issuer.
    #[must_use]
    pub const fn issuer(&self) -> DivisionIssuer {
        self.issuer
    }

    /// Finds a division by its code of 2, 4, 6, 9 or 12 digits. Villages, whose codes of 12 digits
    /// do not end in `000`, are not carried.
    ///
    /// The error names the nearest division above, what the other issuer calls the code, and what
    /// took its place, as far as they exist.
    pub fn find(&'static self, code: &str) -> Result<Division, DivisionError> {
        if let Some(number) = nine_digits(code)
            && let Some(division) = self.at(number)
        {
            return Ok(division);
        }
        Err(self.unknown(code))
    }

    fn at(&'static self, code: u32) -> Option<Division> {
        let index = self.entries.binary_search_by_key(&code, |entry| entry.code).ok()?;
        Some(Division { issuer: self.issuer, entry: &self.entries[index] })
    }

    fn unknown(&'static self, code: &str) -> DivisionError {
        let digits = code.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !matches!(code.len(), 2 | 4 | 6 | 9 | 12) {
            return DivisionError::Form { code: code.to_owned() };
        }
        let issuer = self.issuer;
        if code.len() == 12 && !code.ends_with("000") {
            let township = nine_digits(&code[..9]).and_then(|number| self.at(number));
            return DivisionError::Village { issuer, code: code.to_owned(), township };
        }
        let number = nine_digits(code).unwrap_or(0);
        let nearest =
            [1_000, 100_000, 10_000_000].into_iter().find_map(|unit| self.at(number / unit * unit));
        let other = DivisionIssuer::ALL.into_iter().find(|&other| other != issuer);
        let elsewhere = other.and_then(|other| Self::of(other).at(number));
        let six = &code[..code.len().min(6)];
        let replaced_by =
            division_changes_from(six).last().filter(|_| number.is_multiple_of(1_000));
        DivisionError::Unknown { issuer, code: code.to_owned(), nearest, elsewhere, replaced_by }
    }

    /// Gives the divisions that bear exactly this name, in the order of their codes. Names repeat
    /// across the country: [`DivisionSet::named_within`] looks in one place only.
    pub fn named<'name>(
        &'static self,
        name: &'name str,
    ) -> impl Iterator<Item = Division> + use<'name> {
        self.entries
            .iter()
            .filter(move |entry| entry.name == name)
            .map(|entry| Division { issuer: self.issuer, entry })
    }

    /// Gives the divisions inside another one, at whatever depth, that bear exactly this name.
    pub fn named_within<'name>(
        &'static self,
        name: &'name str,
        within: Division,
    ) -> impl Iterator<Item = Division> + use<'name> {
        within.inside().filter(move |division| division.name() == name)
    }

    /// Gives all divisions in the order of their codes.
    #[must_use]
    pub fn iter(&'static self) -> impl ExactSizeIterator<Item = Division> {
        self.entries.iter().map(|entry| Division { issuer: self.issuer, entry })
    }
}

/// Reads a code of 2, 4, 6, 9 or 12 digits as one of nine; none if it is no such code or a
/// village's.
fn nine_digits(code: &str) -> Option<u32> {
    let code = match code.len() {
        12 => code.strip_suffix("000")?,
        2 | 4 | 6 | 9 => code,
        _ => return None,
    };
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u32 = code.parse().ok()?;
    Some(number * 10_u32.pow(9 - u32::try_from(code.len()).ok()?))
}

impl Division {
    /// Gives the issuer of the code.
    #[must_use]
    pub const fn issuer(self) -> DivisionIssuer {
        self.issuer
    }

    /// Gives the day as of which the code is carried.
    #[must_use]
    pub fn as_of(self) -> Day {
        self.issuer.as_of()
    }

    /// Gives the code: six digits down to the county, nine for a township. Alone it is ambiguous;
    /// what is stored is [`Division::reference`].
    #[must_use]
    pub fn code(self) -> String {
        match self.level() {
            DivisionLevel::Township => self.entry.code.to_string(),
            _ => (self.entry.code / 1_000).to_string(),
        }
    }

    /// Gives the name of the division itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.entry.name
    }

    /// Tells whether the issuer lists the division as abolished.
    #[must_use]
    pub const fn is_abolished(self) -> bool {
        self.entry.abolished
    }

    /// Gives the level.
    #[must_use]
    pub const fn level(self) -> DivisionLevel {
        let code = self.entry.code;
        if !code.is_multiple_of(1_000) {
            DivisionLevel::Township
        } else if !code.is_multiple_of(100_000) {
            DivisionLevel::County
        } else if !code.is_multiple_of(10_000_000) {
            DivisionLevel::City
        } else {
            DivisionLevel::Province
        }
    }

    /// Gives the division right above; none for a province. A county may stand right below its
    /// province, a township right below its city.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let set = DivisionSet::of(self.issuer);
        [1_000, 100_000, 10_000_000]
            .into_iter()
            .map(|unit| self.entry.code / unit * unit)
            .filter(|&code| code != self.entry.code)
            .find_map(|code| set.at(code))
    }

    /// Gives the divisions right below, in the order of their codes.
    pub fn children(self) -> impl Iterator<Item = Self> {
        self.inside().filter(move |division| division.parent() == Some(self))
    }

    /// Gives everything inside this division, at whatever depth, in the order of the codes.
    pub fn inside(self) -> impl Iterator<Item = Self> {
        let span = match self.level() {
            DivisionLevel::Province => 10_000_000,
            DivisionLevel::City => 100_000,
            DivisionLevel::County => 1_000,
            DivisionLevel::Township => 1,
        };
        let entries = &DivisionSet::of(self.issuer).entries;
        let start = entries.partition_point(|entry| entry.code <= self.entry.code);
        let end = entries.partition_point(|entry| entry.code < self.entry.code + span);
        entries[start..end].iter().map(move |entry| Self { issuer: self.issuer, entry })
    }

    /// Gives the names from the province down without a gap, as in `北京市朝阳区首都机场街道`.
    /// The Bureau's fillers, such as 市辖区, are passed over.
    #[must_use]
    pub fn full_name(self) -> String {
        let mut names = vec![self.name()];
        let mut division = self;
        while let Some(parent) = division.parent() {
            if !parent.is_filler() {
                names.push(parent.name());
            }
            division = parent;
        }
        names.reverse();
        names.concat()
    }

    /// Tells whether the division only fills the place of a city in the Bureau's codes.
    fn is_filler(self) -> bool {
        self.level() == DivisionLevel::City
            && (matches!(self.name(), "市辖区" | "县") || self.name().contains("直辖县级行政区划"))
    }

    /// Gives the form in which a division is stored: issuer, date and code, as in
    /// `civil-affairs:2026-09-11:110105400`. [`Division::from_str`] reads it back.
    #[must_use]
    pub fn reference(self) -> String {
        format!("{}:{}:{}", self.issuer.word(), self.as_of(), self.code())
    }
}

impl FromStr for Division {
    type Err = DivisionError;

    /// Reads what [`Division::reference`] writes; refuses an edition that is not carried.
    fn from_str(reference: &str) -> Result<Self, DivisionError> {
        let malformed = || DivisionError::Reference { reference: reference.to_owned() };
        let (word, rest) = reference.split_once(':').ok_or_else(malformed)?;
        let (day, code) = rest.split_once(':').ok_or_else(malformed)?;
        let issuer = DivisionIssuer::ALL
            .into_iter()
            .find(|issuer| issuer.word() == word)
            .ok_or_else(malformed)?;
        let day: Day = day.parse().map_err(|_| malformed())?;
        if day != issuer.as_of() {
            return Err(DivisionError::Edition { issuer, day });
        }
        DivisionSet::of(issuer).find(code)
    }
}

impl fmt::Display for Division {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.full_name())
    }
}

impl fmt::Debug for Division {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Division({} {})", self.reference(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_well_formed_sorted_and_complete() {
        for (issuer, text) in [
            (DivisionIssuer::CivilAffairs, CIVIL_AFFAIRS),
            (DivisionIssuer::Statistics, STATISTICS),
        ] {
            table::assert_well_formed(text, "code,name,state");
            assert!(text.contains(&format!("# 发布机构：{issuer}\n")));
            assert!(text.contains(&format!("# 截止日期：{}\n", issuer.as_of())));
            let set = DivisionSet::of(issuer);
            assert_eq!(set.entries.len(), table::rows::<3>(text).count());
            assert!(set.entries.is_sorted_by(|one, next| one.code < next.code));
        }
    }

    #[test]
    fn every_division_has_its_parent_and_is_found_by_its_code_and_reference() {
        for issuer in DivisionIssuer::ALL {
            let set = DivisionSet::of(issuer);
            for division in set.iter() {
                assert_eq!(
                    division.parent().is_none(),
                    division.level() == DivisionLevel::Province,
                    "{division:?}"
                );
                assert_eq!(set.find(&division.code()).ok(), Some(division));
                assert_eq!(division.reference().parse().ok(), Some(division));
            }
        }
    }
}
