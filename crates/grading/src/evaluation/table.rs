//! Tables with outcomes, as an agency exports them.

use csv::StringRecord;

use super::comparison::compare;
use super::report::{Report, evaluate};
use super::table_error::{RowFault, TableError};
use super::{Grade, Row};
use crate::answer::abridged;
use crate::grade::grade;
use crate::level::Level;
use crate::scorecard::Scorecard;

/// Which columns of a table say what, by their headings.
///
/// One of `outcome` and `weeks` must be named. Without a scorecard, one of `points` and `level`
/// must be named too; with one, the columns of its factors bear the factors' names or ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The points, or any number that is higher where work is harder to find.
    pub points: Option<String>,
    /// The level, 1 to 4.
    pub level: Option<String>,
    /// Whether the person stayed without work for long: 是 or 否; empty where nobody knows.
    pub outcome: Option<String>,
    /// The weeks from the grading to work; empty where the person is not known to have found any.
    pub weeks: Option<String>,
    /// The weeks for which the person was followed. Who found no work in more than `long_after`
    /// weeks, stayed without work for long; without this column they count as unknown.
    pub followed: Option<String>,
    /// The weeks after which somebody still without work is so for long; 52.
    pub long_after: u32,
    /// The columns by whose values errors are compared, such as 性别. No grade depends on them.
    pub groups: Vec<String>,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            points: None,
            level: None,
            outcome: None,
            weeks: None,
            followed: None,
            long_after: 52,
            groups: Vec::new(),
        }
    }
}

/// Judges a grading by a table in CSV, separated by commas, with headings in the first line.
///
/// With a scorecard whose factors the table has, its grades are judged; if points or level are
/// named as well, those are the other grading in the comparison. With a scorecard and points
/// alone, the points are taken as they stand and get their levels from the scorecard. People with
/// a required factor unanswered, or without the named points or level, are counted as ungraded.
pub fn evaluate_table(
    csv_text: &str,
    columns: &Columns,
    scorecard: Option<&Scorecard>,
) -> Result<Report, TableError> {
    let table = Table::read(csv_text)?;
    let places = Places::find(&table, columns)?;
    let mut faults = Vec::new();
    let people: Vec<Row> = table.people(&places, columns, &mut faults);
    let by_table = places.grades_anything();
    let mut report = match scorecard {
        None if !by_table => return Err(TableError::NothingToJudge),
        None => {
            let rows = with_grades(&people, table.own_grades(&places, None, &mut faults));
            named(evaluate(&rows, &columns.groups), places.own_name())
        }
        Some(card) => {
            let factors = table.factors(card)?;
            if factors.is_empty() && places.points.is_some() {
                let grades = table.own_grades(&places, Some(card), &mut faults);
                let rows = with_grades(&people, grades);
                named(evaluate(&rows, &columns.groups), card.parts().name.clone())
            } else {
                let rows = with_grades(
                    &people,
                    table.computed(card, &required(card, factors)?, &mut faults),
                );
                let name = card.parts().name.clone();
                let mut report = named(evaluate(&rows, &columns.groups), name.clone());
                if by_table {
                    let own = with_grades(&people, table.own_grades(&places, None, &mut faults));
                    report.comparison = Some(compare((&places.own_name(), &own), (&name, &rows)));
                }
                report
            }
        }
    };
    report.outcome = columns.outcome_words();
    if faults.is_empty() { Ok(report) } else { Err(refusal(faults)) }
}

/// Judges the second scorecard by a table and compares it with the first; the table must have the
/// required factors of both. Its own points and level are not looked at.
pub fn compare_table(
    csv_text: &str,
    columns: &Columns,
    first: &Scorecard,
    second: &Scorecard,
) -> Result<Report, TableError> {
    let table = Table::read(csv_text)?;
    let places = Places::find(&table, columns)?;
    let mut faults = Vec::new();
    let people = table.people(&places, columns, &mut faults);
    let [ones, others] = [first, second].map(|card| {
        let factors = required(card, table.factors(card)?)?;
        Ok(with_grades(&people, table.computed(card, &factors, &mut faults)))
    });
    let (ones, others) = (ones?, others?);
    let titles =
        [first, second].map(|card| format!("{}（{}）", card.parts().name, card.parts().id));
    let mut report = named(evaluate(&others, &columns.groups), titles[1].clone());
    report.comparison = Some(compare((&titles[0], &ones), (&titles[1], &others)));
    report.outcome = columns.outcome_words();
    if faults.is_empty() { Ok(report) } else { Err(refusal(faults)) }
}

fn refusal(mut faults: Vec<RowFault>) -> TableError {
    faults.sort_by_key(|fault| fault.line);
    // A cell that two scorecards read is wrong once.
    faults.dedup();
    TableError::Rows(faults)
}

fn named(mut report: Report, name: String) -> Report {
    report.grading = name;
    report
}

fn with_grades(people: &[Row], grades: Vec<Option<Grade>>) -> Vec<Row> {
    people.iter().zip(grades).map(|(row, grade)| Row { grade, ..row.clone() }).collect()
}

