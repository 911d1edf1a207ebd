//! For whom a grading errs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::proportion::Proportion;
use super::ranking::{Ranking, ranking};
use super::{Known, Row};
use crate::level::Group;

/// Below so many people with a known outcome, a group's figures say little and are marked.
pub const SMALL_GROUP: usize = 30;

/// The errors of the line between the groups of BJ18-12: levels 3 and 4 are meant for those who
/// would stay without work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ErrorRates {
    /// Of those who did not stay without work for long, how many had level 3 or 4 (误判为重点).
    pub false_positive: Proportion,
    /// Of those who did, how many had level 1 or 2 (漏判).
    pub false_negative: Proportion,
}

/// The people of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupOutcome {
    /// The group, as the table writes it; empty where the cell was.
    pub group: String,
    /// Whether fewer than [`SMALL_GROUP`] of them can be counted.
    pub is_small: bool,
    /// How many stayed without work for long, of those whose grade and outcome are known.
    pub long: Proportion,
    /// How well the grading ranks them among themselves.
    pub ranking: Ranking,
    /// The errors; absent where there are no levels.
    pub errors: Option<ErrorRates>,
}

/// The groups of one column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupColumn {
    /// The column's heading.
    pub column: String,
    /// The groups in the order of their names.
    pub groups: Vec<GroupOutcome>,
}

/// Counts the errors; nothing where somebody has no level.
pub(super) fn errors(known: &[Known]) -> Option<ErrorRates> {
    let (mut flagged_short, mut short, mut missed_long, mut long) = (0, 0, 0, 0);
    for known in known {
        let is_key = known.grade.level?.group() == Group::Key;
        if known.is_long {
            long += 1;
            missed_long += usize::from(!is_key);
        } else {
            short += 1;
            flagged_short += usize::from(is_key);
        }
    }
    Some(ErrorRates {
        false_positive: Proportion::new(flagged_short, short),
        false_negative: Proportion::new(missed_long, long),
    })
}

/// Tells the people of one column's groups apart.
pub(super) fn column(rows: &[Row], index: usize, heading: &str) -> GroupColumn {
    let mut groups: BTreeMap<&str, Vec<Known>> = BTreeMap::new();
    for row in rows {
        let name = row.groups.get(index).map_or("", |group| group);
        groups.entry(name).or_default().extend(row.known());
    }
    let groups = groups
        .into_iter()
        .map(|(group, known)| GroupOutcome {
            group: group.to_owned(),
            is_small: known.len() < SMALL_GROUP,
            long: Proportion::new(known.iter().filter(|known| known.is_long).count(), known.len()),
            ranking: ranking(&known),
            errors: errors(&known),
        })
        .collect();
    GroupColumn { column: heading.to_owned(), groups }
}
