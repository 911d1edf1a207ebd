//! The first six digits of a resident ID number, with the years in which each was in force.

use std::sync::LazyLock;

use crate::table;

const TABLE: &str = include_str!("../../../codes/resident_id_address_codes.csv");

/// One meaning of an address code over a span of years.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AddressCode {
    /// The code as a number of six digits.
    pub(crate) code: u32,
    /// The name of the county, city or province itself, without those above it.
    pub(crate) name: &'static str,
    /// The first year in force; none if since the first edition of the codes.
    pub(crate) first_year: Option<i32>,
    /// The last year in force; none if still in force.
    pub(crate) last_year: Option<i32>,
}

impl AddressCode {
    /// Tells whether the code had this meaning in a year.
    pub(crate) fn in_force(&self, year: i32) -> bool {
        self.first_year.is_none_or(|first| first <= year)
            && self.last_year.is_none_or(|last| year <= last)
    }
}

static ADDRESS_CODES: LazyLock<Vec<AddressCode>> = LazyLock::new(|| {
    table::rows::<4>(TABLE)
        .filter_map(|[code, name, first, last]| {
            Some(AddressCode {
                code: code.parse().ok()?,
                name,
                first_year: first.parse().ok(),
                last_year: last.parse().ok(),
            })
        })
        .collect()
});

/// Gives all meanings that a code has had, oldest first; empty if it was never in force.
pub(crate) fn meanings(code: u32) -> &'static [AddressCode] {
    let all = ADDRESS_CODES.as_slice();
    let start = all.partition_point(|row| row.code < code);
    let rest = &all[start..];
    &rest[..rest.partition_point(|row| row.code == code)]
}

/// Gives the meaning of a code in a year, or the latest one if it had none in that year.
pub(crate) fn meaning_in(code: u32, year: i32) -> Option<&'static AddressCode> {
    let all = meanings(code);
    all.iter().find(|row| row.in_force(year)).or(all.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed_and_sorted() {
        table::assert_well_formed(TABLE, "code,name,first_year,last_year");
        assert_eq!(ADDRESS_CODES.len(), table::rows::<4>(TABLE).count());
        assert!(ADDRESS_CODES.is_sorted_by_key(|row| row.code));
        assert!(ADDRESS_CODES.len() > 7_000);
    }

    #[test]
    fn a_code_reused_means_what_it_meant_in_the_year() {
        assert_eq!(meanings(120_110).len(), 2);
        assert_eq!(meaning_in(120_110, 1991).map(|row| row.name), Some("东郊区"));
        assert_eq!(meaning_in(120_110, 1992).map(|row| row.name), Some("东丽区"));
        assert_eq!(meaning_in(110_103, 2020).map(|row| row.name), Some("崇文区"));
        assert!(meanings(990_426).is_empty());
    }
}
