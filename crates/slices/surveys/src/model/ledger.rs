//! Surveys as they stand in the ledger, without those that were made in error.

use std::collections::{BTreeMap, HashSet};

use kernel::Day;
use rules::Kind;
use store::{EntryId, StoreError, SubjectId};

use super::answers::Willingness;

/// An entry that says or takes back a survey: `surveyed` or `corrected`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLine {
    /// Whose.
    pub subject: SubjectId,
    /// Its place in the chain.
    pub sequence: i64,
    /// Its name.
    pub entry: EntryId,
    /// What.
    pub kind: String,
    /// The day it happened.
    pub on: Day,
    /// What the rules read of it.
    pub facts: String,
}

/// A survey that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The entry.
    pub entry: EntryId,
    /// Its place in the chain.
    pub sequence: i64,
    /// The day.
    pub on: Day,
    /// What was answered.
    pub willingness: Willingness,
}

/// Gives each subject's surveys that count, in the order in which the rules take them: by day, within one day as
/// they were entered. What was corrected was never made (rulebook, `corrected`).
pub fn surveys(lines: &[LedgerLine]) -> Result<BTreeMap<SubjectId, Vec<Survey>>, StoreError> {
    let mut wrong: HashSet<(SubjectId, EntryId)> = HashSet::new();
    for line in lines.iter().filter(|line| line.kind == Kind::Corrected.name()) {
        let facts = read(line)?;
        if let Some(of) = facts["of"].as_str().and_then(|of| of.parse().ok()) {
            wrong.insert((line.subject, of));
        }
    }
    let mut surveys: BTreeMap<SubjectId, Vec<Survey>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == Kind::Surveyed.name()) {
        if wrong.contains(&(line.subject, line.entry)) {
            continue;
        }
        let facts = read(line)?;
        let flag = |name: &str| facts[name].as_bool().unwrap_or_default();
        let survey = Survey {
            entry: line.entry,
            sequence: line.sequence,
            on: line.on,
            willingness: Willingness::of(flag("willing"), flag("registers")),
        };
        surveys.entry(line.subject).or_default().push(survey);
    }
    for own in surveys.values_mut() {
        own.sort_by_key(|survey| (survey.on, survey.sequence));
    }
    Ok(surveys)
}

fn read(line: &LedgerLine) -> Result<serde_json::Value, StoreError> {
    serde_json::from_str(&line.facts).map_err(|error| StoreError::Contradiction {
        table: "entry",
        column: "facts".to_owned(),
        row: format!("{} {}", line.subject, line.sequence),
        why: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(sequence: u8, kind: &str, day: &str, facts: String) -> LedgerLine {
        LedgerLine {
            subject: SubjectId::from_bytes([1; 16]),
            sequence: i64::from(sequence),
            entry: EntryId::from_bytes([sequence; 16]),
            kind: kind.to_owned(),
            on: day.parse().expect("a day"),
            facts,
        }
    }

    #[test]
    fn what_was_corrected_was_never_made_and_the_day_decides_the_order() {
        let said = |willing| format!(r#"{{"willing":{willing},"registers":false}}"#);
        let lines = [
            line(1, "surveyed", "2026-01-07", said(true)),
            line(2, "surveyed", "2026-01-06", said(false)),
            line(3, "surveyed", "2026-01-08", said(false)),
            // Noted under an earlier day than what it takes back.
            line(
                4,
                "corrected",
                "2026-01-05",
                format!(r#"{{"of":"{}"}}"#, EntryId::from_bytes([3; 16])),
            ),
        ];
        let found = surveys(&lines).expect("surveys");
        let own: Vec<_> = found.values().flatten().map(|survey| survey.sequence).collect();
        assert_eq!(own, [2, 1]);
    }
}
