//! What an office is responsible for: a range of division codes.

use std::fmt;

/// The level of an office (BJ18-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficeLevel {
    /// 市级.
    City,
    /// 区级.
    District,
    /// 街道（乡镇）级.
    Street,
    /// 社区（村）级.
    Community,
}
store::text_column!(OfficeLevel {
    City = "city",
    District = "district",
    Street = "street",
    Community = "community",
});

impl OfficeLevel {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::City => "市级",
            Self::District => "区级",
            Self::Street => "街道（乡镇）级",
            Self::Community => "社区（村）级",
        }
    }

    /// Gives the level of a twelve-digit division code by the zeros it ends in.
    #[must_use]
    pub const fn of_code(code: i64) -> Self {
        if code % 100_000_000 == 0 {
            Self::City
        } else if code % 1_000_000 == 0 {
            Self::District
        } else if code % 1_000 == 0 {
            Self::Street
        } else {
            Self::Community
        }
    }
}

impl fmt::Display for OfficeLevel {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.term())
    }
}

/// The twelve-digit division codes (statistics, as of 2023-06-30) that an office and those below it are
/// responsible for, first and last. An office's own code is the first of its area, so that "this office
/// and below" is one range on both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    /// The office's own code.
    pub first: i64,
    /// The last code that lies within.
    pub last: i64,
}

impl Area {
    /// Gives the area of the office with a code. A municipality's office covers the province's codes.
    #[must_use]
    pub const fn of_code(code: i64) -> Self {
        let width = match OfficeLevel::of_code(code) {
            OfficeLevel::City if code % 10_000_000_000 == 0 => 10_000_000_000,
            OfficeLevel::City => 100_000_000,
            OfficeLevel::District => 1_000_000,
            OfficeLevel::Street => 1_000,
            OfficeLevel::Community => 1,
        };
        // A code comes from an address, too, where anything can stand.
        Self { first: code, last: code.saturating_add(width - 1) }
    }

    /// Gives the area of one office without those below it.
    #[must_use]
    pub const fn alone(code: i64) -> Self {
        Self { first: code, last: code }
    }

    /// Gives the part of this area that an office and those below it are responsible for; nothing where the office
    /// lies elsewhere. What is asked for never widens what may be seen: the area of one office alone stays that.
    #[must_use]
    pub const fn narrowed_to(self, code: i64) -> Option<Self> {
        if !self.holds(code) {
            return None;
        }
        let asked = Self::of_code(code);
        let last = if asked.last < self.last { asked.last } else { self.last };
        Some(Self { first: code, last })
    }

    /// Tells whether an office lies within, this one included.
    #[must_use]
    pub const fn holds(self, code: i64) -> bool {
        self.first <= code && code <= self.last
    }

    /// Gives the level of the office.
    #[must_use]
    pub const fn level(self) -> OfficeLevel {
        OfficeLevel::of_code(self.first)
    }
}

/// Gives an office's own code and those of its street, its district, its city, and of what stands above the city:
/// the province, or the municipality, whose districts stand right beneath it. Where one level is the last there is, it
/// stands in the remaining places too.
#[must_use]
pub const fn way_up(code: i64) -> [i64; 5] {
    [
        code,
        code - code.rem_euclid(1_000),
        code - code.rem_euclid(1_000_000),
        code - code.rem_euclid(100_000_000),
        code - code.rem_euclid(10_000_000_000),
    ]
}

/// Gives the codes of the divisions above one, the nearest first, each once.
#[must_use]
pub fn above(code: i64) -> Vec<i64> {
    let mut above = way_up(code).to_vec();
    above.dedup();
    above.retain(|level| *level != code);
    above
}

/// Tells whether the office of a community looks after a person: where it answers for them itself, and where the street
/// above it does and they live in the community (BJ18-4, BJ18-18).
#[must_use]
pub const fn looks_after(community: i64, office_code: i64, residence_code: i64) -> bool {
    let street = community - community.rem_euclid(1_000);
    office_code == community || (office_code == street && residence_code == community)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_community_looks_after_its_residents_whom_the_street_answers_for() {
        let (street, own, other) = (110_105_016_000, 110_105_016_001, 110_105_016_002);
        assert!(looks_after(own, street, own) && looks_after(own, own, other));
        for (office, home) in
            [(street, other), (street, street), (other, own), (110_105_017_000, own)]
        {
            assert!(!looks_after(own, office, home), "{office} {home}");
        }
    }

    #[test]
    fn what_is_asked_for_never_widens_what_may_be_seen() {
        let (district, street) = (110_105_000_000, 110_105_016_000);
        let whole = Area::of_code(district);
        assert_eq!(whole.narrowed_to(district), Some(whole));
        assert_eq!(whole.narrowed_to(street), Some(Area::of_code(street)));
        assert_eq!(whole.narrowed_to(110_106_001_000), None);
        assert_eq!(Area::alone(district).narrowed_to(district), Some(Area::alone(district)));
        assert_eq!(Area::alone(district).narrowed_to(street), None);
        let everywhere = Area { first: 0, last: i64::MAX };
        assert_eq!(everywhere.narrowed_to(street), Some(Area::of_code(street)));
    }

    #[test]
    fn a_city_is_found_above_its_districts_with_or_without_a_province() {
        let community = 110_105_016_001;
        let municipality = [110_105_016_000, 110_105_000_000, 110_100_000_000, 110_000_000_000];
        assert_eq!(above(community), municipality);
        assert_eq!(above(110_105_000_000), municipality[2..]);
        assert_eq!(above(110_000_000_000), Vec::<i64>::new());
        assert_eq!(
            way_up(130_102_001_000),
            [130_102_001_000, 130_102_001_000, 130_102_000_000, 130_100_000_000, 130_000_000_000]
        );
    }

    #[test]
    fn an_area_holds_what_lies_below_and_nothing_else() {
        let city = Area::of_code(110_000_000_000);
        let district = Area::of_code(110_105_000_000);
        let street = Area::of_code(110_105_016_000);
        let community = Area::of_code(110_105_016_001);
        let levels = [city, district, street, community].map(Area::level);
        assert_eq!(
            levels,
            [OfficeLevel::City, OfficeLevel::District, OfficeLevel::Street, OfficeLevel::Community]
        );
        for (wide, narrow) in [(city, district), (district, street), (street, community)] {
            assert!(wide.holds(narrow.first) && wide.holds(narrow.last), "{wide:?} {narrow:?}");
            assert!(!narrow.holds(wide.first), "{wide:?} {narrow:?}");
        }
        assert!(!street.holds(110_105_017_000) && !district.holds(110_106_000_000));
        assert!(!Area::of_code(130_100_000_000).holds(130_200_000_000), "two cities of a province");
        let no_division = i64::MAX - i64::MAX % 1_000;
        assert_eq!(Area::of_code(no_division), Area { first: no_division, last: i64::MAX });
    }
}
