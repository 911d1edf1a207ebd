//! Reading days in the ways in which offices write them.

use kernel::Day;

use crate::cell::Cell;
use crate::text::comparable;

const RIGHT: &str =
    "应写成 2026-06-30、2026/6/30、2026.6.30、2026年6月30日、20260630，或设为 Excel 的日期格式";

/// The last day number that Excel knows, 9999-12-31.
const LAST_SERIAL: f64 = 2_958_465.0;

/// Reads the day that a cell names; a time of day after it is passed over. The error says what is
/// wrong and what would be right.
pub(crate) fn day_of(cell: &Cell) -> Result<Day, String> {
    match cell {
        Cell::Serial { value, since_1904 } => of_serial(*value, *since_1904),
        Cell::Number(number) if (1.0..LAST_SERIAL + 1.0).contains(number) => {
            of_serial(*number, false)
        }
        Cell::Number(number) if number.fract() == 0.0 && (1e7..1e8).contains(number) => {
            of_text(&format!("{number}"))
        }
        Cell::Text(text) => of_text(text),
        _ => Err(RIGHT.to_owned()),
    }
}

/// Gives the instant of a cell that Excel counts, as RFC 3339 at UTC+8, to the second.
pub(crate) fn instant_of(value: f64, since_1904: bool) -> Result<String, String> {
    let seconds = (value.rem_euclid(1.0) * 86_400.0).round();
    // A fraction that rounds up to midnight belongs to the next day.
    let (value, seconds) = if seconds >= 86_400.0 { (value + 1.0, 0.0) } else { (value, seconds) };
    let day = of_serial(value, since_1904)?;
    let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
    Ok(format!("{day}T{hours:02}:{:02}:{:02}+08:00", (rest / 60.0).floor(), rest % 60.0))
}

fn of_serial(value: f64, since_1904: bool) -> Result<Day, String> {
    let whole = value.floor();
    let in_range = if since_1904 { 0.0..=LAST_SERIAL } else { 1.0..=LAST_SERIAL };
    if !in_range.contains(&whole) {
        return Err(format!("{value} 不是 Excel 的日期序号；{RIGHT}"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below three million")]
    let serial = whole as i32;
    // Day numbers of 1970-01-01 minus the serial; Excel believes in a 29 February 1900.
    if since_1904 {
        Ok(Day::from_number(serial - 24_107))
    } else if serial == 60 {
        Err(format!("Excel 的日期序号 60 是 1900-02-29，这一天不存在；{RIGHT}"))
    } else if serial < 60 {
        Ok(Day::from_number(serial - 25_568))
    } else {
        Ok(Day::from_number(serial - 25_569))
    }
}

fn of_text(text: &str) -> Result<Day, String> {
    // A time of day stands after a blank or a T; blanks inside a date come from hasty typing.
    let date = text.split(['T', 't']).next().unwrap_or(text);
    let date = match date.split_once(':').or_else(|| date.split_once('：')) {
        Some((before, _)) => before.rsplit_once(char::is_whitespace).map_or(date, |(date, _)| date),
        None => date,
    };
    let date = comparable(date);
    let (year, month, day) = parts(&date).ok_or_else(|| RIGHT.to_owned())?;
    Day::new(year, month, day).map_err(|error| error.to_string())
}

/// Takes a date apart: the year of four digits comes first.
fn parts(date: &str) -> Option<(i32, u8, u8)> {
    if date.bytes().all(|byte| byte.is_ascii_digit()) {
        return match date.len() {
            8 => Some((
                date.get(..4)?.parse().ok()?,
                date.get(4..6)?.parse().ok()?,
                date.get(6..)?.parse().ok()?,
            )),
            // What Excel leaves in a CSV where the column was not formatted as a date.
            5 => {
                let day = of_serial(date.parse().ok()?, false).ok()?;
                Some(day.parts())
            }
            _ => None,
        };
    }
    let date = date.strip_suffix(['日', '号']).unwrap_or(date);
    let mut pieces = date.split(['-', '/', '.', '年', '月', '。', '、', '－', '—', '–']);
    let mut next = |longest: usize| {
        pieces.next().filter(|piece| {
            (1..=longest).contains(&piece.len()) && piece.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let year = next(4).filter(|year| year.len() == 4)?.parse().ok()?;
    let month = next(2)?.parse().ok()?;
    let day = next(2)?.parse().ok()?;
    pieces.next().is_none().then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        day_of(&Cell::Text(text.to_owned())).map(|day| day.to_string())
    }

    #[test]
    fn every_way_of_writing_a_day_is_read() {
        for text in [
            "2026-06-30",
            "2026-6-30",
            "2026/6/30",
            "2026.6.30",
            "2026年6月30日",
            "20260630",
            "2026年06月30号",
            "２０２６－０６－３０",
            "2026 年 6 月 30 日",
            "2026-06-30 09:30",
            "2026-06-30T23:59:59+08:00",
            "2026/6/30 9：30",
            "46203",
            "2026。6。30",
        ] {
            assert_eq!(read(text).as_deref(), Ok("2026-06-30"), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_refused() {
        for text in [
            "",
            "6月30日",
            "26.6.30",
            "30/06/2026",
            "6/30/2026",
            "2026-06",
            "2026-6-30-1",
            "明天",
            "2026-13-01",
            "2026-02-30",
            "202606",
            "1234567",
            "2026-06-30x",
            "２０２６",
            "-1-1-1",
            "2026-0600-30",
            "00000",
            "99999999",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("2026-02-30").is_err_and(|reason| reason.contains("28 日")));
    }

    #[test]
    fn serial_numbers_follow_excel() {
        let serial = |value, since_1904| {
            day_of(&Cell::Serial { value, since_1904 }).map(|day| day.to_string())
        };
        assert_eq!(serial(1.0, false).as_deref(), Ok("1900-01-01"));
        assert_eq!(serial(59.0, false).as_deref(), Ok("1900-02-28"));
        assert!(serial(60.0, false).is_err());
        assert_eq!(serial(61.0, false).as_deref(), Ok("1900-03-01"));
        assert_eq!(serial(46_203.999, false).as_deref(), Ok("2026-06-30"));
        assert_eq!(serial(2_958_465.0, false).as_deref(), Ok("9999-12-31"));
        assert_eq!(serial(44_741.0, true).as_deref(), Ok("2026-06-30"));
        for wrong in [0.0, -1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert!(serial(wrong, false).is_err(), "{wrong}");
        }
        assert_eq!(
            day_of(&Cell::Number(20_260_630.0)).map(|day| day.to_string()).as_deref(),
            Ok("2026-06-30")
        );
    }

    #[test]
    fn instants_keep_the_time_of_day() {
        assert_eq!(
            instant_of(46_203.395_833_333_3, false).as_deref(),
            Ok("2026-06-30T09:30:00+08:00")
        );
        assert_eq!(instant_of(46_203.999_999_9, false).as_deref(), Ok("2026-07-01T00:00:00+08:00"));
    }
}
