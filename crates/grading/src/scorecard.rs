//! The scorecard as the rest of the program sees it: read, checked, and no longer to be changed.

use std::fmt;

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::level::Level;
use crate::scorecard_checks::check;
use crate::scorecard_error::ScorecardError;
use crate::scorecard_file;
use crate::subject::FactorSubject;

/// Says who laid a scorecard down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 全市统一的分级工具 (BJ18-12).
    CityTool,
    /// 本地规范, shown as such and never as the city's tool.
    Norm,
}

impl fmt::Display for Basis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::CityTool => "全市统一分级工具",
            Self::Norm => "本地规范",
        })
    }
}

/// Where a level begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelStart {
    /// The level.
    pub level: Level,
    /// The points from which on it holds.
    pub from: u32,
    /// What the level means for the person.
    pub words: String,
}

/// One answer out of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The id, whole within its factor.
    pub id: String,
    /// The answer as it stands on the form.
    pub label: String,
    /// The points.
    pub points: u32,
    /// Why it has these points.
    pub words: String,
    /// How the person gets there, helped by the office; absent where that is not in their hands.
    pub by: Option<String>,
}

/// A stretch of whole numbers, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The smallest number in it.
    pub from: u32,
    /// The largest number in it.
    pub to: u32,
    /// The points.
    pub points: u32,
    /// Why it has these points.
    pub words: String,
    /// How the person gets there, helped by the office.
    pub by: Option<String>,
}

/// Something that may hold beside others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The id, whole within its factor.
    pub id: String,
    /// What holds, as it stands on the form.
    pub label: String,
    /// The points while it holds.
    pub points: u32,
    /// Why it has these points.
    pub words: String,
    /// How it is mended, helped by the office; absent where that is not in the person's hands.
    pub by: Option<String>,
}

/// How a factor is asked and counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// One of several answers.
    Choice {
        /// The answers.
        options: Vec<Choice>,
    },
    /// A whole number. The bands cover `smallest` to `largest` without gap or overlap.
    Range {
        /// What is counted, such as 个月.
        unit: String,
        /// The smallest number that can be answered.
        smallest: u32,
        /// The largest number that can be answered.
        largest: u32,
        /// The bands in ascending order.
        bands: Vec<Band>,
    },
    /// Any number of marks, also none.
    Marks {
        /// The marks.
        marks: Vec<Mark>,
        /// What it means that none of them holds.
        none: String,
        /// The most points that they count together.
        at_most: u32,
    },
}

/// One factor of a scorecard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The id, whole within its scorecard.
    pub id: String,
    /// What it is about.
    pub subject: FactorSubject,
    /// The name that people read.
    pub name: String,
    /// The question as the clerk asks it.
    pub question: String,
    /// Whether there is no level without its answer.
    pub required: bool,
    /// How it is asked and counted.
    pub kind: Question,
}

/// Everything that a scorecard says; not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorecardParts {
    /// The id, kept with every grading.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// The clause that it carries out, such as `BJ18-12`.
    pub clause: String,
    /// The first day on which people are graded by it.
    pub from: Day,
    /// Who laid it down.
    pub basis: Basis,
    /// Where it is laid down.
    pub source: String,
    /// The day on which somebody last compared it with its source.
    pub checked: Day,
    /// Where the four levels begin.
    pub levels: Vec<LevelStart>,
    /// The factors in the order in which they are asked.
    pub factors: Vec<Factor>,
}

/// A scorecard (分级量表) that has passed every check; see [`ScorecardParts`] for what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scorecard {
    parts: ScorecardParts,
    text: String,
}

impl Scorecard {
    /// Reads a scorecard file in the form of `law/scorecards/`; `name` is the file's name, for the
    /// message.
    ///
    /// Refused are: a factor about something that is not a [`FactorSubject`], gaps and overlaps in
    /// ranges, levels that no answers reach, thresholds out of order, levels in another group than
    /// BJ18-12 says, and missing words or sources.
    pub fn read(name: &str, text: &str) -> Result<Self, ScorecardError> {
        let (parts, lines) = scorecard_file::read(name, text)?;
        check(&parts)
            .map_err(|(place, reason)| ScorecardError::new(name, lines.at(place, &reason)))?;
        Ok(Self { parts, text: text.to_owned() })
    }

    /// Gives the file as it was read, for whoever must keep it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Tells whether it grades and explains as another one does. Only where it is laid down, and when somebody
    /// compared it with that, may differ.
    #[must_use]
    pub fn grades_as(&self, other: &Self) -> bool {
        let stripped = |card: &Self| ScorecardParts {
            source: String::new(),
            checked: Day::FIRST,
            ..card.parts.clone()
        };
        stripped(self) == stripped(other)
    }

    /// Gives everything that it says.
    #[must_use]
    pub const fn parts(&self) -> &ScorecardParts {
        &self.parts
    }

    /// Gives the factors in the order in which they are asked.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.parts.factors
    }

    /// Finds a factor by its id or its name.
    #[must_use]
    pub fn factor(&self, named: &str) -> Option<&Factor> {
        self.parts.factors.iter().find(|factor| factor.id == named || factor.name == named)
    }

    /// Gives the level of a number of points.
    #[must_use]
    pub fn level_of(&self, points: u32) -> Level {
        self.parts.start_of(points).level
    }

    /// Words the points of a level, such as 45–64 分.
    #[must_use]
    pub fn points_of(&self, level: Level) -> String {
        let starts = &self.parts.levels;
        let index = usize::from(level.number()) - 1;
        match starts.get(index + 1) {
            Some(next) if next.from - 1 == starts[index].from => {
                format!("{} 分", starts[index].from)
            }
            Some(next) => format!("{}–{} 分", starts[index].from, next.from - 1),
            None => format!("{} 分以上", starts[index].from),
        }
    }

    /// Gives what a level means for the person.
    #[must_use]
    pub fn words_of(&self, level: Level) -> &str {
        &self.parts.levels[usize::from(level.number()) - 1].words
    }

    /// Says where the scorecard comes from, for the foot of a grading.
    #[must_use]
    pub fn origin(&self) -> String {
        let ScorecardParts { name, basis, source, from, .. } = &self.parts;
        format!("《{name}》（{basis}，{from} 起施行；{source}）")
    }
}

impl ScorecardParts {
    pub(crate) fn start_of(&self, points: u32) -> &LevelStart {
        // The checks made sure that there are four, the first of which begins at the fewest points
        // that there can be.
        let index = self.levels.partition_point(|start| start.from <= points);
        &self.levels[index.saturating_sub(1)]
    }
}

impl Question {
    /// Words a band, such as 13–24 个月; the last one is open upwards.
    #[must_use]
    pub fn label_of(&self, band: &Band) -> String {
        let Self::Range { unit, smallest, largest, .. } = self else { return String::new() };
        let Band { from, to, .. } = band;
        if from == to {
            format!("{from} {unit}")
        } else if to == largest {
            format!("{from} {unit}以上")
        } else if from == smallest {
            format!("{to} {unit}以下")
        } else {
            format!("{from}–{to} {unit}")
        }
    }
}
