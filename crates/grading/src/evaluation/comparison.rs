//! Two gradings of the same people.

use std::collections::BTreeMap;

use serde::Serialize;

use super::calibration::{Calibration, calibration};
use super::groups::{ErrorRates, errors};
use super::ranking::{Placements, Ranking, Score, covariance, ranking};
use super::{Known, Row, Z};

/// Two gradings side by side, over the people whom both could grade and whose outcome is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What the first grading is called.
    pub first: String,
    /// What the second grading is called.
    pub second: String,
    /// How many people both could grade and whose outcome is known.
    pub people: usize,
    /// The rankings of the first and the second.
    pub rankings: [Ranking; 2],
    /// The second's area under the curve less the first's; absent where all outcomes are alike.
    pub difference: Option<f64>,
    /// The difference's interval of 95 % (paired, `DeLong`); absent where nothing varies.
    pub interval: Option<(f64, f64)>,
    /// The levels of the first and the second against the outcomes.
    pub calibrations: [Option<Calibration>; 2],
    /// The errors of the first and the second.
    pub errors: [Option<ErrorRates>; 2],
    /// How many had a level of the first (row) and one of the second (column); absent where one
    /// of them has no levels.
    pub levels: Option<[[usize; 4]; 4]>,
}

/// Compares two gradings. `first` and `second` hold the same people in the same order; what is
/// left over at the end of the longer one is not compared. A person's outcome is taken from
/// `first`.
#[must_use]
pub fn compare(first: (&str, &[Row]), second: (&str, &[Row])) -> Comparison {
    let both: Vec<(Known, Known)> = first
        .1
        .iter()
        .zip(second.1)
        .filter_map(|(one, other)| {
            let one = one.known()?;
            Some((one, Known { grade: other.grade?, is_long: one.is_long }))
        })
        .collect();
    let (ones, others): (Vec<Known>, Vec<Known>) = both.iter().copied().unzip();
    let placements = [Placements::of(&ones), Placements::of(&others)];
    let difference = placements[1].auc.zip(placements[0].auc).map(|(two, one)| two - one);
    let mut people = BTreeMap::new();
    for (one, other) in &both {
        *people.entry((Score::of(one), Score::of(other), one.is_long)).or_insert(0) += 1;
    }
    Comparison {
        first: first.0.to_owned(),
        second: second.0.to_owned(),
        people: both.len(),
        rankings: [ranking(&ones), ranking(&others)],
        difference,
        interval: difference.and_then(|difference| interval(difference, &people, &placements)),
        calibrations: [calibration(&ones), calibration(&others)],
        errors: [errors(&ones), errors(&others)],
        levels: levels(&both),
    }
}

fn interval(
    difference: f64,
    people: &BTreeMap<(Score, Score, bool), usize>,
    [first, second]: &[Placements; 2],
) -> Option<(f64, f64)> {
    let swapped = |pick: fn(Score, Score) -> Score| {
        let mut counts = BTreeMap::new();
        for ((one, other, is_long), count) in people {
            let score = pick(*one, *other);
            *counts.entry((score, score, *is_long)).or_insert(0) += count;
        }
        counts
    };
    let of_first = covariance(&swapped(|one, _| one), first, first)?;
    let of_second = covariance(&swapped(|_, other| other), second, second)?;
    let of_both = covariance(people, first, second)?;
    let variance = of_first + of_second - 2.0 * of_both;
    // Two gradings that place everybody alike leave a rest of rounding.
    (variance > 1e-15).then(|| {
        let half = Z * variance.sqrt();
        (difference - half, difference + half)
    })
}

fn levels(both: &[(Known, Known)]) -> Option<[[usize; 4]; 4]> {
    let mut counts = [[0; 4]; 4];
    for (one, other) in both {
        counts[one.grade.level? as usize][other.grade.level? as usize] += 1;
    }
    Some(counts)
}
