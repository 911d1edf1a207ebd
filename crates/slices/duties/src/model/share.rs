//! Shares, as every page words them.

/// Gives a part of a whole in tenths of a percent, rounded half up; 0 of nothing.
#[must_use]
pub const fn per_mille(part: i64, whole: i64) -> i64 {
    if whole <= 0 { 0 } else { (part * 2_000 + whole).div_euclid(2 * whole) }
}

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
}
