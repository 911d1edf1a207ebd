//! What slows guessing: failures in a row, by user name and by remote address.

use store::Instant;

/// How many failures of one kind may be made before waiting begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(pub i64);

impl Patience {
    /// For one user name.
    pub const USER_NAME: Self = Self(5);
    /// For one remote address; whole offices share one.
    pub const REMOTE: Self = Self(50);
}

/// Failures that lie further apart than this are not counted together, in seconds.
const WINDOW: i64 = 15 * 60;
/// The longest wait, in minutes.
const LONGEST_WAIT: i64 = 30;
/// After a quiet day waiting begins small again, in seconds.
const FORGOTTEN: i64 = 24 * 3600;

store::row! {
    /// Failures in a row.
    #[derive(Copy, Eq)]
    pub struct Brake from "brake" {
        /// How many.
        pub failures: i64,
        /// How often waiting was ordered.
        pub waits: i64,
        /// The first of them.
        pub first_at: Instant,
        /// The last of them.
        pub last_at: Instant,
        /// Until when nothing is tried.
        pub until_at: Instant,
    }
}

impl Brake {
    /// The first attempt. Each is counted before it is judged, so that many at once gain nothing.
    #[must_use]
    pub const fn first(now: Instant) -> Self {
        Self {
            failures: 1,
            waits: 0,
            first_at: now,
            last_at: now,
            until_at: Instant::from_micros(0),
        }
    }

    /// Gives how many whole minutes are still to be waited, rounded up; none if an attempt may be made.
    #[must_use]
    pub fn minutes_left(&self, now: Instant) -> Option<i64> {
        let micros = self.until_at.micros() - now.micros();
        (micros > 0).then(|| (micros + 59_999_999) / 60_000_000)
    }

    /// Counts one more attempt.
    #[must_use]
    pub fn after_attempt(&self, now: Instant, patience: Patience) -> Self {
        let is_over = if self.waits == 0 {
            now > self.first_at.plus_seconds(WINDOW)
        } else {
            now > self.last_at.max(self.until_at).plus_seconds(FORGOTTEN)
        };
        if is_over || self.failures == 0 && self.waits == 0 {
            return Self::first(now);
        }
        let failures = self.failures + 1;
        let mut brake = Self { failures, last_at: now, ..*self };
        if failures >= patience.0 {
            brake.waits += 1;
            brake.until_at = now.plus_seconds(wait_minutes(brake.waits) * 60);
        }
        brake
    }

    /// Takes the last attempt back: it was no failure, but says nothing of those before it.
    #[must_use]
    pub fn taken_back(&self, patience: Patience) -> Self {
        let mut brake = Self { failures: (self.failures - 1).max(0), ..*self };
        if self.failures >= patience.0 && self.waits > 0 {
            brake.waits -= 1;
            brake.until_at = Instant::from_micros(0);
        }
        brake
    }
}

/// 1, 2, 4, 8, 16, 30, 30 … minutes.
fn wait_minutes(waits: i64) -> i64 {
    let doublings = u32::try_from((waits - 1).clamp(0, 5)).unwrap_or(5);
    (1_i64 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_micros(1_767_571_200_000_000);

    #[test]
    fn waiting_begins_with_the_fifth_failure_and_doubles_up_to_half_an_hour() {
        let mut brake = Brake::first(START);
        for _ in 0..3 {
            brake = brake.after_attempt(START, Patience::USER_NAME);
            assert_eq!(brake.minutes_left(START), None);
        }
        let mut now = START;
        for minutes in [1, 2, 4, 8, 16, 30, 30] {
            brake = brake.after_attempt(now, Patience::USER_NAME);
            assert_eq!(brake.minutes_left(now), Some(minutes));
            now = now.plus_seconds(minutes * 60);
            assert_eq!(brake.minutes_left(now), None, "over after {minutes}");
        }
        let tomorrow = now.plus_seconds(FORGOTTEN + 1);
        assert_eq!(brake.after_attempt(tomorrow, Patience::USER_NAME), Brake::first(tomorrow));
    }

    #[test]
    fn failures_far_apart_do_not_add_up() {
        let mut brake = Brake::first(START);
        for number in 1..20 {
            let now = START.plus_seconds(number * 301);
            brake = brake.after_attempt(now, Patience::USER_NAME);
            assert_eq!(brake.minutes_left(now), None, "{number}");
        }
    }

    #[test]
    fn an_attempt_that_was_no_failure_is_taken_back_with_its_wait() {
        let mut brake = Brake::first(START);
        for _ in 0..4 {
            brake = brake.after_attempt(START, Patience::USER_NAME);
        }
        assert!(brake.minutes_left(START).is_some());
        let back = brake.taken_back(Patience::USER_NAME);
        assert_eq!((back.failures, back.waits, back.minutes_left(START)), (4, 0, None));
        let again = back.after_attempt(START, Patience::USER_NAME);
        assert_eq!(again.minutes_left(START), Some(1), "the four before it still count");
    }
}
