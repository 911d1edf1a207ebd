//! The parts of a day's work: overdue, today, this week, later.

use kernel::Day;

/// A part of what is open, by its due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// 逾期.
    Overdue,
    /// 今天到期.
    Today,
    /// 本周到期: until Sunday.
    Week,
    /// 以后到期.
    Later,
}

impl Bucket {
    /// Every part, in the order in which the work is done.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Today, Self::Week, Self::Later];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Overdue => "逾期",
            Self::Today => "今天到期",
            Self::Week => "本周到期",
            Self::Later => "以后到期",
        }
    }

    /// Gives the name that stands in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Week => "week",
            Self::Later => "later",
        }
    }

    /// Finds a part by the name that stands in addresses.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bucket| bucket.name() == name)
    }

    /// Gives the first and last due date that belong to it.
    #[must_use]
    pub fn days(self, today: Day) -> (Day, Day) {
        let sunday = end_of_week(today);
        match self {
            Self::Overdue => (Day::FIRST, today.plus_days(-1)),
            Self::Today => (today, today),
            Self::Week => (today.plus_days(1), sunday),
            Self::Later => (sunday.plus_days(1), Day::LAST),
        }
    }

    /// Gives the part that a due date belongs to.
    #[must_use]
    pub fn of(due: Day, today: Day) -> Self {
        if due < today {
            Self::Overdue
        } else if due == today {
            Self::Today
        } else if due <= end_of_week(today) {
            Self::Week
        } else {
            Self::Later
        }
    }
}

/// Gives the Sunday that ends the week of a day.
fn end_of_week(day: Day) -> Day {
    day.plus_days(7 - i32::from(day.weekday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_share_out_every_day_and_none_twice() {
        for shift in 0..8 {
            let today = "2026-11-16".parse::<Day>().expect("a Monday").plus_days(shift);
            for around in -10..20 {
                let due = today.plus_days(around);
                let holding: Vec<Bucket> = Bucket::ALL
                    .into_iter()
                    .filter(|bucket| {
                        let (first, last) = bucket.days(today);
                        first <= due && due <= last
                    })
                    .collect();
                assert_eq!(holding, [Bucket::of(due, today)], "{today} {due}");
            }
        }
        let sunday: Day = "2026-11-22".parse().expect("a Sunday");
        assert_eq!(end_of_week(sunday), sunday);
        assert_eq!(end_of_week(sunday.plus_days(1)), sunday.plus_days(7));
    }
}
