//! Words that the pages share.

use store::Instant;
use web::day_of;

/// Writes an instant as people read it: the day and the minute at UTC+8.
pub(super) fn moment(instant: Instant) -> String {
    let minutes = (instant.micros() + 8 * 3_600_000_000).div_euclid(60_000_000).rem_euclid(1_440);
    format!("{} {:02}:{:02}", day_of(instant), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_in_beijing_begins_the_day() {
        let midnight = 1_767_542_400_000_000;
        assert_eq!(moment(Instant::from_micros(midnight)), "2026-01-05 00:00");
        assert_eq!(moment(Instant::from_micros(midnight - 1)), "2026-01-04 23:59");
    }
}
