//! What an agency lays over what ships with the program: norms, holiday notices, scorecards.
//!
//! Every file is read before anything is served or checked. What is wrong, or would not be used, is refused: a
//! figure that somebody believes to be in force and is not would be worse than a program that does not start.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use grading::{Scorecard, ScorecardError, Scorecards};
use rules::{Law, LawError};

use crate::arguments;
use crate::failure::Failure;
use crate::system;

/// The names in a folder of own files.
const NORMS: &str = "norms.toml";
const CALENDARS: &str = "calendars";
const SCORECARDS: &str = "scorecards";

/// The law and the scorecards by which a system works, and the own files that are in them.
#[derive(Debug)]
pub(crate) struct Own {
    pub(crate) law: &'static Law,
    pub(crate) scorecards: &'static Scorecards,
    pub(crate) files: Vec<OwnFile>,
}

/// A file of an agency's own, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnFile {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What it lays down.
    pub(crate) says: Vec<String>,
}

impl fmt::Display for OwnFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}：{}", self.path.display(), self.says.join("；"))
    }
}

impl From<LawError> for Failure {
    fn from(error: LawError) -> Self {
        Self::Refusal(error.to_string())
    }
}

impl From<ScorecardError> for Failure {
    fn from(error: ScorecardError) -> Self {
        Self::Refusal(error.to_string())
    }
}

impl Own {
    /// What ships with the program, and nothing else.
    pub(crate) fn shipped() -> Result<Self, Failure> {
        Self::read(&arguments::Own::default())
    }

    /// Reads what was named, for as long as the program runs.
    pub(crate) fn read(named: &arguments::Own) -> Result<Self, Failure> {
        let (law, mut files) = law(&named.law)?;
        let (scorecards, cards) = scorecards(named.law.own.as_deref(), &named.scorecard)?;
        files.extend(cards);
        Ok(Self {
            law: Box::leak(Box::new(law)),
            scorecards: Box::leak(Box::new(scorecards)),
            files,
        })
    }
}

/// Reads the shipped law with what an agency lays over it.
pub(crate) fn law(named: &arguments::OwnLaw) -> Result<(Law, Vec<OwnFile>), Failure> {
    let found = Folder::read(named.own.as_deref())?;
    let mut law = system::law()?.clone();
    let mut files = Vec::new();
    let mut years: Vec<(i32, PathBuf)> = Vec::new();
    for path in found.calendars.iter().chain(&named.calendar) {
        let (name, text) = (path.display().to_string(), text_of(path)?);
        let notice = Law::read_calendar(&name, &text)?;
        if let Some((_, other)) = years.iter().find(|(year, _)| *year == notice.year) {
            return Err(Failure::Refusal(format!(
                "{name}：{} 年的放假通知已由 {} 给出，一年只能有一份，请去掉一份",
                notice.year,
                other.display()
            )));
        }
        law = law.with_calendar(&name, &text)?;
        years.push((notice.year, path.clone()));
        let says = vec![format!("{} 年放假安排，《{}》", notice.year, notice.notice)];
        files.push(OwnFile { path: path.clone(), says });
    }
    let norms = match (found.norms, &named.norms) {
        (Some(one), Some(other)) => {
            return Err(Failure::Refusal(format!(
                "{}：规范已由 {} 给出，只能有一份，请合成一份",
                other.display(),
                one.display()
            )));
        }
        (one, other) => one.or_else(|| other.clone()),
    };
    if let Some(path) = norms {
        let before = law.clone();
        law = law.with_norms(&path.display().to_string(), &text_of(&path)?)?;
        let says = own_values(&before, &law);
        files.push(OwnFile { path, says });
    }
    Ok((law, files))
}

