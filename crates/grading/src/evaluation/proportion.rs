//! A share of a count, with its interval.

use serde::Serialize;

use super::{Z, real};

/// So many of so many, with the share and its Wilson interval of 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Proportion {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// The share, 0 to 1; absent where there is nobody.
    pub rate: Option<f64>,
    /// The lower and upper end of the interval; absent where there is nobody.
    pub interval: Option<(f64, f64)>,
}

impl Proportion {
    /// Makes the share of `count` in `of`.
    #[must_use]
    pub fn new(count: usize, of: usize) -> Self {
        if of == 0 {
            return Self { count, of, rate: None, interval: None };
        }
        let n = real(of);
        let rate = real(count) / n;
        let square = Z * Z;
        let middle = (rate + square / (2.0 * n)) / (1.0 + square / n);
        let half =
            Z / (1.0 + square / n) * (rate * (1.0 - rate) / n + square / (4.0 * n * n)).sqrt();
        // At the ends the interval touches 0 or 1 exactly; only rounding says otherwise.
        let low = if count == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if count == of { 1.0 } else { (middle + half).min(1.0) };
        Self { count, of, rate: Some(rate), interval: Some((low, high)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() < 5e-5
    }

    /// 3 of 10 and 0 of 20, by the formula on paper.
    #[test]
    fn the_interval_is_wilsons() {
        let (low, high) = Proportion::new(3, 10).interval.unwrap();
        assert!(close(low, 0.1078) && close(high, 0.6032), "{low} {high}");
        let (low, high) = Proportion::new(0, 20).interval.unwrap();
        assert!(low.abs() < f64::EPSILON && close(high, 0.1611), "{low} {high}");
        let (low, high) = Proportion::new(20, 20).interval.unwrap();
        assert!(close(low, 0.8389) && (high - 1.0).abs() < f64::EPSILON, "{low} {high}");
        assert_eq!(Proportion::new(0, 0).rate, None);
    }
}
