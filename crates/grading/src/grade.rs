//! From answers to points, level and the words for both.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::answer::{Answer, AnswerError, Answers};
use crate::level::{Group, Level};
use crate::scorecard::{Factor, Question, Scorecard};

/// Whether there is a level yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every required factor is answered.
    Graded(Level),
    /// A required factor is not answered: the points are not the whole, and there is no level.
    Incomplete,
}

/// What one factor brought, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The factor's id.
    pub factor: String,
    /// The factor's name.
    pub name: String,
    /// The points that count. The points of all reasons add up to the total.
    pub points: u32,
    /// The words for the person: one line, or one for each mark.
    pub lines: Vec<String>,
}

/// A factor without an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The factor's id.
    pub factor: String,
    /// The factor's name.
    pub name: String,
    /// The question to ask.
    pub question: String,
    /// Whether there is no level without it.
    pub required: bool,
}

/// The grading of one person by one scorecard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grading {
    /// The scorecard's id.
    pub scorecard: String,
    /// The points of the answers that there are.
    pub points: u32,
    /// The level, or that there is none yet.
    pub outcome: Outcome,
    /// What each answered factor brought, in the scorecard's order.
    pub explanation: Vec<Reason>,
    /// The factors without an answer, in the scorecard's order.
    pub missing: Vec<Missing>,
    /// The last line: the total and what it means.
    pub conclusion: String,
}

impl Grading {
    /// Gives the level; none while a required factor is not answered.
    #[must_use]
    pub const fn level(&self) -> Option<Level> {
        match self.outcome {
            Outcome::Graded(level) => Some(level),
            Outcome::Incomplete => None,
        }
    }

    /// Gives the group that the level makes (BJ18-12).
    #[must_use]
    pub fn group(&self) -> Option<Group> {
        self.level().map(Level::group)
    }
}

/// The whole explanation, a line for each point given.
impl fmt::Display for Grading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.explanation.iter().flat_map(|reason| &reason.lines) {
            writeln!(formatter, "{line}")?;
        }
        for missing in &self.missing {
            let need =
                if missing.required { "必答，尚未回答" } else { "未回答，不计分" };
            writeln!(formatter, "{}：{need}", missing.name)?;
        }
        write!(formatter, "{}", self.conclusion)
    }
}

/// Grades a person. The level stands only when every required factor is answered; an optional one
/// without an answer counts nothing. An answer that the scorecard does not know is refused.
pub fn grade(scorecard: &Scorecard, answers: &Answers) -> Result<Grading, AnswerError> {
    for named in answers.keys() {
        scorecard.factor_of_id(named)?;
    }
    let mut explanation = Vec::new();
    let mut missing = Vec::new();
    for factor in scorecard.factors() {
        match answers.get(&factor.id) {
            Some(answer) => explanation.push(reason(factor, answer)?),
            None => missing.push(Missing {
                factor: factor.id.clone(),
                name: factor.name.clone(),
                question: factor.question.clone(),
                required: factor.required,
            }),
        }
    }
    let points = explanation.iter().map(|reason| reason.points).sum();
    let outcome = if missing.iter().any(|missing| missing.required) {
        Outcome::Incomplete
    } else {
        Outcome::Graded(scorecard.level_of(points))
    };
    let conclusion = conclusion(scorecard, points, outcome, &missing);
    let scorecard = scorecard.parts().id.clone();
    Ok(Grading { scorecard, points, outcome, explanation, missing, conclusion })
}

fn conclusion(scorecard: &Scorecard, points: u32, outcome: Outcome, missing: &[Missing]) -> String {
    match outcome {
        Outcome::Graded(level) => format!(
            "合计 {points} 分，{level}（{}）：{}为{level}。{}",
            level.group(),
            scorecard.points_of(level),
            scorecard.words_of(level)
        ),
        Outcome::Incomplete => {
            let names: Vec<&str> = missing
                .iter()
                .filter(|missing| missing.required)
                .map(|missing| &*missing.name)
                .collect();
            format!("已答部分 {points} 分；还须回答{}，才能确定等级", names.join("、"))
        }
    }
}

fn reason(factor: &Factor, answer: &Answer) -> Result<Reason, AnswerError> {
    let (points, lines) = match (&factor.kind, answer) {
        (Question::Choice { options }, Answer::Choice(id)) => {
            let option = options
                .iter()
                .find(|option| option.id == *id)
                .ok_or_else(|| factor.no_such_option(id))?;
            (option.points, vec![quoted(factor, &option.label, option.points, &option.words)])
        }
        (Question::Range { smallest, largest, bands, .. }, Answer::Number(number)) => {
            let band = bands
                .iter()
                .find(|band| (band.from..=band.to).contains(number))
                .filter(|_| (smallest..=largest).contains(&number))
                .ok_or_else(|| factor.out_of_range(&number.to_string()))?;
            let label = factor.kind.label_of(band);
            let line = format!("{} {label}，+{} 分：{}", factor.name, band.points, band.words);
            (band.points, vec![line])
        }
        (Question::Marks { marks, none, at_most }, Answer::Marks(ids)) => {
            let known: BTreeSet<&str> = marks.iter().map(|mark| &*mark.id).collect();
            if let Some(unknown) = ids.iter().find(|id| !known.contains(&***id)) {
                return Err(factor.no_such_option(unknown));
            }
            let held = marks.iter().filter(|mark| ids.contains(&mark.id));
            let sum = held.clone().map(|mark| mark.points).sum::<u32>();
            let mut lines: Vec<String> =
                held.map(|mark| quoted(factor, &mark.label, mark.points, &mark.words)).collect();
            if lines.is_empty() {
                lines.push(format!("{} 无，+0 分：{none}", factor.name));
            }
            if sum > *at_most {
                lines.push(format!("{}各项共 {sum} 分，最多计 {at_most} 分", factor.name));
            }
            (sum.min(*at_most), lines)
        }
        _ => return Err(AnswerError::OtherKind { factor: factor.name.clone() }),
    };
    Ok(Reason { factor: factor.id.clone(), name: factor.name.clone(), points, lines })
}

fn quoted(factor: &Factor, label: &str, points: u32, words: &str) -> String {
    format!("{}“{label}”，+{points} 分：{words}", factor.name)
}
