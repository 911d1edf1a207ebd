//! Days, against another implementation of the calendar.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::Day;

use crate::edits::{changed, edits};
use crate::target;

/// Reads a day the slow way.
fn by_jiff(text: &[u8]) -> Option<Date> {
    let text = std::str::from_utf8(text).ok()?;
    let has_form = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
    let date = has_form
        .then(|| Some((part(0..4)?, part(5..7)?, part(8..10)?)))
        .flatten()
        .and_then(|(year, month, day)| {
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        })?;
    (date.year() > 0).then_some(date)
}

#[test]
fn a_day_is_read_as_jiff_reads_it() {
    target!().with_generator((bolero::produce::<(u16, u8, u8)>(), edits(3))).for_each(
        |((year, month, day), edits)| {
            let text = format!("{:04}-{:02}-{:02}", year % 10_000, month % 15, day % 34);
            let text = changed(text.as_bytes(), edits);
            let read = Day::from_bytes(&text);
            let expected = by_jiff(&text);
            assert_eq!(read.is_ok(), expected.is_some(), "{text:?}");
            let (Ok(day), Some(date)) = (read, expected) else { return };
            assert_eq!(day.to_bytes().as_slice(), text);
            let (year, month, day_of_month) = day.parts();
            assert_eq!(year, i32::from(date.year()));
            assert_eq!(i8::try_from(month), Ok(date.month()));
            assert_eq!(i8::try_from(day_of_month), Ok(date.day()));
        },
    );
}

#[test]
fn days_are_counted_as_jiff_counts_them() {
    target!().with_type::<(i32, i32)>().for_each(|(number, days)| {
        let day = Day::from_number(number % 3_000_000);
        let days = days % 4_000_000;
        let (year, month, day_of_month) = day.parts();
        let (Ok(year), Ok(month), Ok(day_of_month)) =
            (i16::try_from(year), i8::try_from(month), i8::try_from(day_of_month))
        else {
            panic!("{day} is out of range");
        };
        let date = Date::new(year, month, day_of_month).expect("the same day");
        assert_eq!(date.weekday().to_monday_one_offset(), i8::try_from(day.weekday()).unwrap());
        let later = day.plus_days(days);
        match date.checked_add(days.days()) {
            Ok(date) if date.year() > 0 => {
                assert_eq!(later.to_string(), date.to_string());
                assert_eq!(later.days_since(day), days);
            }
            _ => assert_eq!(later, if days < 0 { Day::FIRST } else { Day::LAST }),
        }
    });
}
