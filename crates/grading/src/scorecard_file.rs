//! The written form of a scorecard.

use kernel::{Day, settings_words};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::level::{Group, Level};
use crate::scorecard::{Band, Basis, Choice, Factor, LevelStart, Mark, Question, ScorecardParts};
use crate::scorecard_checks::Place;
use crate::scorecard_error::ScorecardError;
use crate::subject::FactorSubject;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    name: String,
    clause: String,
    from: Spanned<Datetime>,
    basis: Basis,
    source: String,
    checked: Spanned<Datetime>,
    #[serde(default)]
    level: Vec<Spanned<LevelRow>>,
    #[serde(default)]
    factor: Vec<Spanned<FactorRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelRow {
    level: u8,
    group: GroupName,
    from: u16,
    words: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GroupName {
    General,
    Key,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindName {
    Choice,
    Range,
    Marks,
}

/// One row for all kinds; which of the optional keys belong to which kind is checked below, so
/// that the message can say it in the field's words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorRow {
    id: String,
    subject: String,
    name: String,
    question: String,
    required: bool,
    kind: KindName,
    options: Option<Vec<OptionRow>>,
    unit: Option<String>,
    smallest: Option<u16>,
    largest: Option<u16>,
    bands: Option<Vec<BandRow>>,
    marks: Option<Vec<OptionRow>>,
    none: Option<String>,
    at_most: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionRow {
    id: String,
    label: String,
    points: u16,
    words: String,
    by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandRow {
    from: u16,
    to: u16,
    points: u16,
    words: String,
    by: Option<String>,
}

/// In which lines of the file its levels and factors begin.
pub(crate) struct Lines {
    levels: Vec<usize>,
    factors: Vec<usize>,
}

impl Lines {
    /// Says where in the file something is wrong, before what is.
    pub(crate) fn at(&self, place: Place, reason: &str) -> String {
        let line = match place {
            Place::Card => None,
            Place::Level(index) => self.levels.get(index),
            Place::Factor(index) => self.factors.get(index),
        };
        line.map_or_else(|| reason.to_owned(), |line| format!("第 {line} 行起的一项：{reason}"))
    }
}

/// Reads the file into its parts; what they mean together is checked elsewhere.
pub(crate) fn read(name: &str, text: &str) -> Result<(ScorecardParts, Lines), ScorecardError> {
    let line_of = |place: usize| text.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1;
    let file: File = toml::from_str(text).map_err(|error| {
        let line = line_of(error.span().map_or(0, |span| span.start));
        let reason = settings_words(error.message());
        ScorecardError::new(name, format!("第 {line} 行：{reason}"))
    })?;
    let lines = Lines {
        levels: file.level.iter().map(|row| line_of(row.span().start)).collect(),
        factors: file.factor.iter().map(|row| line_of(row.span().start)).collect(),
    };
    let day = |value: &Spanned<Datetime>| {
        day_of(*value.get_ref()).map_err(|reason| {
            let line = line_of(value.span().start);
            ScorecardError::new(name, format!("第 {line} 行：{reason}"))
        })
    };
    let (from, checked) = (day(&file.from)?, day(&file.checked)?);
    let refuse = |place, reason: String| ScorecardError::new(name, lines.at(place, &reason));
    let mut levels = Vec::with_capacity(file.level.len());
    for (index, row) in file.level.into_iter().enumerate() {
        let read = level(row.into_inner());
        levels.push(read.map_err(|reason| refuse(Place::Level(index), reason))?);
    }
    let mut factors = Vec::with_capacity(file.factor.len());
    for (index, row) in file.factor.into_iter().enumerate() {
        let read = factor(row.into_inner());
        factors.push(read.map_err(|reason| refuse(Place::Factor(index), reason))?);
    }
    let parts = ScorecardParts {
        id: file.id,
        name: file.name,
        clause: file.clause,
        from,
        basis: file.basis,
        source: file.source,
        checked,
        levels,
        factors,
    };
    Ok((parts, lines))
}

fn day_of(value: Datetime) -> Result<Day, String> {
    let (Some(date), None) = (value.date, value.time) else {
        return Err(format!("{value} 应是日期，写成 2026-06-30"));
    };
    Day::new(date.year.into(), date.month, date.day).map_err(|error| format!("{value}：{error}"))
}

fn level(row: LevelRow) -> Result<LevelStart, String> {
    let Some(level) = Level::new(row.level) else {
        return Err(format!("没有 {} 级，等级为 1 至 4（BJ18-12）", row.level));
    };
    let group = match row.group {
        GroupName::General => Group::General,
        GroupName::Key => Group::Key,
    };
    if group != level.group() {
        return Err(format!("{level}应属{}，不是{group}（BJ18-12）", level.group()));
    }
    Ok(LevelStart { level, from: row.from.into(), words: row.words })
}

fn factor(row: FactorRow) -> Result<Factor, String> {
    let Some(subject) = FactorSubject::named(&row.subject) else {
        return Err(format!(
            "因素“{}”的主题 {} 不在许可之列，可用的主题只有：{}。性别、民族、宗教信仰、户籍、婚姻状况、\
             健康状况等不得作为分级因素（《就业促进法》第三条）",
            row.name,
            row.subject,
            FactorSubject::listing()
        ));
    };
    let kind = match row.kind {
        KindName::Choice => choice(&row),
        KindName::Range => range(&row),
        KindName::Marks => marks(&row),
    };
    let Some(kind) = kind else {
        let keys = match row.kind {
            KindName::Choice => "options",
            KindName::Range => "unit、smallest、largest 和 bands",
            KindName::Marks => "marks、none 和 at_most",
        };
        return Err(format!("因素“{}”按其 kind 应写、且只应写 {keys}", row.name));
    };
    let FactorRow { id, name, question, required, .. } = row;
    Ok(Factor { id, subject, name, question, required, kind })
}

fn choice(row: &FactorRow) -> Option<Question> {
    let FactorRow {
        options: Some(options),
        unit: None,
        smallest: None,
        largest: None,
        bands: None,
        marks: None,
        none: None,
        at_most: None,
        ..
    } = row
    else {
        return None;
    };
    let options = options
        .iter()
        .map(|row| Choice {
            id: row.id.clone(),
            label: row.label.clone(),
            points: row.points.into(),
            words: row.words.clone(),
            by: row.by.clone(),
        })
        .collect();
    Some(Question::Choice { options })
}

fn range(row: &FactorRow) -> Option<Question> {
    let FactorRow {
        unit: Some(unit),
        smallest: Some(smallest),
        largest: Some(largest),
        bands: Some(bands),
        options: None,
        marks: None,
        none: None,
        at_most: None,
        ..
    } = row
    else {
        return None;
    };
    let bands = bands
        .iter()
        .map(|row| Band {
            from: row.from.into(),
            to: row.to.into(),
            points: row.points.into(),
            words: row.words.clone(),
            by: row.by.clone(),
        })
        .collect();
    let (smallest, largest) = ((*smallest).into(), (*largest).into());
    Some(Question::Range { unit: unit.clone(), smallest, largest, bands })
}

fn marks(row: &FactorRow) -> Option<Question> {
    let FactorRow {
        marks: Some(marks),
        none: Some(none),
        at_most: Some(at_most),
        options: None,
        unit: None,
        smallest: None,
        largest: None,
        bands: None,
        ..
    } = row
    else {
        return None;
    };
    let marks = marks
        .iter()
        .map(|row| Mark {
            id: row.id.clone(),
            label: row.label.clone(),
            points: row.points.into(),
            words: row.words.clone(),
            by: row.by.clone(),
        })
        .collect();
    Some(Question::Marks { marks, none: none.clone(), at_most: (*at_most).into() })
}
