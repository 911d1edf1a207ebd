//! What a person answered.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::scorecard::{Factor, Question, Scorecard};

/// The answer to one factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The id of one option.
    Choice(String),
    /// A whole number in the factor's unit.
    Number(u32),
    /// The ids of the marks that hold; empty where none does.
    Marks(BTreeSet<String>),
}

/// The answers by the ids of their factors. A factor without an answer is not in it.
pub type Answers = BTreeMap<String, Answer>;

/// Says why an answer cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// The scorecard has no such factor.
    NoSuchFactor {
        /// What was named.
        factor: String,
        /// The names of the factors that there are.
        known: Vec<String>,
    },
    /// The factor has no such option or mark.
    NoSuchOption {
        /// The factor's name.
        factor: String,
        /// What was answered.
        given: String,
        /// The labels that there are.
        known: Vec<String>,
    },
    /// The number cannot be, or the answer is no whole number.
    OutOfRange {
        /// The factor's name.
        factor: String,
        /// What was answered.
        given: String,
        /// The smallest number that can be answered.
        smallest: u32,
        /// The largest number that can be answered.
        largest: u32,
        /// The unit.
        unit: String,
    },
    /// An option was given for a number, or the like.
    OtherKind {
        /// The factor's name.
        factor: String,
    },
    /// The factor was answered twice, by its id and by its name.
    Twice {
        /// The factor's name.
        factor: String,
    },
}

impl fmt::Display for AnswerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchFactor { factor, known } => {
                write!(formatter, "量表没有因素“{factor}”；有：{}", known.join("、"))
            }
            Self::NoSuchOption { factor, given, known } => {
                write!(formatter, "“{factor}”没有选项“{given}”；可选：{}", known.join("、"))
            }
            Self::OutOfRange { factor, given, smallest, largest, unit } => write!(
                formatter,
                "“{factor}”应是 {smallest} 至 {largest} 的整数（{unit}），不是“{given}”"
            ),
            Self::OtherKind { factor } => {
                write!(formatter, "“{factor}”的答案与问法不符（单选、数字或多选）")
            }
            Self::Twice { factor } => write!(formatter, "“{factor}”答了两次"),
        }
    }
}

impl std::error::Error for AnswerError {}

impl Scorecard {
    /// Reads answers from what was typed or stands in a table: pairs of a factor's id or name and
    /// its answer. Options and marks may be given by id or label, several marks separated by `；`,
    /// no mark as `无`; an empty answer is none.
    pub fn answers<'a>(
        &self,
        typed: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Answers, AnswerError> {
        let mut answers = Answers::new();
        for (named, text) in typed {
            let factor = self.factor(named).ok_or_else(|| self.no_such_factor(named))?;
            if text.trim().is_empty() {
                continue;
            }
            if answers.insert(factor.id.clone(), factor.answer(text.trim())?).is_some() {
                return Err(AnswerError::Twice { factor: factor.name.clone() });
            }
        }
        Ok(answers)
    }

    /// Finds a factor by its id alone, as answers name it.
    pub(crate) fn factor_of_id(&self, id: &str) -> Result<&Factor, AnswerError> {
        let found = self.factors().iter().find(|factor| factor.id == id);
        found.ok_or_else(|| self.no_such_factor(id))
    }

    fn no_such_factor(&self, named: &str) -> AnswerError {
        AnswerError::NoSuchFactor {
            factor: named.to_owned(),
            known: self.factors().iter().map(|factor| factor.name.clone()).collect(),
        }
    }
}

impl Factor {
    fn answer(&self, text: &str) -> Result<Answer, AnswerError> {
        match &self.kind {
            Question::Choice { options } => options
                .iter()
                .find(|option| option.id == text || option.label == text)
                .map(|option| Answer::Choice(option.id.clone()))
                .ok_or_else(|| self.no_such_option(text)),
            Question::Range { .. } => {
                text.parse().map(Answer::Number).map_err(|_| self.out_of_range(text))
            }
            Question::Marks { .. } if text == "无" => Ok(Answer::Marks(BTreeSet::new())),
            Question::Marks { marks, .. } => text
                .split(['；', ';'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| {
                    marks
                        .iter()
                        .find(|mark| mark.id == part || mark.label == part)
                        .map(|mark| mark.id.clone())
                        .ok_or_else(|| self.no_such_option(part))
                })
                .collect::<Result<_, _>>()
                .map(Answer::Marks),
        }
    }

    pub(crate) fn no_such_option(&self, given: &str) -> AnswerError {
        let known = match &self.kind {
            Question::Choice { options } => {
                options.iter().map(|option| option.label.clone()).collect()
            }
            Question::Range { .. } => Vec::new(),
            Question::Marks { marks, .. } => {
                marks.iter().map(|mark| mark.label.clone()).chain(["无".to_owned()]).collect()
            }
        };
        AnswerError::NoSuchOption { factor: self.name.clone(), given: abridged(given), known }
    }

    pub(crate) fn out_of_range(&self, given: &str) -> AnswerError {
        let Question::Range { unit, smallest, largest, .. } = &self.kind else {
            return AnswerError::OtherKind { factor: self.name.clone() };
        };
        AnswerError::OutOfRange {
            factor: self.name.clone(),
            given: abridged(given),
            smallest: *smallest,
            largest: *largest,
            unit: unit.clone(),
        }
    }
}

/// Shortens what was typed for a message, so that an identity number in the wrong place is not
/// repeated in a log.
pub(crate) fn abridged(text: &str) -> String {
    const SHOWN: usize = 8;
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN / 2).chain(['…']).collect()
}
