//! Whether somebody is placed, by the ledger alone.

use kernel::Day;
use rules::{Entry, Kind, Position};
use store::EntryId;
use subjects::LedgerFacts;

/// A placement that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Its entry.
    pub entry: EntryId,
    /// Its day.
    pub on: Day,
}

/// Gives the placement in force: the last of placing and ending is a placing that was not taken back.
#[must_use]
pub fn in_force(known: &LedgerFacts) -> Option<Placement> {
    let (position, entry) = last(known)?;
    let placed = entry.kind == Kind::PublicPostPlaced;
    placed.then(|| known.id(position).map(|id| Placement { entry: id, on: entry.on })).flatten()
}

/// Gives the day on which the last placement ended, where none is in force.
#[must_use]
pub fn last_end(known: &LedgerFacts) -> Option<Day> {
    let (_, entry) = last(known)?;
    (entry.kind == Kind::PublicPostEnded).then_some(entry.on)
}

/// Gives the last entry of a placement or its end.
fn last(known: &LedgerFacts) -> Option<(Position, &Entry<'static>)> {
    let entries = known.entries();
    let is_corrected = |position: Position| {
        entries.iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(position))
    };
    entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| matches!(entry.kind, Kind::PublicPostPlaced | Kind::PublicPostEnded))
        .filter(|(position, _)| !is_corrected(*position))
        .max_by_key(|(position, entry)| (entry.on, *position))
}
