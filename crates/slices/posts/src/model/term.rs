//! The term of a placement: counted here and nowhere else.

use kernel::Day;
use rules::months_later;

/// From which day to which somebody is placed, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The day of the placement.
    pub from: Day,
    /// The last day.
    pub last: Day,
}

impl Term {
    /// Counts the term of a post from the day of the placement: so many months, the last day being the day before the day
    /// of the same number (民法典 art. 202).
    #[must_use]
    pub fn of(from: Day, months: i64) -> Self {
        // The register takes no post whose months a number of this size does not hold.
        let months = u16::try_from(months).unwrap_or(u16::MAX);
        Self { from, last: months_later(from, months).plus_days(-1) }
    }

    /// Tells whether a placement that ends on a day has run its whole term (BJ18-30: 安置期满).
    #[must_use]
    pub fn is_full(self, on: Day) -> bool {
        self.last <= on
    }

    /// Tells whether the term is over on a day, so that its end is to be noted.
    #[must_use]
    pub fn is_over(self, today: Day) -> bool {
        self.last < today
    }

    /// Counts the days that are left after a day; negative once the term is over.
    #[must_use]
    pub fn days_left(self, today: Day) -> i32 {
        self.last.days_since(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_term_is_counted_from_the_placement_and_its_last_day_belongs_to_it() {
        for (from, months, last) in [
            ("2026-07-24", 12, "2027-07-23"),
            ("2026-08-31", 6, "2027-02-27"),
            ("2024-02-29", 12, "2025-02-27"),
            ("2026-01-01", 1, "2026-01-31"),
        ] {
            let term = Term::of(day(from), months);
            assert_eq!(term.last, day(last), "{from} {months}");
            assert!(!term.is_full(term.last.plus_days(-1)) && term.is_full(term.last));
            assert!(!term.is_over(term.last) && term.is_over(term.last.plus_days(1)));
            assert_eq!(
                (term.days_left(term.last), term.days_left(term.last.plus_days(2))),
                (0, -2)
            );
        }
    }
}
