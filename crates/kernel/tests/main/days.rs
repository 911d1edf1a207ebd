use kernel::{Day, DayError, is_leap_year, month_length};
use proptest::prelude::*;

#[test]
fn every_day_agrees_with_jiff() {
    let mut theirs = jiff::civil::date(1, 1, 1);
    let epoch = jiff::civil::date(1970, 1, 1);
    assert_eq!(epoch.until(theirs).unwrap().get_days(), Day::FIRST.number());
    for number in Day::FIRST.number()..=Day::LAST.number() {
        let ours = Day::from_number(number);
        let parts = (
            i32::from(theirs.year()),
            theirs.month().cast_unsigned(),
            theirs.day().cast_unsigned(),
        );
        assert_eq!(ours.parts(), parts);
        assert_eq!(Day::new(parts.0, parts.1, parts.2), Ok(ours));
        assert_eq!(
            ours.weekday(),
            theirs.weekday().to_monday_one_offset().cast_unsigned(),
            "{ours}"
        );
        assert_eq!(Day::from_bytes(&ours.to_bytes()), Ok(ours));
        if ours != Day::LAST {
            theirs = theirs.tomorrow().unwrap();
        }
    }
    assert_eq!(theirs, jiff::civil::date(9999, 12, 31));
}

#[test]
fn what_is_written_is_what_is_read() {
    for number in (Day::FIRST.number()..=Day::LAST.number()).step_by(97) {
        let day = Day::from_number(number);
        let text = day.to_string();
        assert_eq!(text.as_bytes(), day.to_bytes());
        assert_eq!(text.parse(), Ok(day));
    }
}

#[test]
fn every_month_ends_where_its_length_says() {
    for year in 1..=9999 {
        for month in 1..=12 {
            let last = month_length(year, month);
            assert!(Day::new(year, month, last).is_ok());
            assert_eq!(Day::new(year, month, last + 1), Err(DayError::NoSuchDay { last }));
        }
        assert_eq!(is_leap_year(year), month_length(year, 2) == 29);
    }
    assert!(is_leap_year(2000) && !is_leap_year(1900));
}

#[test]
fn rubbish_is_refused_with_its_reason() {
    for text in [
        "",
        "2026-6-30",
        "2026/06/30",
        "20260630",
        "2026-06-30 ",
        " 2026-06-30",
        "2026-06-3O",
        "+026-06-30",
        "-001-06-30",
        "２026-06-30",
        "2026-06-30T00:00",
        "2026年06月30日",
    ] {
        assert_eq!(text.parse::<Day>(), Err(DayError::Form), "{text}");
    }
    for text in ["0000-01-01", "2026-00-10", "2026-13-10", "2026-99-99"] {
        assert_eq!(text.parse::<Day>(), Err(DayError::NoSuchMonth), "{text}");
    }
    assert_eq!("2026-02-29".parse::<Day>(), Err(DayError::NoSuchDay { last: 28 }));
    assert_eq!("2026-04-00".parse::<Day>(), Err(DayError::NoSuchDay { last: 30 }));
    assert_eq!(Day::new(10_000, 1, 1), Err(DayError::NoSuchMonth));
    assert_eq!(Day::new(i32::MIN, 1, 1), Err(DayError::NoSuchMonth));
}

#[test]
fn arithmetic_stops_at_the_ends() {
    assert_eq!(Day::LAST.plus_days(1), Day::LAST);
    assert_eq!(Day::FIRST.plus_days(i32::MIN), Day::FIRST);
    assert_eq!(Day::FIRST.plus_days(i32::MAX), Day::LAST);
    assert_eq!(Day::from_number(i32::MAX), Day::LAST);
    assert_eq!(Day::from_number(i32::MIN), Day::FIRST);
    assert_eq!(Day::LAST.days_since(Day::FIRST), 3_652_058);
}

proptest! {
    #[test]
    fn no_text_brings_the_reader_down(text in ".{0,12}") {
        if let Ok(day) = text.parse::<Day>() {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn moving_on_and_back_returns(
        number in Day::FIRST.number() + 5_000..Day::LAST.number() - 5_000,
        days in -5_000..5_000,
    ) {
        let day = Day::from_number(number);
        prop_assert_eq!(day.plus_days(days).days_since(day), days);
        prop_assert_eq!(day.plus_days(days).plus_days(-days), day);
    }
}
