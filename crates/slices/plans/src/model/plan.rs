//! A plan: goal, stages, steps; and how far it has come (BJ18 第二十六条第（一）项: 路线图、时间表、阶段目标).

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::days;
use super::refusal::PlanRefusal;

/// How many stages a plan has at most.
pub const MOST_STAGES: usize = 3;
/// How many steps a plan has at most.
pub const MOST_STEPS: usize = 20;

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// 本人.
    Person,
    /// 专员 or somebody of the team.
    Office,
    /// Somebody else, such as a training school.
    Other,
}
store::text_column!(By { Person = "person", Office = "office", Other = "other" });

impl By {
    /// Everyone.
    pub const ALL: [Self; 3] = [Self::Person, Self::Office, Self::Other];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Person => "本人",
            Self::Office => "专员或团队",
            Self::Other => "其他单位或个人",
        }
    }

    /// Finds it by the text that stands for it.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.text() == text)
    }
}

/// A stage of the road.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// What it is called.
    pub name: String,
    /// What is reached in it.
    pub goal: String,
    /// Its last day.
    #[serde(with = "days")]
    pub until: Day,
}

/// A step: something that somebody does until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its number, which it keeps from version to version.
    pub number: i64,
    /// What is done.
    pub words: String,
    /// The measure that it belongs to, by id.
    pub measure: String,
    /// The stage, from 0.
    pub stage: usize,
    /// Who does it.
    pub by: By,
    /// By name.
    pub who: String,
    /// Until when.
    #[serde(with = "days")]
    pub due: Day,
}

/// What a plan says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanText {
    /// What it is to lead to.
    pub goal: String,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// The steps.
    pub steps: Vec<Step>,
    /// The barriers that it was made for, by id.
    pub barriers: Vec<String>,
}

impl Step {
    /// Tells whether the same was agreed: what, by which side, until when. In which stage it stands, and by what name
    /// who does it, is not asked.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let same = Self { stage: self.stage, who: self.who.clone(), ..other.clone() };
        *self == same
    }
}

impl PlanText {
    /// Gives the greatest number of a step; 0 where there is none.
    #[must_use]
    pub fn last_number(&self) -> i64 {
        self.steps.iter().map(|step| step.number).max().unwrap_or(0)
    }

    /// Gives this text with every step that is done of the version before it as it stands there: what was done is
    /// neither dropped nor worded anew (BJ18-25: 全程记录).
    #[must_use]
    pub fn keeping(mut self, before: &Self, states: &[(i64, StepState)]) -> Self {
        let last = self.stages.len().saturating_sub(1);
        let is_done = |step: &&Step| states.contains(&(step.number, StepState::Done));
        for done in before.steps.iter().filter(is_done) {
            match self.steps.iter_mut().find(|step| step.number == done.number) {
                Some(step) => *step = Step { stage: step.stage, ..done.clone() },
                None => self.steps.push(Step { stage: done.stage.min(last), ..done.clone() }),
            }
        }
        self
    }

    /// Gives the steps of a stage by due date; the last stage takes those that name none.
    #[must_use]
    pub fn steps_of(&self, stage: usize) -> Vec<&Step> {
        let last = self.stages.len().saturating_sub(1);
        let mut steps: Vec<&Step> =
            self.steps.iter().filter(|step| step.stage.min(last) == stage).collect();
        steps.sort_by_key(|step| (step.due, step.number));
        steps
    }

    /// Checks whether it is whole: somebody can agree to it on this day.
    pub fn check(&self, on: Day) -> Result<(), PlanRefusal> {
        if self.goal.trim().is_empty() {
            return Err(PlanRefusal::NoGoal);
        }
        if self.stages.is_empty() {
            return Err(PlanRefusal::NoStage);
        }
        if let Some(pair) = self.stages.windows(2).find(|pair| pair[1].until < pair[0].until) {
            return Err(PlanRefusal::StagesOutOfOrder {
                earlier: pair[0].name.clone(),
                later: pair[1].name.clone(),
            });
        }
        if self.stages.last().is_some_and(|stage| stage.until < on) {
            return Err(PlanRefusal::Past);
        }
        if self.steps.is_empty() {
            return Err(PlanRefusal::NoStep);
        }
        if let Some(step) = self.steps.iter().find(|step| step.words.trim().is_empty()) {
            return Err(PlanRefusal::StepWithoutWords { number: step.number });
        }
        Ok(())
    }
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepState {
    /// 未完成.
    Open,
    /// 已完成.
    Done,
    /// 已放弃, with a reason.
    GivenUp,
}
store::text_column!(StepState { Open = "open", Done = "done", GivenUp = "given_up" });

impl StepState {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Open => "未完成",
            Self::Done => "已完成",
            Self::GivenUp => "不再进行",
        }
    }
}

