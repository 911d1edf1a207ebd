//! How instants and the like are written on these pages.

use store::Instant;

/// Writes an instant as day and time of day at UTC+8, to the minute.
pub(super) fn when(instant: Instant) -> String {
    let minutes = (instant.micros() + 8 * 3_600_000_000).div_euclid(60_000_000).rem_euclid(1_440);
    format!("{} {:02}:{:02}", web::day_of(instant), minutes / 60, minutes % 60)
}

/// Gives the instant at which a day begins at UTC+8.
pub(super) fn start_of(day: kernel::Day) -> Instant {
    Instant::from_micros(i64::from(day.number()) * 86_400_000_000 - 8 * 3_600_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_it_is_in_beijing() {
        let instant = Instant::from_micros(1_767_571_200_000_000);
        assert_eq!(when(instant), "2026-01-05 08:00");
        let day = web::day_of(instant);
        assert_eq!(when(start_of(day)), "2026-01-05 00:00");
    }
}