/// The columns of a scorecard's factors: the factor's id and the column's index.
type FactorColumns = Vec<(String, usize)>;

fn required(card: &Scorecard, found: FactorColumns) -> Result<FactorColumns, TableError> {
    let missing: Vec<String> = card
        .factors()
        .iter()
        .filter(|factor| factor.required && !found.iter().any(|(id, _)| *id == factor.id))
        .map(|factor| factor.name.clone())
        .collect();
    if missing.is_empty() {
        Ok(found)
    } else {
        Err(TableError::NoFactors { scorecard: card.parts().name.clone(), missing })
    }
}

impl Columns {
    fn outcome_words(&self) -> String {
        match &self.outcome {
            Some(column) => format!("“{column}”列为“是”"),
            None => format!("超过 {} 周仍未就业", self.long_after),
        }
    }
}

struct Table {
    headings: Vec<String>,
    /// The line in which each record begins, and the record; blank rows are left out.
    records: Vec<(u64, StringRecord)>,
}

/// Where the named columns stand.
struct Places {
    points: Option<usize>,
    level: Option<usize>,
    outcome: Option<usize>,
    weeks: Option<usize>,
    followed: Option<usize>,
    groups: Vec<usize>,
}

impl Places {
    fn find(table: &Table, columns: &Columns) -> Result<Self, TableError> {
        if columns.followed.is_some() && columns.weeks.is_none() {
            return Err(TableError::FollowedWithoutWeeks);
        }
        if columns.outcome.is_some() == columns.weeks.is_some() {
            return Err(TableError::OutcomeOrWeeks);
        }
        let place = |column: &Option<String>| {
            column.as_deref().map(|column| table.required_column(column)).transpose()
        };
        Ok(Self {
            points: place(&columns.points)?,
            level: place(&columns.level)?,
            outcome: place(&columns.outcome)?,
            weeks: place(&columns.weeks)?,
            followed: place(&columns.followed)?,
            groups: columns
                .groups
                .iter()
                .map(|column| table.required_column(column))
                .collect::<Result<_, _>>()?,
        })
    }

    const fn grades_anything(&self) -> bool {
        self.points.is_some() || self.level.is_some()
    }

    fn own_name(&self) -> String {
        let name = match (self.points, self.level) {
            (Some(_), Some(_)) => "表中的分数和等级",
            (Some(_), None) => "表中的分数",
            _ => "表中的等级",
        };
        name.to_owned()
    }
}

