//! A term of so many months during which something holds: counted here and nowhere else.

use kernel::Day;

use crate::calendar::months_later;

/// From which day to which something holds, such as an agreement or a placement in a public-welfare post; both days belong
/// to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The day on which it begins.
    pub from: Day,
    /// The last day.
    pub last: Day,
}

impl Term {
    /// Counts a term of so many months from the day on which it begins: that day does not count (民法典 art. 201), and the
    /// last one is the day of the same number, or the last of a month that has none (art. 202). So the term is full on the
    /// day on which the rules take so many months for full. It is not rolled: nothing has to be done on its last day
    /// (art. 203). Months that a small number does not hold end it never.
    #[must_use]
    pub fn of(from: Day, months: impl TryInto<u16>) -> Self {
        Self { from, last: months_later(from, months.try_into().unwrap_or(u16::MAX)) }
    }

    /// Tells whether what ends on a day has run its whole term (BJ18-30: 安置期满).
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
    fn a_term_ends_on_the_day_of_the_same_number_and_that_day_belongs_to_it() {
        for (from, months, last) in [
            ("2026-07-24", 12, "2027-07-24"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2026-01-01", 1, "2026-02-01"),
            ("2026-01-31", 1, "2026-02-28"),
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

    #[test]
    fn no_term_is_shorter_than_its_months() {
        for offset in 0..800 {
            let from = day("2023-12-01").plus_days(offset);
            for months in [1, 6, 12, 36] {
                assert!(Term::of(from, months).is_full(months_later(from, months)));
                assert!(!Term::of(from, months).is_full(months_later(from, months).plus_days(-1)));
            }
        }
    }

    #[test]
    fn months_beyond_measure_are_no_short_term() {
        assert!(Term::of(day("2026-01-01"), i64::MAX).last > day("2600-01-01"));
        assert!(Term::of(day("2026-01-01"), -1_i64).last > day("2600-01-01"));
    }
}
