//! `leye grade`: how difficult it is for a person to find work, and how well a scorecard tells.

use std::fs;
use std::io::Write;
use std::path::Path;

use grading::{
    Columns, Question, Scorecard, compare_table, evaluate_table, grade, what_would_change,
};

use crate::arguments::Grade;
use crate::failure::Failure;
use crate::{own, terminal};

/// Grades a person, lists the questions, or judges a scorecard.
pub(crate) fn run(arguments: &Grade) -> Result<u8, Failure> {
    let mut out = terminal::output();
    match &arguments.evaluate {
        Some(table) => evaluate(table, arguments, &mut out)?,
        None if arguments.answers.is_empty() => list(&scorecard(arguments)?, &mut out)?,
        None => explain(&scorecard(arguments)?, arguments, &mut out)?,
    }
    out.flush()?;
    Ok(0)
}

/// Reads the scorecard that was named, or gives the one in force.
fn scorecard(arguments: &Grade) -> Result<Scorecard, Failure> {
    if let Some(path) = &arguments.scorecard {
        return read(path);
    }
    let (cards, _) = own::scorecards(arguments.own.as_deref(), &[])?;
    Ok(cards.on(arguments.as_of.unwrap_or_else(terminal::today)).clone())
}

fn read(path: &Path) -> Result<Scorecard, Failure> {
    Ok(Scorecard::read(&path.display().to_string(), &own::text_of(path)?)?)
}

fn list(scorecard: &Scorecard, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{}", scorecard.origin())?;
    for factor in scorecard.factors() {
        let need = if factor.required { "必答" } else { "可不答" };
        writeln!(out, "\n{}（{need}）：{}", factor.name, factor.question)?;
        match &factor.kind {
            Question::Choice { options } => {
                for option in options {
                    writeln!(out, "  {}：{} 分，{}", option.label, option.points, option.words)?;
                }
            }
            Question::Range { bands, .. } => {
                for band in bands {
                    let label = factor.kind.label_of(band);
                    writeln!(out, "  {label}：{} 分，{}", band.points, band.words)?;
                }
            }
            Question::Marks { marks, none, at_most } => {
                writeln!(out, "  可多选，用“；”隔开，合计不超过 {at_most} 分；无：{none}")?;
                for mark in marks {
                    writeln!(out, "  {}：{} 分，{}", mark.label, mark.points, mark.words)?;
                }
            }
        }
    }
    Ok(())
}

fn explain(scorecard: &Scorecard, arguments: &Grade, out: &mut impl Write) -> Result<(), Failure> {
    let refused = |error: grading::AnswerError| Failure::Usage(error.to_string());
    let typed = arguments.answers.iter().map(|(factor, answer)| (&**factor, &**answer));
    let answers = scorecard.answers(typed).map_err(refused)?;
    let grading = grade(scorecard, &answers).map_err(refused)?;
    writeln!(out, "{grading}")?;
    for change in what_would_change(scorecard, &answers).map_err(refused)? {
        writeln!(out, "可以改变级别：{}", change.words)?;
    }
    writeln!(out, "{}", scorecard.origin())?;
    Ok(())
}

fn evaluate(table: &Path, arguments: &Grade, out: &mut impl Write) -> Result<(), Failure> {
    let text = text_of(table)?;
    let columns = Columns {
        points: arguments.points.clone(),
        level: arguments.level.clone(),
        outcome: arguments.outcome.clone(),
        weeks: arguments.weeks.clone(),
        followed: arguments.followed.clone(),
        long_after: arguments.long_after,
        groups: arguments.group.clone(),
    };
    // A table with its own grades is judged by itself unless a scorecard was named.
    let has_grades = columns.points.is_some() || columns.level.is_some();
    let scorecard = if arguments.scorecard.is_none() && has_grades {
        None
    } else {
        Some(scorecard(arguments)?)
    };
    let report = match (&scorecard, &arguments.against) {
        (Some(first), Some(second)) => compare_table(&text, &columns, first, &read(second)?),
        (scorecard, _) => evaluate_table(&text, &columns, scorecard.as_ref()),
    };
    let report = report.map_err(|error| Failure::Refusal(error.to_string()))?;
    if arguments.json {
        writeln!(out, "{}", report.to_json())?;
    } else {
        writeln!(out, "{report}")?;
    }
    Ok(())
}

/// Reads a table that is UTF-8 or, as Excel saves it, GB18030.
fn text_of(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::reading(path, &error))?;
    String::from_utf8(bytes).or_else(|error| {
        let (text, _, is_broken) = encoding_rs::GB18030.decode(error.as_bytes());
        if is_broken {
            return Err(Failure::Refusal(format!(
                "{} 既不是 UTF-8 也不是 GB18030 文字",
                path.display()
            )));
        }
        Ok(text.into_owned())
    })
}
