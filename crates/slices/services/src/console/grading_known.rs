//! What is known of the answers to a scorecard before anybody is asked: from the file, from the ledger, from the last
//! grading. Where two of them say different things, none is chosen: both are shown with their days, and the question is
//! left open.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use grading::{Factor, FactorSubject, Question, Scorecard};
use kernel::{Attainment, Day, EducationLevel};
use rules::Kind;
use seekers::{PastChange, Person};

use crate::actions::gradings::Graded;
use crate::model::Then;

/// What separates the marks of one answer.
const BETWEEN: char = '；';
/// The education level that tells no stage of schooling: 其他.
const OTHER_EDUCATION: &str = "90";

/// Where an answer is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// What the file says of the person.
    File,
    /// What happened, as the ledger tells.
    Ledger,
    /// The last grading by the same scorecard.
    Grading,
    /// What is answered now.
    Now,
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::File => "档案资料",
            Self::Ledger => "台账",
            Self::Grading => "上次分级",
            Self::Now => "这次回答",
        })
    }
}

/// An answer as one source tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) source: Source,
    /// Since when the source says so.
    pub(super) on: Day,
    /// The answer, as it is typed.
    pub(super) answer: String,
}

/// Sources that say different things of one factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contradiction {
    /// The factor's name.
    pub(super) name: String,
    /// Each answer with its source and day, in the words that users read; the latest first.
    pub(super) words: String,
}

/// What is known of the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KnownAnswers {
    /// The answers on which everything agrees, by factor.
    pub(super) answers: HashMap<String, String>,
    /// Those on which it does not.
    pub(super) contradictions: HashMap<String, Contradiction>,
}

/// What a person's file says, and since when.
pub(super) struct OnFile<'a> {
    pub(super) person: Option<&'a Person>,
    /// What was changed in it, the latest first.
    pub(super) changes: &'a [PastChange],
    /// When it was opened.
    pub(super) opened: Day,
}

impl OnFile<'_> {
    /// Since when the file says what it says of a field, by the field's name.
    fn since(&self, field: &str) -> Day {
        let is_of = |past: &&PastChange| past.changes.iter().any(|change| change.field == field);
        self.changes.iter().find(is_of).map_or(self.opened, |past| web::day_of(past.at))
    }

    /// What the file says of a factor; nothing where it does not, or where the scorecard knows no such answer.
    fn told(&self, factor: &Factor, today: Day) -> Option<Told> {
        let particulars = &self.person?.particulars;
        let (field, answer) = match factor.subject {
            FactorSubject::Age => {
                ("出生日期", (months_between(particulars.birth()?, today) / 12).to_string())
            }
            FactorSubject::UnemploymentLength => {
                ("失业时间", months_between(particulars.unemployed_since()?, today).to_string())
            }
            FactorSubject::Education => {
                let level = seekers::model::education_of(&self.person?.education)?;
                ("学历", schooling(level)?.to_owned())
            }
            FactorSubject::Skill => ("技能水平", particulars.skill_level.clone()),
            FactorSubject::FamilyCare => ("家庭照料", particulars.family_care.clone()),
            FactorSubject::FamilyIncome => {
                ("家庭经济", particulars.family_marks.join(&BETWEEN.to_string()))
            }
            _ => return None,
        };
        let fits = match &factor.kind {
            Question::Choice { options } => options.iter().any(|option| option.id == answer),
            Question::Range { .. } => true,
            Question::Marks { marks, .. } => {
                answer.split(BETWEEN).all(|chosen| marks.iter().any(|mark| mark.id == chosen))
            }
        };
        fits.then(|| Told { source: Source::File, on: self.since(field), answer })
    }
}

/// The answer of the shipped scorecard for a level of education; nothing of one that tells no stage of schooling.
fn schooling(level: EducationLevel) -> Option<&'static str> {
    if level.code() == OTHER_EDUCATION {
        return None;
    }
    Some(match level.attainment() {
        Attainment::None | Attainment::Primary | Attainment::JuniorSecondary => "junior_secondary",
        Attainment::SeniorSecondary => "senior_secondary",
        Attainment::JuniorCollege => "junior_college",
        Attainment::Bachelor | Attainment::Master | Attainment::Doctor => "bachelor",
    })
}

/// Gathers what is known of a scorecard's answers.
pub(super) fn known(
    card: &Scorecard,
    last: Option<(&Graded, Day)>,
    file: &OnFile<'_>,
    then: &Then<'_>,
) -> KnownAnswers {
    let mut known = KnownAnswers::default();
    for factor in card.factors() {
        let told = sources(factor, last, file, then);
        let Some(first) = told.first() else { continue };
        if told.iter().all(|other| agree(factor, &first.answer, &other.answer)) {
            known.answers.insert(factor.id.clone(), first.answer.clone());
        } else {
            known.contradictions.insert(factor.id.clone(), contradiction(factor, told));
        }
    }
    known
}

