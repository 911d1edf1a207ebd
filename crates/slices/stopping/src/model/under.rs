//! Since when somebody is under an agreement, and what the ledger says of the time since (BJ18-23, BJ18-29).

use kernel::Day;
use rules::{Entry, Kind, Position};

use super::ground::counting;

/// End of agreement (rulebook §3): one of these, nothing else.
const ENDS: [Kind; 3] = [Kind::AgreementEnded, Kind::PublicPostPlaced, Kind::ServiceStopped];

/// The agreement that somebody is under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Under {
    /// The day of its first signing.
    pub(crate) since: Day,
    /// The entries since then that count, in the order in which they happened.
    places: Vec<Position>,
}

impl Under {
    /// Gives the agreement in force on a day; nothing where there is none.
    pub(crate) fn of(entries: &[Entry<'_>], day: Day) -> Option<Self> {
        let mut under: Option<Self> = None;
        for place in in_order(entries, day) {
            let entry = &entries[place];
            if ENDS.contains(&entry.kind) {
                under = None;
            } else if let Some(under) = &mut under {
                under.places.push(place);
            } else if entry.kind == Kind::AgreementSigned {
                under = Some(Self { since: entry.on, places: Vec::new() });
            }
        }
        under
    }

    /// Gives the last entry of a kind since it was signed.
    pub(crate) fn last(&self, entries: &[Entry<'_>], kind: Kind) -> Option<Position> {
        self.places.iter().copied().rfind(|place| entries[*place].kind == kind)
    }
}

/// Gives the places of the entries that count on a day, in the order in which they happened.
pub(super) fn in_order(entries: &[Entry<'_>], day: Day) -> Vec<Position> {
    let mut places = counting(entries, day);
    places.sort_by_key(|place| (entries[*place].on, *place));
    places
}
