//! Reading instants as the written ledger states them.

use kernel::Day;
use store::Instant;

/// Reads an instant of RFC 3339, 5.6: `2026-06-30T09:15:00+08:00`. What is finer than a microsecond
/// is cut off; a leap second is the first second of the next minute.
#[must_use]
pub fn read_instant(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    let day = Day::from_bytes(bytes.get(..10)?).ok()?;
    let (separator, rest) = bytes.get(10..)?.split_first()?;
    if !matches!(separator, b'T' | b't') {
        return None;
    }
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = rest else { return None };
    let (hour, minute) = (two(*h1, *h2, 23)?, two(*m1, *m2, 59)?);
    let second = two(*s1, *s2, 60)?;
    let (micros, rest) = fraction(rest)?;
    let offset = offset(rest)?;
    let seconds =
        i64::from(day.number()) * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60;
    Some(Instant::from_micros(seconds * 1_000_000 + micros))
}

fn two(tens: u8, ones: u8, highest: i64) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    let value = digit(tens)? * 10 + digit(ones)?;
    (value <= highest).then_some(value)
}

/// Reads the fraction of a second, if there is one, in microseconds.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some(rest) = rest.strip_prefix(b".") else { return Some((0, rest)) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at(count);
    if digits.is_empty() {
        return None;
    }
    let padded = digits.iter().copied().chain(std::iter::repeat(b'0'));
    Some((padded.take(6).fold(0, |micros, byte| micros * 10 + i64::from(byte - b'0')), rest))
}

/// Reads the offset from UTC, in minutes.
fn offset(rest: &[u8]) -> Option<i64> {
    match rest {
        b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let minutes = two(*h1, *h2, 23)? * 60 + two(*m1, *m2, 59)?;
            Some(if *sign == b'-' { -minutes } else { minutes })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_with_their_offsets() {
        let micros = |text| read_instant(text).map(Instant::micros);
        assert_eq!(micros("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(micros("1970-01-01T08:00:00+08:00"), Some(0));
        assert_eq!(micros("1969-12-31t23:30:00-00:30"), Some(0));
        assert_eq!(micros("2026-01-05T00:00:00z"), Some(1_767_571_200_000_000));
        assert_eq!(micros("1970-01-01T00:00:00.5Z"), Some(500_000));
        assert_eq!(micros("1970-01-01T00:00:01.1234567Z"), Some(1_123_456));
        assert_eq!(micros("2016-12-31T23:59:60Z"), micros("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn what_is_not_an_instant_is_not_read() {
        for wrong in [
            "",
            "2026-06-30",
            "2026-06-30 09:15:00Z",
            "2026-06-30T09:15:00",
            "2026-06-30T09:15Z",
            "2026-02-30T09:15:00Z",
            "2026-06-30T24:00:00Z",
            "2026-06-30T09:60:00Z",
            "2026-06-30T09:15:61Z",
            "2026-06-30T09:15:00.Z",
            "2026-06-30T09:15:00+0800",
            "2026-06-30T09:15:00+08:00 ",
            "２０２６-06-30T09:15:00Z",
        ] {
            assert_eq!(read_instant(wrong), None, "{wrong}");
        }
    }
}
