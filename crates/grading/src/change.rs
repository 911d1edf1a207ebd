//! What a person can do that would change the level.

use serde::Serialize;

use crate::answer::{Answer, AnswerError, Answers};
use crate::grade::grade;
use crate::level::Level;
use crate::scorecard::{Factor, Mark, Question, Scorecard};

/// One thing that would change the level, everything else staying as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The factor's id.
    pub factor: String,
    /// The level that would then hold; always lower than the present one.
    pub level: Level,
    /// By how many points the total would fall.
    pub points: u32,
    /// What to do and what it would change, for the person.
    pub words: String,
}

/// Names, for each factor that a person can do something about, the smallest change that would
/// lower the level; the one with the fewest points comes first. Only answers for which the
/// scorecard says how they are reached are offered, so never another age. Empty where nothing
/// of this kind is enough, or where there is no level yet.
pub fn what_would_change(
    scorecard: &Scorecard,
    answers: &Answers,
) -> Result<Vec<Change>, AnswerError> {
    let grading = grade(scorecard, answers)?;
    let Some(level) = grading.level() else { return Ok(Vec::new()) };
    let mut changes = Vec::new();
    for reason in &grading.explanation {
        let factor = scorecard.factor_of_id(&reason.factor)?;
        let now = Now { scorecard, level, points: grading.points, of_factor: reason.points };
        let Some(answer) = answers.get(&reason.factor) else { continue };
        changes.extend(smallest(&now, factor, answer));
    }
    // Stable, so that equal changes stay in the order of the scorecard.
    changes.sort_by_key(|change| change.points);
    Ok(changes)
}

struct Now<'a> {
    scorecard: &'a Scorecard,
    level: Level,
    points: u32,
    of_factor: u32,
}

impl Now<'_> {
    /// Gives the change to another number of points of the factor, if it lowers the level.
    fn change(&self, factor: &Factor, points: u32, to: &str, by: &str) -> Option<Change> {
        let fall = self.of_factor.checked_sub(points)?;
        let total = self.points - fall;
        let level = self.scorecard.level_of(total);
        (level < self.level).then(|| Change {
            factor: factor.id.clone(),
            level,
            points: fall,
            words: format!(
                "{by}：{}{to}，减 {fall} 分，合计 {total} 分，由{}变为{level}（{}）",
                factor.name,
                self.level,
                level.group()
            ),
        })
    }
}

fn smallest(now: &Now<'_>, factor: &Factor, answer: &Answer) -> Option<Change> {
    match (&factor.kind, answer) {
        (Question::Choice { options }, _) => options
            .iter()
            .filter_map(|option| {
                let by = option.by.as_deref()?;
                now.change(factor, option.points, &format!("变为“{}”", option.label), by)
            })
            .min_by_key(|change| change.points),
        (Question::Range { bands, .. }, _) => bands
            .iter()
            .filter_map(|band| {
                let to = format!("变为 {}", factor.kind.label_of(band));
                now.change(factor, band.points, &to, band.by.as_deref()?)
            })
            .min_by_key(|change| change.points),
        (Question::Marks { marks, at_most, .. }, Answer::Marks(ids)) => {
            let held: Vec<&Mark> = marks.iter().filter(|mark| ids.contains(&mark.id)).collect();
            fewest_mended(now, factor, &held, *at_most)
        }
        (Question::Marks { .. }, _) => None,
    }
}

/// Tries every set of marks that can be mended, the smallest sets first.
fn fewest_mended(now: &Now<'_>, factor: &Factor, held: &[&Mark], at_most: u32) -> Option<Change> {
    let mendable: Vec<(&Mark, &str)> =
        held.iter().filter_map(|mark| Some((*mark, mark.by.as_deref()?))).collect();
    let sum = held.iter().map(|mark| mark.points).sum::<u32>();
    (1_u32..1 << mendable.len())
        .filter_map(|set| {
            let mended: Vec<_> = mendable
                .iter()
                .enumerate()
                .filter_map(|(bit, mark)| (set >> bit & 1 == 1).then_some(mark))
                .collect();
            let less = mended.iter().map(|(mark, _)| mark.points).sum::<u32>();
            let labels: Vec<String> =
                mended.iter().map(|(mark, _)| format!("“{}”", mark.label)).collect();
            let by: Vec<&str> = mended.iter().map(|(_, by)| *by).collect();
            let to = format!("不再有{}", labels.join("、"));
            let change = now.change(factor, (sum - less).min(at_most), &to, &by.join("，并"))?;
            Some((mended.len(), change))
        })
        .min_by_key(|(count, change)| (*count, change.points))
        .map(|(_, change)| change)
}