/// Words what norms laid down.
fn own_values(before: &Law, after: &Law) -> Vec<String> {
    let histories = before.parameters().iter().zip(after.parameters());
    let own = histories.flat_map(|(before, after)| {
        let values = after.values().iter();
        let own = values.filter(|value| !before.values().contains(value));
        own.map(|value| {
            let (words, from) = (after.words(value.value), value.from);
            format!("{} {words}，自 {from} 起（{}）", after.meaning, value.source)
        })
    });
    own.collect()
}

/// Reads the shipped scorecards with those of a folder and those named one by one, each from its day on.
pub(crate) fn scorecards(
    folder: Option<&Path>,
    named: &[PathBuf],
) -> Result<(Scorecards, Vec<OwnFile>), Failure> {
    let found = Folder::read(folder)?;
    let mut read = Vec::new();
    for path in found.scorecards.iter().chain(named) {
        let (name, text) = (path.display().to_string(), text_of(path)?);
        let card = Scorecard::read(&name, &text)?;
        read.push((card, name, path.clone()));
    }
    // In the order of their days, whatever the files are called: a later one would lay an earlier one aside.
    read.sort_by_key(|(card, ..)| card.parts().from);
    for pair in read.windows(2) {
        let ((one, first, _), (other, second, _)) = (&pair[0], &pair[1]);
        if one.parts().from == other.parts().from {
            return Err(Failure::Refusal(format!(
                "{second}：与 {first} 都从 {} 起施行，同一天只能有一份量表；请去掉一份，或改正 from",
                other.parts().from
            )));
        }
    }
    let mut cards = Scorecards::shipped().map_err(|error| Failure::Fault(error.to_string()))?;
    let mut files = Vec::new();
    for (card, name, path) in read {
        cards = cards.with(&name, card.text())?;
        files.push(OwnFile { path, says: vec![format!("分级量表{}", card.origin())] });
    }
    Ok((cards, files))
}

/// What lies in a folder of own files.
#[derive(Debug, Default)]
struct Folder {
    norms: Option<PathBuf>,
    calendars: Vec<PathBuf>,
    scorecards: Vec<PathBuf>,
}

impl Folder {
    fn read(folder: Option<&Path>) -> Result<Self, Failure> {
        let Some(folder) = folder else { return Ok(Self::default()) };
        let mut found = Self::default();
        for (name, path) in entries_of(folder)? {
            match &*name {
                NORMS if path.is_file() => found.norms = Some(path),
                CALENDARS if path.is_dir() => found.calendars = files_of(&path)?,
                SCORECARDS if path.is_dir() => found.scorecards = files_of(&path)?,
                _ => {
                    return Err(Failure::Refusal(format!(
                        "{}：自定文件夹里不用这个名字，其中的内容不会起作用；应是 {NORMS}（规范）、\
                         {CALENDARS} 文件夹（放假通知）、{SCORECARDS} 文件夹（分级量表），\
                         说明文字用 .md 或 .txt",
                        path.display()
                    )));
                }
            }
        }
        Ok(found)
    }
}

/// Gives the TOML files of a folder, by name.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = entries_of(folder)?;
    let is_toml = |path: &Path| path.is_file() && path.extension().is_some_and(|end| end == "toml");
    if let Some((_, path)) = entries.iter().find(|(_, path)| !is_toml(path)) {
        return Err(Failure::Refusal(format!(
            "{}：这里只放 .toml 文件，其他的不会起作用；说明文字用 .md 或 .txt",
            path.display()
        )));
    }
    Ok(entries.into_iter().map(|(_, path)| path).collect())
}

/// Gives what a folder holds, by name, but for notes and for what editors and systems leave behind.
fn entries_of(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let failed = |error| Failure::reading(folder, &error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_left = name.starts_with('.') || name.ends_with('~');
        let is_note = [".md", ".txt"].iter().any(|end| name.ends_with(end));
        if !is_left && !is_note {
            entries.push((name, entry.path()));
        }
    }
    entries.sort();
    Ok(entries)
}

pub(crate) fn text_of(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::reading(path, &error))
}
