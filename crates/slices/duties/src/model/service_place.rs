//! Where somebody in hardship can be served: where they live, or where their household is registered (BJ18-23).

use access::Area;
use kernel::Division;
use serde::{Deserialize, Serialize};

/// Which place a person has chosen to be served at (BJ18-23).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServicePlace {
    /// 户籍所在地.
    Household,
    /// 常住地.
    #[default]
    Residence,
}

impl ServicePlace {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Residence, Self::Household];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Household => "户籍所在地",
            Self::Residence => "常住地",
        }
    }

    /// Gives the name that a form sends.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Residence => "residence",
        }
    }

    /// Finds it by that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.name() == name)
    }

    /// Tells whether an office serves a place, each by its twelve-digit code. A place that is known only as a
    /// district is served by any office in it.
    #[must_use]
    pub const fn is_served_by(office_code: i64, place_code: i64) -> bool {
        Area::of_code(office_code).holds(place_code) || Area::of_code(place_code).holds(office_code)
    }
}

/// The places at which somebody can be served, as far as their file knows them, each by its twelve-digit code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServicePlaces {
    /// 常住地.
    pub residence: Option<i64>,
    /// 户籍所在地.
    pub household: Option<i64>,
}

impl ServicePlaces {
    /// Reads them as a file keeps them: the code of the residence, 0 where it is not known; the division of the
    /// household as `kernel::Division::reference` writes it, blank where it is not known.
    #[must_use]
    pub fn of(residence_code: i64, household_division: &str) -> Self {
        Self {
            residence: Some(residence_code).filter(|code| *code > 0),
            household: code_of(household_division),
        }
    }

    /// Gives the code of one of them.
    #[must_use]
    pub const fn code(self, place: ServicePlace) -> Option<i64> {
        match place {
            ServicePlace::Residence => self.residence,
            ServicePlace::Household => self.household,
        }
    }

    /// Gives the place at which an office serves the person; nothing where it serves them at neither, so that no
    /// agreement with it can be signed (BJ18-23).
    #[must_use]
    pub fn served_by(self, office_code: i64) -> Option<ServicePlace> {
        let serves = |code| ServicePlace::is_served_by(office_code, code);
        ServicePlace::ALL.into_iter().find(|place| self.code(*place).is_some_and(serves))
    }
}

/// Gives the twelve-digit code of a division, as it is written in a file.
fn code_of(division: &str) -> Option<i64> {
    let code = division.parse::<Division>().ok()?.code();
    let zeros = 12_usize.checked_sub(code.len())?;
    format!("{code}{}", "0".repeat(zeros)).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREET: i64 = 110_105_016_000;

    #[test]
    fn a_place_is_served_by_the_office_of_its_street_and_by_any_of_its_district_if_that_is_all() {
        for (place, is_served) in [
            (110_105_016_001, true),
            (110_105_016_000, true),
            (110_105_000_000, true),
            (110_000_000_000, true),
            (110_105_017_001, false),
            (110_105_017_000, false),
            (110_106_000_000, false),
            (130_100_000_000, false),
        ] {
            assert_eq!(ServicePlace::is_served_by(STREET, place), is_served, "{place}");
        }
    }

    #[test]
    fn somebody_is_served_where_they_live_or_where_their_household_is_and_nowhere_else() {
        let (residence, household) = (Some(ServicePlace::Residence), Some(ServicePlace::Household));
        let chaoyang = kernel::DivisionSet::of(kernel::DivisionIssuer::CivilAffairs);
        let chaoyang = chaoyang.find("110105").expect("known").reference();
        for (home, division, served) in [
            (STREET + 1, "", residence),
            (STREET + 1, &*chaoyang, residence),
            (STREET + 1_000, &*chaoyang, household),
            (110_106_001_000, "", None),
            (0, &*chaoyang, household),
            (0, "", None),
            (0, "不知何处", None),
        ] {
            let places = ServicePlaces::of(home, division);
            assert_eq!(places.served_by(STREET), served, "{home} {division}");
        }
    }
}
