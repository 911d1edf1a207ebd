//! Whether those who stay without work rank above those who do not.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Known, Z, real};

/// The area under the ROC curve: the chance that of two people, one who stayed without work for
/// long and one who did not, the first had the higher score; a tie counts half.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// The area; 0.5 is no better than drawing lots. Absent where all outcomes are alike.
    pub auc: Option<f64>,
    /// Its interval of 95 % (`DeLong`, `DeLong` and Clarke-Pearson 1988); absent with fewer than two
    /// people on either side, or where everybody on each side is placed alike and nothing varies.
    pub interval: Option<(f64, f64)>,
}

/// A score as a key that sorts like the number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Score(f64);

impl Score {
    pub(super) fn of(known: &Known) -> Self {
        // Adding zero makes of a negative zero the same score as of a positive one.
        Self(known.grade.score + 0.0)
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// How many have a score, by what became of them.
#[derive(Clone, Copy, Default)]
struct Tally {
    long: usize,
    short: usize,
}

/// Where each score stands: for one who stayed without work, the share of the others that stands
/// below; for one who did not, the share of those who did that stands above. Ties count half.
pub(super) struct Placements {
    by_score: BTreeMap<Score, (f64, f64)>,
    pub(super) long: usize,
    pub(super) short: usize,
    pub(super) auc: Option<f64>,
}

impl Placements {
    pub(super) fn of<'a>(known: impl IntoIterator<Item = &'a Known>) -> Self {
        let mut tallies: BTreeMap<Score, Tally> = BTreeMap::new();
        for known in known {
            let tally = tallies.entry(Score::of(known)).or_default();
            if known.is_long { tally.long += 1 } else { tally.short += 1 }
        }
        let long: usize = tallies.values().map(|tally| tally.long).sum();
        let short: usize = tallies.values().map(|tally| tally.short).sum();
        let (mut long_below, mut short_below, mut twice_wins) = (0, 0, 0_u128);
        let mut by_score = BTreeMap::new();
        for (score, tally) in tallies {
            // Counted twice over, so that a tie is a whole number.
            let below = 2 * short_below + tally.short;
            let above = 2 * (long - long_below) - tally.long;
            twice_wins += tally.long as u128 * below as u128;
            let share = |twice: usize, of: usize| real(twice) / (2.0 * real(of.max(1)));
            by_score.insert(score, (share(below, short), share(above, long)));
            long_below += tally.long;
            short_below += tally.short;
        }
        #[expect(clippy::cast_precision_loss, reason = "the pairs of a table are below 2^52")]
        let auc =
            (long > 0 && short > 0).then(|| twice_wins as f64 / (2.0 * real(long) * real(short)));
        Self { by_score, long, short, auc }
    }

    /// Gives the two placements of a score.
    pub(super) fn at(&self, score: Score) -> (f64, f64) {
        self.by_score.get(&score).copied().unwrap_or_default()
    }
}

/// The covariance of two areas over the same people; of one with itself its variance.
pub(super) fn covariance(
    people: &BTreeMap<(Score, Score, bool), usize>,
    first: &Placements,
    second: &Placements,
) -> Option<f64> {
    let (mean_first, mean_second) = (first.auc?, second.auc?);
    if first.long < 2 || first.short < 2 {
        return None;
    }
    let (mut of_long, mut of_short) = (0.0, 0.0);
    for ((score_first, score_second, is_long), count) in people {
        let (long_first, short_first) = first.at(*score_first);
        let (long_second, short_second) = second.at(*score_second);
        if *is_long {
            of_long += real(*count) * (long_first - mean_first) * (long_second - mean_second);
        } else {
            of_short += real(*count) * (short_first - mean_first) * (short_second - mean_second);
        }
    }
    let (long, short) = (real(first.long), real(first.short));
    Some(of_long / (long - 1.0) / long + of_short / (short - 1.0) / short)
}

/// Measures the ranking.
pub(super) fn ranking<'a>(known: impl IntoIterator<Item = &'a Known> + Clone) -> Ranking {
    let placements = Placements::of(known.clone());
    let mut people = BTreeMap::new();
    for known in known {
        let score = Score::of(known);
        *people.entry((score, score, known.is_long)).or_insert(0) += 1;
    }
    let interval = covariance(&people, &placements, &placements)
        .filter(|variance| *variance > 0.0)
        .zip(placements.auc)
        .map(|(variance, auc)| {
            let half = Z * variance.sqrt();
            ((auc - half).max(0.0), (auc + half).min(1.0))
        });
    Ranking { auc: placements.auc, interval }
}
