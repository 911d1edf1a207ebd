//! The counting of time (rulebook §1): dates computed by hand, and every count against a naive
//! walk from day to day.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use kernel::Day;
use proptest::prelude::*;
use rules::{Calendar, CalendarYear, Due, Law, months_later, quarter_end, quarter_start};
use serde::Deserialize;
use toml::value::Datetime;

static CALENDAR: LazyLock<Calendar> =
    LazyLock::new(|| Law::shipped().expect("sound law files").calendar().clone());
static NAIVE: LazyLock<Naive> = LazyLock::new(Naive::read);

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Words a due date: a provisional one with a question mark.
fn words(due: Due) -> String {
    format!("{}{}", due.day, if due.provisional { "?" } else { "" })
}

fn check(count: impl Fn(&Calendar, Day, u16) -> Due, rows: &[(&str, u16, &str)]) {
    let calendar = &*CALENDAR;
    for (from, number, wanted) in rows {
        let found = words(count(calendar, day(from), *number));
        assert_eq!(found, *wanted, "{number} from {from}");
    }
}

#[test]
fn working_days_after_a_day() {
    check(
        Calendar::working_days_after,
        &[
            // An ordinary week: Monday 2026-03-02.
            ("2026-03-02", 1, "2026-03-03"),
            ("2026-03-06", 1, "2026-03-09"),
            ("2026-03-07", 1, "2026-03-09"),
            ("2026-03-08", 1, "2026-03-09"),
            ("2026-03-02", 10, "2026-03-16"),
            // National Day 2026: off 1 to 7 October, worked on Saturday the 10th.
            ("2026-09-29", 1, "2026-09-30"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-10-01", 1, "2026-10-08"),
            ("2026-10-07", 1, "2026-10-08"),
            ("2026-10-08", 1, "2026-10-09"),
            ("2026-09-30", 3, "2026-10-10"),
            ("2026-09-30", 4, "2026-10-12"),
            ("2026-10-10", 1, "2026-10-12"),
            // Mid-Autumn 2026: worked on Sunday 20 September, off 25 to 27.
            ("2026-09-18", 1, "2026-09-20"),
            ("2026-09-19", 1, "2026-09-20"),
            ("2026-09-20", 1, "2026-09-21"),
            ("2026-09-24", 1, "2026-09-28"),
            // Spring Festival 2026: worked on Saturdays 14 and 28 February, off 15 to 23.
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-13", 2, "2026-02-24"),
            ("2026-02-13", 6, "2026-02-28"),
            ("2026-02-13", 7, "2026-03-02"),
            ("2026-02-23", 1, "2026-02-24"),
            // 2020: the holiday was prolonged to 2 February; Saturday the 1st lost its make-up.
            ("2020-01-17", 1, "2020-01-19"),
            ("2020-01-23", 1, "2020-02-03"),
            ("2020-01-31", 1, "2020-02-03"),
            ("2020-02-01", 1, "2020-02-03"),
            ("2020-02-02", 1, "2020-02-03"),
            ("2020-02-28", 1, "2020-03-02"),
            // 2019: Labour Day was widened to four days, with Sundays 28 April and 5 May worked.
            ("2019-04-26", 1, "2019-04-28"),
            ("2019-04-30", 1, "2019-05-05"),
            ("2019-05-05", 1, "2019-05-06"),
            // The notice of 2019 made a Saturday of 2018 a working day, and its Monday a holiday.
            ("2018-12-28", 1, "2018-12-29"),
            ("2018-12-29", 1, "2019-01-02"),
            ("2018-12-28", 2, "2019-01-02"),
            // Whole weeks over a leap day.
            ("2024-02-26", 5, "2024-03-04"),
        ],
    );
}

#[test]
fn working_days_before_a_day() {
    check(
        Calendar::working_days_before,
        &[
            ("2026-03-06", 3, "2026-03-03"),
            ("2026-03-09", 1, "2026-03-06"),
            ("2026-03-08", 1, "2026-03-06"),
            ("2026-03-07", 1, "2026-03-06"),
            ("2026-10-08", 1, "2026-09-30"),
            ("2026-10-04", 1, "2026-09-30"),
            ("2026-10-09", 1, "2026-10-08"),
            ("2026-10-11", 1, "2026-10-10"),
            ("2026-10-08", 4, "2026-09-24"),
            ("2026-10-08", 8, "2026-09-20"),
            ("2026-10-08", 9, "2026-09-18"),
            ("2026-02-24", 1, "2026-02-14"),
            ("2020-02-03", 1, "2020-01-23"),
            ("2020-02-03", 5, "2020-01-19"),
            ("2019-01-02", 1, "2018-12-29"),
            ("2019-01-02", 2, "2018-12-28"),
        ],
    );
}

#[test]
fn calendar_days_and_months_roll_on_to_a_working_day() {
    check(
        Calendar::days_after,
        &[
            ("2026-09-25", 5, "2026-09-30"),
            ("2026-09-25", 6, "2026-10-08"),
            ("2026-09-25", 12, "2026-10-08"),
            ("2026-09-25", 13, "2026-10-08"),
            // A Saturday that is worked stays.
            ("2026-02-04", 10, "2026-02-14"),
            ("2026-02-04", 11, "2026-02-24"),
            ("2024-02-28", 1, "2024-02-29"),
            ("2025-02-28", 1, "2025-03-03"),
        ],
    );
    check(
        Calendar::months_after,
        &[
            ("2026-08-31", 1, "2026-09-30"),
            ("2026-09-01", 1, "2026-10-08"),
            // The last day of February 2026 is a Saturday that is worked.
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2025-01-31", 1, "2025-02-28"),
            // Sunday 30 November 2025.
            ("2025-10-31", 1, "2025-12-01"),
        ],
    );
}

#[test]
fn a_hard_cap_is_brought_forward() {
    check(
        Calendar::days_at_most,
        &[
            ("2026-08-31", 30, "2026-09-30"),
            ("2026-09-01", 30, "2026-09-30"),
            ("2026-09-07", 30, "2026-09-30"),
            ("2026-09-08", 30, "2026-10-08"),
            ("2026-01-24", 30, "2026-02-14"),
            ("2026-01-25", 30, "2026-02-24"),
            // Sunday, to the Friday before.
            ("2026-03-06", 30, "2026-04-03"),
            // The working Saturday of 2018 before the holiday.
            ("2018-12-02", 30, "2018-12-29"),
        ],
    );
}

#[test]
fn a_date_that_needs_a_year_without_a_notice_is_provisional() {
    check(
        Calendar::working_days_after,
        &[
            ("2026-12-30", 1, "2026-12-31"),
            ("2026-12-30", 2, "2027-01-01?"),
            ("2026-12-31", 1, "2027-01-01?"),
            ("2030-06-03", 5, "2030-06-10?"),
            // The day counted from is not looked up, a holiday counted through is.
            ("2017-12-31", 1, "2018-01-02"),
            ("2017-12-30", 1, "2018-01-02?"),
            ("2017-12-28", 1, "2017-12-29?"),
        ],
    );
    check(
        Calendar::working_days_before,
        &[
            ("2027-01-01", 1, "2026-12-31"),
            ("2027-01-04", 1, "2027-01-01?"),
            ("2027-01-04", 2, "2026-12-31?"),
            ("2018-01-03", 1, "2018-01-02"),
            ("2018-01-02", 1, "2017-12-29?"),
        ],
    );
    check(
        Calendar::days_after,
        &[
            ("2026-12-01", 30, "2026-12-31"),
            ("2026-12-02", 30, "2027-01-01?"),
            ("2017-12-02", 30, "2018-01-02"),
            ("2017-12-01", 30, "2018-01-02?"),
        ],
    );
    // When a hard cap was brought forward, the due date decides.
    check(
        Calendar::days_at_most,
        &[
            ("2026-12-01", 30, "2026-12-31"),
            ("2026-12-03", 30, "2027-01-01?"),
            ("2017-12-02", 30, "2017-12-29?"),
            ("2017-12-03", 30, "2018-01-02"),
        ],
    );
}

/// 《全国年节及纪念日放假办法》第二条, as amended in 2024: 1 January, 1 and 2 May, 1 to 3 October.
#[test]
fn holidays_of_the_solar_year_hold_without_a_notice() {
    let calendar = &*CALENDAR;
    for (text, wanted) in [
        ("2026-12-31", None),
        ("2027-01-01", Some("元旦")),
        ("2027-01-02", None),
        ("2027-04-30", None),
        ("2027-05-01", Some("劳动节")),
        ("2027-05-02", Some("劳动节")),
        ("2027-05-03", None),
        ("2027-10-01", Some("国庆节")),
        ("2027-10-03", Some("国庆节")),
        ("2027-10-04", None),
        // Before the amendment Labour Day had one day.
        ("2017-05-01", Some("劳动节")),
        ("2017-05-02", None),
        // Where there is a notice, it alone counts.
        ("2026-01-02", Some("元旦")),
        ("2026-10-10", None),
        ("2026-11-22", None),
    ] {
        assert_eq!(calendar.holiday(day(text)), wanted, "{text}");
    }
    // Each from its first year on, where no notice is at hand; and none of them against a notice.
    let without = Calendar::new([]);
    for (text, wanted) in [
        ("2013-10-01", None),
        ("2014-10-01", Some("国庆节")),
        ("2024-05-02", None),
        ("2025-05-02", Some("劳动节")),
    ] {
        assert_eq!(without.holiday(day(text)), wanted, "{text}");
    }
    let notice = CalendarYear { year: 2030, notice: "通知".to_owned(), days: BTreeMap::new() };
    assert_eq!(Calendar::new([notice]).holiday(day("2030-10-01")), None);
    // Counting goes by the rulebook (§1): Monday to Friday, and provisional.
    let due = calendar.working_days_after(day("2026-12-31"), 1);
    assert_eq!(words(due), "2027-01-01?");
}

#[test]
fn a_day_says_what_it_is() {
    let calendar = &*CALENDAR;
    for (text, wanted) in [
        ("2026-09-30", "工作日"),
        ("2026-10-01", "国庆节放假"),
        ("2026-10-10", "调休上班（国庆节）"),
        ("2026-10-11", "周末"),
        ("2018-12-29", "调休上班（元旦）"),
        ("2018-12-31", "元旦放假"),
        ("2020-02-01", "春节放假"),
    ] {
        assert_eq!(calendar.kind(day(text)).to_string(), wanted, "{text}");
    }
}

#[test]
fn months_end_where_the_month_ends() {
    for (from, months, wanted) in [
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2000-01-31", 1, "2000-02-29"),
        ("2100-01-31", 1, "2100-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-05-15", 0, "2026-05-15"),
    ] {
        assert_eq!(months_later(day(from), months).to_string(), wanted, "{months} after {from}");
    }
}

#[test]
fn quarters_begin_and_end_with_their_months() {
    for (within, first, last) in [
        ("2026-01-01", "2026-01-01", "2026-03-31"),
        ("2026-03-31", "2026-01-01", "2026-03-31"),
        ("2026-04-01", "2026-04-01", "2026-06-30"),
        ("2024-02-29", "2024-01-01", "2024-03-31"),
        ("2026-09-30", "2026-07-01", "2026-09-30"),
        ("2026-10-01", "2026-10-01", "2026-12-31"),
        ("9999-12-31", "9999-10-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01", "0001-03-31"),
    ] {
        assert_eq!(quarter_start(day(within)).to_string(), first, "{within}");
        assert_eq!(quarter_end(day(within)).to_string(), last, "{within}");
    }
}

#[test]
fn nothing_panics_at_the_ends_of_the_range() {
    let calendar = &*CALENDAR;
    for offset in 0..40 {
        for count in [0, 1, 2, 30, u16::MAX] {
            for from in [Day::FIRST.plus_days(offset), Day::LAST.plus_days(-offset)] {
                assert!(calendar.working_days_after(from, count).day >= from);
                assert!(calendar.working_days_before(from, count).day <= from);
                assert!(calendar.days_after(from, count).day >= from);
                assert!(calendar.months_after(from, count).day >= from);
                let _ = calendar.days_at_most(from, count);
                assert!(quarter_start(from) <= from && from <= quarter_end(from));
            }
        }
    }
}

#[derive(Deserialize)]
struct YearFile {
    year: i32,
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
struct Holiday {
    days_off: Vec<Datetime>,
    days_worked: Vec<Datetime>,
}

/// The same calendar, read and walked in the plainest way.
struct Naive {
    years: BTreeSet<i32>,
    off: BTreeSet<Day>,
    worked: BTreeSet<Day>,
}

impl Naive {
    fn read() -> Self {
        let mut naive =
            Self { years: BTreeSet::new(), off: BTreeSet::new(), worked: BTreeSet::new() };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/calendars");
        for file in fs::read_dir(folder).expect("the calendars") {
            let text = fs::read_to_string(file.expect("a file").path()).expect("its text");
            let file: YearFile = toml::from_str(&text).expect("a calendar");
            naive.years.insert(file.year);
            for holiday in file.holiday {
                naive.off.extend(holiday.days_off.iter().map(|date| day(&date.to_string())));
                naive.worked.extend(holiday.days_worked.iter().map(|date| day(&date.to_string())));
            }
        }
        naive
    }

    fn is_working(&self, day: Day) -> bool {
        self.worked.contains(&day) || (day.weekday() <= 5 && !self.off.contains(&day))
    }

    fn is_uncertain(&self, day: Day) -> bool {
        !self.years.contains(&day.year())
    }

    /// Steps from day to day until the N-th working day; every day stepped on is looked up.
    fn step(&self, from: Day, count: u16, direction: i32) -> Due {
        let (mut current, mut left, mut provisional) = (from, count, false);
        while left > 0 {
            current = current.plus_days(direction);
            provisional |= self.is_uncertain(current);
            left -= u16::from(self.is_working(current));
        }
        Due { day: current, provisional }
    }

    fn roll_on(&self, from: Day) -> Due {
        let (mut current, mut provisional) = (from, self.is_uncertain(from));
        while !self.is_working(current) {
            current = current.plus_days(1);
            provisional |= self.is_uncertain(current);
        }
        Due { day: current, provisional }
    }

    fn bring_forward(&self, from: Day) -> Due {
        let mut current = from;
        while !self.is_working(current) {
            current = current.plus_days(-1);
        }
        Due { day: current, provisional: self.is_uncertain(current) }
    }

    /// Goes from month to month, then back to the last day that the month has.
    fn months_later(from: Day, months: u16) -> Day {
        let (mut year, mut month, number) = from.parts();
        for _ in 0..months {
            month += 1;
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        (1..=number).rev().find_map(|number| Day::new(year, month, number).ok()).expect("a day")
    }
}

#[test]
fn every_day_from_1990_to_2070_is_what_the_notices_make_it() {
    let (calendar, naive) = (&*CALENDAR, &*NAIVE);
    let mut current = day("1990-01-01");
    while current < day("2071-01-01") {
        assert_eq!(calendar.is_working(current), naive.is_working(current), "{current}");
        assert_eq!(calendar.kind(current).is_working(), naive.is_working(current), "{current}");
        assert_eq!(calendar.is_published(current.year()), !naive.is_uncertain(current));
        current = current.plus_days(1);
    }
}

proptest! {
    #[test]
    fn every_count_agrees_with_walking_from_day_to_day(
        offset in prop_oneof![0..29_585_i32, 10_000..13_600_i32],
        count in prop_oneof![0..12_u16, 0..400_u16],
    ) {
        let (calendar, naive) = (&*CALENDAR, &*NAIVE);
        let from = day("1990-01-01").plus_days(offset);
        prop_assert_eq!(calendar.working_days_after(from, count), naive.step(from, count, 1));
        prop_assert_eq!(calendar.working_days_before(from, count), naive.step(from, count, -1));
        let target = from.plus_days(i32::from(count));
        prop_assert_eq!(calendar.days_after(from, count), naive.roll_on(target));
        prop_assert_eq!(calendar.days_at_most(from, count), naive.bring_forward(target));
        let target = Naive::months_later(from, count);
        prop_assert_eq!(months_later(from, count), target);
        prop_assert_eq!(calendar.months_after(from, count), naive.roll_on(target));
    }

    /// The table and the walk beyond it meet at its edges.
    #[test]
    fn the_edges_of_the_table_are_not_seen(
        edge in prop_oneof![Just("2000-01-01"), Just("2059-12-31")],
        offset in -90..90_i32,
        count in 1..120_u16,
    ) {
        let (calendar, naive) = (&*CALENDAR, &*NAIVE);
        let from = day(edge).plus_days(offset);
        prop_assert_eq!(calendar.working_days_after(from, count), naive.step(from, count, 1));
        prop_assert_eq!(calendar.working_days_before(from, count), naive.step(from, count, -1));
    }
}
