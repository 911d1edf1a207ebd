//! What became of division codes from 1984 on.

use std::fmt;
use std::sync::LazyLock;

use crate::table;

const TABLE: &str = include_str!("../../../codes/division_changes.csv");

/// A change that turned one division, province to county, into another or into a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DivisionChange {
    /// The year of the change.
    pub year: i32,
    /// What happened, in the words of the announcements, such as 撤县设区, 更名 or 同名改码.
    pub kind: &'static str,
    /// The code before, six digits.
    pub old_code: &'static str,
    /// The name before.
    pub old_name: &'static str,
    /// The code after, six digits; the same as before if only the name changed.
    pub new_code: &'static str,
    /// The name after.
    pub new_name: &'static str,
}

impl fmt::Display for DivisionChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, kind, old_code, old_name, new_code, new_name } = self;
        write!(formatter, "{year} 年{kind}：{old_code} {old_name} → {new_code} {new_name}")
    }
}

static CHANGES: LazyLock<Vec<DivisionChange>> = LazyLock::new(|| {
    table::rows::<6>(TABLE)
        .filter_map(|[year, kind, old_code, old_name, new_code, new_name]| {
            let year = year.parse().ok()?;
            Some(DivisionChange { year, kind, old_code, old_name, new_code, new_name })
        })
        .collect()
});

/// Gives the changes that a code of six digits underwent, oldest first.
///
/// A code may have been given to another place later on: look at the years and names too.
#[must_use]
pub fn division_changes_from(old_code: &str) -> &'static [DivisionChange] {
    let start = CHANGES.partition_point(|change| change.old_code < old_code);
    let rest = &CHANGES[start..];
    &rest[..rest.partition_point(|change| change.old_code == old_code)]
}

/// Gives the changes that led to a code of six digits, in the order of the old codes.
pub fn division_changes_into(new_code: &str) -> impl Iterator<Item = &'static DivisionChange> {
    CHANGES.iter().filter(move |change| change.new_code == new_code)
}

/// Follows a code of six digits that was in force in a year through all later changes and gives
/// the codes in which it ends, sorted: itself if nothing happened, several if it was divided.
///
/// A change in the very year is taken to come after the moment asked about.
#[must_use]
pub fn division_successors(code: &str, year: i32) -> Vec<String> {
    let mut ends = Vec::new();
    let mut open = vec![(code.to_owned(), year)];
    let mut seen = Vec::new();
    while let Some((code, year)) = open.pop() {
        if seen.contains(&(code.clone(), year)) {
            continue;
        }
        seen.push((code.clone(), year));
        let mut later = division_changes_from(&code)
            .iter()
            .filter(|change| change.year >= year && change.new_code != change.old_code)
            .peekable();
        // Only what happened first: later changes of the same code concern who took it over.
        match later.peek().map(|first| first.year) {
            Some(first) => open.extend(
                later
                    .filter(|change| change.year == first)
                    .map(|change| (change.new_code.to_owned(), change.year)),
            ),
            None => ends.push(code),
        }
    }
    ends.sort();
    ends.dedup();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed_and_sorted() {
        table::assert_well_formed(TABLE, "year,kind,old_code,old_name,new_code,new_name");
        assert_eq!(CHANGES.len(), table::rows::<6>(TABLE).count());
        assert!(CHANGES.is_sorted_by_key(|change| (change.old_code, change.year)));
        assert!(CHANGES.iter().all(|change| change.year >= 1984
            && change.old_code.len() == 6
            && change.new_code.len() == 6));
    }

    #[test]
    fn every_code_can_be_followed_to_its_end() {
        for change in CHANGES.iter() {
            assert!(!division_successors(change.old_code, change.year).is_empty(), "{change}");
        }
    }
}
