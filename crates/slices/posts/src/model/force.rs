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

/// Gives the day since which somebody is to be taken up anew: their last term ended on it, and they have neither signed
/// since nor declined.
#[must_use]
pub fn awaits_since(known: &LedgerFacts) -> Option<Day> {
    let (position, ended) = last(known)?;
    if ended.kind != Kind::PublicPostEnded {
        return None;
    }
    let entries = known.entries();
    let is_settled = entries.iter().enumerate().any(|(place, entry)| {
        matches!(entry.kind, Kind::AgreementSigned | Kind::ServiceDeclined)
            && (entry.on, place) > (ended.on, position)
            && !is_corrected(entries, place)
    });
    (!is_settled).then_some(ended.on)
}

/// Gives the last day after another one on which an agreement was signed or renewed: a placement of that day would not end
/// it (BJ18-30).
#[must_use]
pub fn signed_after(known: &LedgerFacts, day: Day) -> Option<Day> {
    let entries = known.entries();
    let signed = entries.iter().enumerate().filter(|(position, entry)| {
        entry.kind == Kind::AgreementSigned && entry.on > day && !is_corrected(entries, *position)
    });
    signed.map(|(_, entry)| entry.on).max()
}

fn is_corrected(entries: &[Entry<'static>], position: Position) -> bool {
    entries.iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(position))
}

/// Gives the last entry of a placement or its end.
fn last(known: &LedgerFacts) -> Option<(Position, &Entry<'static>)> {
    let entries = known.entries();
    entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| matches!(entry.kind, Kind::PublicPostPlaced | Kind::PublicPostEnded))
        .filter(|(position, _)| !is_corrected(entries, *position))
        .max_by_key(|(position, entry)| (entry.on, *position))
}
