//! What changed between two versions of a plan.

use super::catalogue::Edition;
use super::plan::{PlanText, Stage, Step};

/// What happened to a part of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// 新增.
    Added,
    /// 删去.
    Removed,
    /// 修改.
    Changed,
    /// 未变.
    Same,
}

impl Change {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Added => "新增",
            Self::Removed => "删去",
            Self::Changed => "修改",
            Self::Same => "未变",
        }
    }

    const fn of(one: Option<&String>, other: Option<&String>, is_same: bool) -> Self {
        match (one, other) {
            (None, _) => Self::Added,
            (_, None) => Self::Removed,
            _ if is_same => Self::Same,
            _ => Self::Changed,
        }
    }
}

/// A part of a plan in two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which part.
    pub part: String,
    /// What the one says; nothing where it has no such part.
    pub one: Option<String>,
    /// What the other says.
    pub other: Option<String>,
    /// What happened.
    pub change: Change,
}

fn difference(part: String, one: Option<String>, other: Option<String>) -> Difference {
    let change = Change::of(one.as_ref(), other.as_ref(), one == other);
    Difference { part, one, other, change }
}

/// Goes through two versions part by part: goal, barriers, stages, steps by their numbers.
#[must_use]
pub fn differences(edition: &Edition, one: &PlanText, other: &PlanText) -> Vec<Difference> {
    let said = |words: &String| (!words.is_empty()).then(|| words.clone());
    let mut all = vec![difference("总目标".to_owned(), said(&one.goal), said(&other.goal))];
    let barriers = |plan: &PlanText| {
        let names = plan.barriers.iter().map(|id| edition.barrier_name(id));
        said(&names.collect::<Vec<_>>().join("、"))
    };
    let (before, after) = (barriers(one), barriers(other));
    if before.is_some() || after.is_some() {
        all.push(difference("针对的障碍".to_owned(), before, after));
    }
    for place in 0..one.stages.len().max(other.stages.len()) {
        let words = |plan: &PlanText| plan.stages.get(place).map(stage_words);
        all.push(difference(format!("阶段 {}", place + 1), words(one), words(other)));
    }
    let mut numbers: Vec<i64> =
        one.steps.iter().chain(&other.steps).map(|step| step.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let words = |plan: &PlanText| {
            let step = plan.steps.iter().find(|step| step.number == number);
            step.map(|step| step_words(edition, plan, step))
        };
        all.push(difference(format!("行动 {number}"), words(one), words(other)));
    }
    all
}

fn stage_words(stage: &Stage) -> String {
    format!("{}（至 {}）：{}", stage.name, stage.until, stage.goal)
}

/// Says a step whole: everything in which two versions can differ.
#[must_use]
pub fn step_words(edition: &Edition, plan: &PlanText, step: &Step) -> String {
    let stage = plan.stages.get(step.stage).map_or("", |stage| &stage.name);
    let who = if step.who.is_empty() { step.by.term() } else { &step.who };
    let measure = edition.measure_name(&step.measure);
    format!("{}（{measure}，{stage}，{who}，{} 前）", step.words, step.due)
}

#[cfg(test)]
mod tests {
    use kernel::Day;

    use super::super::plan::By;
    use super::*;

    #[test]
    fn steps_are_met_by_their_numbers() {
        let day = Day::new(2026, 1, 5).expect("a day");
        let step = |number, words: &str| Step {
            number,
            words: words.to_owned(),
            measure: "other".to_owned(),
            stage: 0,
            by: By::Person,
            who: String::new(),
            due: day,
        };
        let plan = |steps| PlanText { goal: "上岗".to_owned(), steps, ..PlanText::default() };
        let one = plan(vec![step(1, "甲"), step(2, "乙"), step(3, "丙")]);
        let mut other = plan(vec![step(4, "丁"), step(3, "丙"), step(2, "乙")]);
        other.steps[2].due = day.plus_days(1);
        let found = differences(Edition::on(day), &one, &other);
        let changes: Vec<(&str, Change)> =
            found.iter().map(|found| (found.part.as_str(), found.change)).collect();
        assert_eq!(
            changes,
            [
                ("总目标", Change::Same),
                ("行动 1", Change::Removed),
                ("行动 2", Change::Changed),
                ("行动 3", Change::Same),
                ("行动 4", Change::Added)
            ]
        );
    }
}