/// What each source says of a factor today, the file first, then the ledger.
fn sources(
    factor: &Factor,
    last: Option<(&Graded, Day)>,
    file: &OnFile<'_>,
    then: &Then<'_>,
) -> Vec<Told> {
    let told = file.told(factor, then.day);
    let graded = last.and_then(|(graded, on)| {
        let (_, answer) = graded.answers.iter().find(|(name, _)| *name == factor.id)?;
        let answer = match factor.subject {
            FactorSubject::UnemploymentLength => longer(answer, on, then)?.to_string(),
            // Whoever was so old then is older now, which the file tells.
            FactorSubject::Age if told.is_some() => return None,
            _ => answer.clone(),
        };
        Some(Told { source: Source::Grading, on, answer })
    });
    let left = match factor.subject {
        FactorSubject::UnemploymentLength => {
            let left = then.holds(Kind::LeftWork, &[Kind::StartedWork]);
            left.map(|(_, entry)| Told {
                source: Source::Ledger,
                on: entry.on,
                answer: months_between(entry.on, then.day).to_string(),
            })
        }
        _ => None,
    };
    told.into_iter().chain(left).chain(graded).collect()
}

/// Tells whether two answers say the same; months may be counted from one day or the next.
fn agree(factor: &Factor, one: &str, other: &str) -> bool {
    match (&factor.kind, one.parse::<i32>(), other.parse::<i32>()) {
        (Question::Range { .. }, Ok(one), Ok(other)) => {
            let slack = i32::from(factor.subject == FactorSubject::UnemploymentLength);
            one.abs_diff(other) <= slack.unsigned_abs()
        }
        (Question::Marks { .. }, ..) => marks(one) == marks(other),
        _ => one == other,
    }
}

fn marks(answer: &str) -> BTreeSet<&str> {
    answer.split(BETWEEN).collect()
}

fn contradiction(factor: &Factor, mut told: Vec<Told>) -> Contradiction {
    told.sort_by_key(|one| std::cmp::Reverse(one.on));
    let words = told.iter().map(|one| {
        let since =
            if one.source == Source::Now { String::new() } else { format!("（{}）", one.on) };
        format!("{}{since}：{}", one.source, worded(factor, &one.answer))
    });
    let words: Vec<String> = words.collect();
    Contradiction { name: factor.name.clone(), words: words.join("；") }
}

/// An answer in the words that users read.
fn worded(factor: &Factor, answer: &str) -> String {
    match &factor.kind {
        Question::Choice { options } => {
            let option = options.iter().find(|option| option.id == answer);
            option.map_or_else(|| answer.to_owned(), |option| option.label.clone())
        }
        Question::Range { unit, .. } => format!("{answer} {unit}"),
        Question::Marks { marks, .. } => {
            let label = |chosen| {
                let mark = marks.iter().find(|mark| mark.id == chosen);
                mark.map_or(chosen, |mark| mark.label.as_str())
            };
            answer.split(BETWEEN).map(label).collect::<Vec<_>>().join("、")
        }
    }
}

/// Gives where what is answered now differs from what the file says.
pub(super) fn against_file(
    card: &Scorecard,
    answers: &[(String, String)],
    file: &OnFile<'_>,
    on: Day,
) -> Vec<Contradiction> {
    let differing = card.factors().iter().filter_map(|factor| {
        let (_, answer) = answers.iter().find(|(name, _)| *name == factor.id)?;
        let told = file.told(factor, on)?;
        let now = Told { source: Source::Now, on, answer: answer.clone() };
        (!agree(factor, &told.answer, answer)).then(|| contradiction(factor, vec![told, now]))
    });
    differing.collect()
}

/// Whoever was without work at the last grading and has not begun to work since, is so for longer now.
fn longer(answer: &str, graded_on: Day, then: &Then<'_>) -> Option<i32> {
    let months: i32 = answer.parse().ok()?;
    let worked =
        then.entries().any(|(_, entry)| entry.kind == Kind::StartedWork && entry.on >= graded_on);
    (!worked).then(|| months.saturating_add(months_between(graded_on, then.day)))
}

/// Counts the whole months from one day to another.
fn months_between(from: Day, to: Day) -> i32 {
    let ((first_year, first_month, first_day), (year, month, day)) = (from.parts(), to.parts());
    let months = (year - first_year) * 12 + i32::from(month) - i32::from(first_month);
    (months - i32::from(day < first_day)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_education_tells_no_stage_of_schooling() {
        let answer = |code| schooling(EducationLevel::find(code).expect("in the table"));
        assert_eq!(answer("90"), None, "其他");
        for (code, wanted) in [
            ("83", "junior_secondary"),
            ("71", "junior_secondary"),
            ("61", "senior_secondary"),
            ("31", "junior_college"),
            ("21", "bachelor"),
        ] {
            assert_eq!(answer(code), Some(wanted), "{code}");
        }
    }

    #[test]
    fn months_are_whole_ones() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        for (from, to, months) in [
            ("2025-01-31", "2025-02-28", 0),
            ("2025-01-31", "2025-03-31", 2),
            ("2025-01-15", "2025-01-14", 0),
            ("2024-11-05", "2026-01-05", 14),
        ] {
            assert_eq!(months_between(day(from), day(to)), months, "{from} {to}");
        }
    }
}
