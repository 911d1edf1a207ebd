//! Whose turn it is: street, district, city, street.

use access::Area;

use super::step::Step;

/// Whose turn it is, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The officer's, to verify.
    Verify,
    /// The head's of the office that answers for the person, to submit.
    Submit,
    /// The head's of an office above, to pass it on to the next one.
    PassOn {
        /// The office, by code.
        at: i64,
        /// The next one.
        next: i64,
    },
    /// The head's of the office above both, to decide.
    Decide {
        /// The office, by code.
        at: i64,
    },
    /// The other office's, to accept.
    Receive,
    /// Nobody's: it has ended.
    Nobody,
}

/// Gives the offices that a transfer goes through: upwards from the office that answers for the person, to the
/// first that stands above both. Within one district that is the district's, between districts the city's
/// (BJ18-23). `above` are the offices above the first one, the nearest first; nothing where none of them stands
/// above both.
#[must_use]
pub fn path(above: &[i64], to: i64) -> Option<&[i64]> {
    let decides = |code: &i64| *code != to && Area::of_code(*code).holds(to);
    let at = above.iter().position(decides)?;
    above.get(..=at)
}

/// Tells whose turn it is. `at` is the office above that it was submitted to; where the person went over to
/// another office in the meantime and that one does not stand above them any more, it is to be submitted anew.
#[must_use]
pub fn turn(step: Step, at: Option<i64>, path: Option<&[i64]>) -> Turn {
    match step {
        Step::Requested => Turn::Verify,
        Step::Verified => Turn::Submit,
        Step::Submitted | Step::PassedOn => {
            let path = path.unwrap_or_default();
            match path.iter().position(|code| Some(*code) == at) {
                None => Turn::Submit,
                Some(place) => match (path.get(place), path.get(place + 1)) {
                    (Some(at), Some(next)) => Turn::PassOn { at: *at, next: *next },
                    (Some(at), None) => Turn::Decide { at: *at },
                    (None, _) => Turn::Submit,
                },
            }
        }
        Step::Approved => Turn::Receive,
        Step::Accepted | Step::SentBack | Step::Refused | Step::Withdrawn => Turn::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: i64 = 110_000_000_000;
    const DISTRICT: i64 = 110_105_000_000;
    const BESIDE: i64 = 110_105_017_000;
    const FAR: i64 = 110_106_001_000;

    #[test]
    fn the_district_decides_within_it_and_the_city_between_districts() {
        let above = [DISTRICT, CITY];
        assert_eq!(path(&above, BESIDE), Some([DISTRICT].as_slice()));
        assert_eq!(path(&above, FAR), Some([DISTRICT, CITY].as_slice()));
        // The district itself takes somebody over: it does not decide that alone.
        assert_eq!(path(&above, DISTRICT), Some([DISTRICT, CITY].as_slice()));
        assert_eq!(path(&above, 310_101_001_000), None);
        assert_eq!(path(&[], BESIDE), None);
    }

    #[test]
    fn it_climbs_one_office_at_a_time() {
        let above = [DISTRICT, CITY];
        let far = path(&above, FAR);
        assert_eq!(turn(Step::Requested, None, far), Turn::Verify);
        assert_eq!(turn(Step::Verified, None, far), Turn::Submit);
        let at_district = turn(Step::Submitted, Some(DISTRICT), far);
        assert_eq!(at_district, Turn::PassOn { at: DISTRICT, next: CITY });
        assert_eq!(turn(Step::Submitted, Some(CITY), far), Turn::Decide { at: CITY });
        let near = path(&above, BESIDE);
        assert_eq!(turn(Step::Submitted, Some(DISTRICT), near), Turn::Decide { at: DISTRICT });
        assert_eq!(turn(Step::Approved, None, near), Turn::Receive);
        assert_eq!(turn(Step::Withdrawn, None, near), Turn::Nobody);
        // The person has gone over to another district since.
        let elsewhere = [110_106_000_000, CITY];
        let moved = path(&elsewhere, BESIDE);
        assert_eq!(turn(Step::Submitted, Some(DISTRICT), moved), Turn::Submit);
    }
}
