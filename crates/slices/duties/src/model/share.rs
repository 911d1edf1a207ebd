//! Shares, as every page words them.

/// Gives a part of a whole in tenths of a percent, rounded half up; 0 of nothing.
#[must_use]
pub const fn per_mille(part: i64, whole: i64) -> i64 {
    if whole <= 0 { 0 } else { (part * 2_000 + whole).div_euclid(2 * whole) }
}

/// Over how many days lateness is looked back at where no day is chosen.
pub const LOOK_BACK: i32 = 90;
/// Below how many no share is given: one case more or less would change it by more than it says.
const FEW: i64 = 20;

/// Gives a part of a whole as [`per_mille`] does; nothing of too few.
#[must_use]
pub const fn enough_share(part: i64, whole: i64) -> Option<i64> {
    if whole < FEW { None } else { Some(per_mille(part, whole)) }
}

/// Gives the share done in time of all that was to be done by now: what was settled in time, what was settled late or
/// missed, and what is overdue and still open, which was not done in time either; and of that what was handed on when it was
/// overdue (`went`), which the one who lets it go has not done in time either.
#[must_use]
pub const fn in_time_share(in_time: i64, late: i64, (overdue, went): (i64, i64)) -> Option<i64> {
    enough_share(in_time, in_time + late + overdue + went)
}

/// What every page says of that share.
pub const RATE_MEANS: &str = "按期率＝按期办结 ÷（按期办结＋逾期办结＋没有办＋逾期未办）：这段时间到期的事项，连同到今天仍逾期未办的；逾期以后移交出去、至今没有办的，移交方的按期率也算在内；不足 20 件（人）的不算比率，以免一两件就说明不了问题";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(per_mille(2, 3), 667);
        assert_eq!(per_mille(1, 3), 333);
        assert_eq!(per_mille(1, 2_000), 1, "half a tenth");
        assert_eq!(per_mille(1, 2_001), 0);
        assert_eq!(per_mille(3, 3), 1_000);
        assert_eq!(per_mille(0, 0), 0);
    }

    #[test]
    fn few_are_no_share_and_what_is_overdue_was_not_in_time() {
        assert_eq!(in_time_share(15, 2, (2, 0)), None);
        assert_eq!(in_time_share(15, 3, (1, 1)), Some(750));
        assert!(RATE_MEANS.contains(&format!("不足 {FEW} 件")));
    }
}