/// How far one step has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The step's number.
    pub number: i64,
    /// Until when it is due.
    pub due: Day,
    /// What became of it.
    pub state: StepState,
    /// On which day it was settled.
    pub settled_on: Option<Day>,
    /// Why it was given up, or what else was said; blank for nothing.
    pub words: String,
}

impl Progress {
    /// Tells whether it is open past its day.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.state == StepState::Open && self.due < today
    }
}

/// How far a plan has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many steps it has.
    pub steps: usize,
    /// How many are done.
    pub done: usize,
    /// How many were given up.
    pub given_up: usize,
    /// How many are open past their day.
    pub late: usize,
}

impl Tally {
    /// Counts.
    #[must_use]
    pub fn of(progress: &[Progress], today: Day) -> Self {
        let count = |state| progress.iter().filter(|one| one.state == state).count();
        Self {
            steps: progress.len(),
            done: count(StepState::Done),
            given_up: count(StepState::GivenUp),
            late: progress.iter().filter(|one| one.is_late(today)).count(),
        }
    }

    /// Gives the share that is done, in tenths of a percent, of what was not given up; nothing of nothing.
    #[must_use]
    pub fn share(&self) -> Option<i64> {
        let whole = self.steps - self.given_up;
        let thousand = (self.done * 1_000).checked_div(whole)?;
        i64::try_from(thousand).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u8) -> Day {
        Day::new(2026, 1, number).expect("a day")
    }

    #[test]
    fn the_share_leaves_out_what_was_given_up() {
        let one = |number, state, due| {
            let settled_on = (state != StepState::Open).then(|| day(3));
            Progress { number, due, state, settled_on, words: String::new() }
        };
        let progress = [
            one(1, StepState::Done, day(1)),
            one(2, StepState::Open, day(4)),
            one(3, StepState::Open, day(5)),
            one(4, StepState::GivenUp, day(1)),
        ];
        let tally = Tally::of(&progress, day(5));
        assert_eq!(tally, Tally { steps: 4, done: 1, given_up: 1, late: 1 });
        assert_eq!(tally.share(), Some(333));
        assert_eq!(Tally::default().share(), None);
    }

    #[test]
    fn what_is_done_stays_as_it_was_agreed() {
        let step = |number, words: &str, stage| Step {
            number,
            words: words.to_owned(),
            measure: "other".to_owned(),
            stage,
            by: By::Person,
            who: String::new(),
            due: day(9),
        };
        let before = PlanText {
            steps: vec![step(1, "甲", 2), step(2, "乙", 1), step(3, "丙", 1)],
            ..PlanText::default()
        };
        let stage = Stage { name: "一".to_owned(), goal: String::new(), until: day(10) };
        let text = PlanText {
            stages: vec![stage],
            steps: vec![step(2, "改了", 0), step(3, "也改了", 0), step(4, "丁", 0)],
            ..PlanText::default()
        };
        let states = [(1, StepState::Done), (2, StepState::Done), (3, StepState::Open)];
        let kept = text.keeping(&before, &states);
        let said: Vec<(i64, &str, usize)> =
            kept.steps.iter().map(|step| (step.number, &*step.words, step.stage)).collect();
        assert_eq!(said, [(2, "乙", 0), (3, "也改了", 0), (4, "丁", 0), (1, "甲", 0)]);
    }

    #[test]
    fn a_plan_is_whole_only_with_goal_stages_and_steps_in_time() {
        let stage = |name: &str, until| Stage { name: name.to_owned(), goal: String::new(), until };
        let step = Step {
            number: 1,
            words: "一".to_owned(),
            measure: "other".to_owned(),
            stage: 0,
            by: By::Person,
            who: String::new(),
            due: day(9),
        };
        let whole = PlanText {
            goal: "上岗".to_owned(),
            stages: vec![stage("甲", day(10)), stage("乙", day(20))],
            steps: vec![step],
            barriers: Vec::new(),
        };
        assert!(whole.check(day(5)).is_ok());
        let refused = |change: &dyn Fn(&mut PlanText)| {
            let mut plan = whole.clone();
            change(&mut plan);
            plan.check(day(5)).expect_err("refused").to_string()
        };
        assert!(refused(&|plan| plan.goal = " ".to_owned()).contains("目标"));
        assert!(refused(&|plan| plan.stages.clear()).contains("阶段"));
        assert!(refused(&|plan| plan.stages.swap(0, 1)).contains("先后"));
        assert!(refused(&|plan| plan.steps.clear()).contains("行动"));
        assert!(refused(&|plan| plan.steps[0].words.clear()).contains("第 1 项"));
        let ended = whole.check(day(21)).expect_err("over before it begins");
        assert_eq!(ended, PlanRefusal::Past);
    }
}
