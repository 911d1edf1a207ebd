//! What the levels mean in fact.

use serde::Serialize;

use super::proportion::Proportion;
use super::{Known, real};
use crate::level::Level;

/// What became of the people of one level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LevelOutcome {
    /// The level.
    pub level: Level,
    /// How many of them stayed without work for long.
    pub long: Proportion,
}

/// How far off the levels are as forecasts.
///
/// Each person is forecast the share of long unemployment among the **others** of their level, so
/// that nobody's own outcome helps to foretell it. Alone in a level, they are forecast the share
/// among all others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Brier {
    /// The mean square of the error, 0 (never wrong) to 1.
    pub score: f64,
    /// The same where everybody is forecast the share among all others.
    pub without_levels: f64,
    /// How much of that error the levels take away: 1 all of it, 0 nothing, below 0 they mislead.
    /// Absent where there is no error to take away.
    pub skill: Option<f64>,
}

/// The levels against what became of the people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// The four levels, also those that nobody has.
    pub levels: Vec<LevelOutcome>,
    /// Pairs of neighbouring levels, of those that somebody has, where the higher one has the
    /// smaller share. Empty: the levels order the risk.
    pub inversions: Vec<(Level, Level)>,
    /// The forecasts' error; absent with fewer than two people.
    pub brier: Option<Brier>,
}

/// Compares levels and outcomes; nothing where somebody has no level.
pub(super) fn calibration(known: &[Known]) -> Option<Calibration> {
    let mut counts = [(0_usize, 0_usize); 4];
    for known in known {
        let (long, of) = &mut counts[known.grade.level? as usize];
        *long += usize::from(known.is_long);
        *of += 1;
    }
    let levels: Vec<LevelOutcome> = Level::ALL
        .into_iter()
        .zip(counts)
        .map(|(level, (long, of))| LevelOutcome { level, long: Proportion::new(long, of) })
        .collect();
    let held: Vec<&LevelOutcome> = levels.iter().filter(|level| level.long.of > 0).collect();
    let inversions = held
        .windows(2)
        // Whole numbers compare exactly where shares might not.
        .filter(|pair| pair[1].long.count * pair[0].long.of < pair[0].long.count * pair[1].long.of)
        .map(|pair| (pair[0].level, pair[1].level))
        .collect();
    Some(Calibration { inversions, brier: brier(&counts), levels })
}

fn brier(counts: &[(usize, usize); 4]) -> Option<Brier> {
    let long: usize = counts.iter().map(|(long, _)| long).sum();
    let all: usize = counts.iter().map(|(_, of)| of).sum();
    if all < 2 {
        return None;
    }
    let base = squares(long, all, None);
    let by_level: f64 =
        counts.iter().map(|(of_level, of)| squares(*of_level, *of, Some((long, all)))).sum();
    let (score, without_levels) = (by_level / real(all), base / real(all));
    let skill = (without_levels > 0.0).then(|| 1.0 - score / without_levels);
    Some(Brier { score, without_levels, skill })
}

/// Sums the squared errors of people each of whom is forecast the share among the others; one who
/// is alone, that among all others of `everybody`.
fn squares(long: usize, of: usize, everybody: Option<(usize, usize)>) -> f64 {
    let (long_of, of_all) = match everybody {
        Some(everybody) if of == 1 => everybody,
        _ => (long, of),
    };
    let others = real(of_all.saturating_sub(1).max(1));
    let wrong_of_long = 1.0 - real(long_of.saturating_sub(1)) / others;
    let wrong_of_short = real(long_of) / others;
    real(long) * wrong_of_long.powi(2) + real(of - long) * wrong_of_short.powi(2)
}