impl Table {
    fn read(text: &str) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        // The reader would take everything after an open quote for one cell, rows and all.
        if text.matches('"').count() % 2 == 1 {
            return Err(TableError::Broken { reason: "双引号不成对".to_owned() });
        }
        let broken = |error: csv::Error| TableError::Broken { reason: error.to_string() };
        let headings: Vec<String> =
            reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
        if headings.iter().all(String::is_empty) {
            return Err(TableError::NoHeadings);
        }
        let mut records = Vec::new();
        let (mut line, mut counted) = (1, 0);
        for record in reader.into_records() {
            let record = record.map_err(broken)?;
            // The reader places a record before the blank lines that it passes over to get there.
            let before = record.position().map_or(counted, |place| offset(place.byte()));
            let rest = &text[before.clamp(counted, text.len())..];
            let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
            line += newlines(&text[counted..start]);
            counted = start;
            if record.iter().any(|cell| !cell.is_empty()) {
                records.push((line, record));
            }
        }
        Ok(Self { headings, records })
    }

    fn column(&self, heading: &str) -> Result<Option<usize>, TableError> {
        let mut found = (0..).zip(&self.headings).filter(|(_, known)| *known == heading);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(TableError::ColumnTwice { column: heading.to_owned() }),
            (first, _) => Ok(first.map(|(index, _)| index)),
        }
    }

    fn required_column(&self, heading: &str) -> Result<usize, TableError> {
        self.column(heading.trim())?.ok_or_else(|| TableError::NoSuchColumn {
            column: heading.to_owned(),
            known: self.headings.clone(),
        })
    }

    fn factors(&self, card: &Scorecard) -> Result<FactorColumns, TableError> {
        let mut found = Vec::new();
        for factor in card.factors() {
            let index = match self.column(&factor.name)? {
                None => self.column(&factor.id)?,
                by_name => by_name,
            };
            found.extend(index.map(|index| (factor.id.clone(), index)));
        }
        Ok(found)
    }

    fn fault(&self, line: u64, column: usize, problem: String) -> RowFault {
        RowFault { line, column: self.headings[column].clone(), problem }
    }

    /// Reads what became of the people and the groups they belong to.
    fn people(&self, places: &Places, columns: &Columns, faults: &mut Vec<RowFault>) -> Vec<Row> {
        let mut people = Vec::with_capacity(self.records.len());
        for (line, record) in &self.records {
            if record.len() != self.headings.len() {
                let problem = format!("应有 {} 格，有 {} 格", self.headings.len(), record.len());
                faults.push(RowFault { line: *line, column: String::new(), problem });
            }
            let outcome = self.outcome(places, columns, *line, record).unwrap_or_else(|fault| {
                faults.push(fault);
                None
            });
            let groups =
                places.groups.iter().map(|index| cell(record, *index).to_owned()).collect();
            people.push(Row { grade: None, outcome, groups });
        }
        people
    }

    fn outcome(
        &self,
        places: &Places,
        columns: &Columns,
        line: u64,
        record: &StringRecord,
    ) -> Result<Option<bool>, RowFault> {
        if let Some(index) = places.outcome {
            return match &*cell(record, index).to_lowercase() {
                "" => Ok(None),
                "是" | "1" | "true" | "yes" => Ok(Some(true)),
                "否" | "0" | "false" | "no" => Ok(Some(false)),
                other => Err(self.fault(
                    line,
                    index,
                    format!("应写“是”或“否”，未知的空着，不是“{}”", abridged(other)),
                )),
            };
        }
        let number = |index: Option<usize>| match index {
            Some(index) => self.number(line, index, record),
            None => Ok(None),
        };
        let (weeks, followed) = (number(places.weeks)?, number(places.followed)?);
        let long_after = f64::from(columns.long_after);
        match (weeks, followed) {
            (Some(weeks), Some(followed)) if weeks > followed => {
                let problem = format!("{weeks} 周多于观察的 {followed} 周");
                Err(self.fault(line, places.weeks.unwrap_or_default(), problem))
            }
            (Some(weeks), _) => Ok(Some(weeks > long_after)),
            // Who had found nothing by the end of that week could only find it later.
            (None, Some(followed)) if followed >= long_after => Ok(Some(true)),
            (None, _) => Ok(None),
        }
    }

    /// Reads a number that is not below zero; an empty cell is none.
    fn number(
        &self,
        line: u64,
        index: usize,
        record: &StringRecord,
    ) -> Result<Option<f64>, RowFault> {
        let text = cell(record, index);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
            _ => {
                Err(self.fault(line, index, format!("应是不小于 0 的数，不是“{}”", abridged(text))))
            }
        }
    }

    /// Reads the points and levels that stand in the table; with a scorecard, the levels are those
    /// that it gives to the points.
    fn own_grades(
        &self,
        places: &Places,
        card: Option<&Scorecard>,
        faults: &mut Vec<RowFault>,
    ) -> Vec<Option<Grade>> {
        self.records
            .iter()
            .map(|(line, record)| {
                self.own_grade(places, card, *line, record).unwrap_or_else(|fault| {
                    faults.push(fault);
                    None
                })
            })
            .collect()
    }

    fn own_grade(
        &self,
        places: &Places,
        card: Option<&Scorecard>,
        line: u64,
        record: &StringRecord,
    ) -> Result<Option<Grade>, RowFault> {
        let level = match places.level {
            None => None,
            Some(index) => match (cell(record, index), Level::read(cell(record, index))) {
                ("", _) => return Ok(None),
                (_, Some(level)) => Some(level),
                (text, None) => {
                    let problem = format!("等级应是 1 至 4，不是“{}”", abridged(text));
                    return Err(self.fault(line, index, problem));
                }
            },
        };
        let Some(index) = places.points else {
            return Ok(
                level.map(|level| Grade { score: f64::from(level.number()), level: Some(level) })
            );
        };
        let Some(score) = self.points(line, index, record)? else { return Ok(None) };
        let Some(card) = card else { return Ok(Some(Grade { score, level })) };
        match cell(record, index).parse::<u32>() {
            Ok(points) => Ok(Some(Grade { score, level: Some(card.level_of(points)) })),
            Err(_) => Err(self.fault(line, index, "按量表定级的分数应是整数".to_owned())),
        }
    }

    /// Reads points, which another tool may well count below zero.
    fn points(
        &self,
        line: u64,
        index: usize,
        record: &StringRecord,
    ) -> Result<Option<f64>, RowFault> {
        let text = cell(record, index);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.fault(line, index, format!("分数应是数，不是“{}”", abridged(text)))),
        }
    }

    /// Grades everybody by a scorecard.
    fn computed(
        &self,
        card: &Scorecard,
        factors: &FactorColumns,
        faults: &mut Vec<RowFault>,
    ) -> Vec<Option<Grade>> {
        let mut grades = Vec::with_capacity(self.records.len());
        for (line, record) in &self.records {
            let typed = factors.iter().map(|(id, index)| (&**id, cell(record, *index)));
            let grading = card.answers(typed).and_then(|answers| grade(card, &answers));
            grades.push(match grading {
                Ok(grading) => grading
                    .level()
                    .map(|level| Grade { score: f64::from(grading.points), level: Some(level) }),
                Err(error) => {
                    let problem = error.to_string();
                    faults.push(RowFault { line: *line, column: String::new(), problem });
                    None
                }
            });
        }
        grades
    }
}

fn cell(record: &StringRecord, index: usize) -> &str {
    record.get(index).unwrap_or("")
}

fn newlines(text: &str) -> u64 {
    text.bytes().map(|byte| u64::from(byte == b'\n')).sum()
}

fn offset(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}
