//! Requests that the ledger alone knows of.

use kernel::Day;
use rules::{Entry, Kind, Position};
use store::EntryId;
use subjects::LedgerFacts;

use super::ending;

/// Gives the last request of a ledger with its day, where it has not ended: brought in from elsewhere, or recorded
/// before panels were kept, it says neither which office above was asked nor who sits, and waits to be put before one
/// (BJ18-28(1)). `is_kept` tells of which requests a panel is kept; whatever was asked for before one of those is over.
#[must_use]
pub fn waiting_request(
    known: &LedgerFacts,
    is_kept: impl Fn(EntryId) -> bool,
) -> Option<(EntryId, Day)> {
    let entries = known.entries();
    let corrected: Vec<Position> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Corrected)
        .filter_map(Entry::of)
        .collect();
    let last = (0..entries.len())
        .filter(|place| entries[*place].kind == Kind::ConsultationRequested)
        .filter(|place| !corrected.contains(place))
        .max_by_key(|place| (entries[*place].on, *place))?;
    let request = known.id(last)?;
    let waits = !is_kept(request) && ending(known, request).is_none();
    waits.then_some((request, entries[last].on))
}

#[cfg(test)]
mod tests {
    use rules::Initiator;
    use subjects::model::Recorded;

    use super::*;

    fn waiting(kept: u8, entries: &[(Kind, &str, &str)]) -> Option<u8> {
        let mut known = LedgerFacts::default();
        for (number, (kind, on, facts)) in (1_u8..).zip(entries) {
            let id = EntryId::from_bytes([number; 16]);
            let on = on.parse().expect("a day");
            let initiated_by = Initiator::Agency;
            let recorded = Recorded { id, kind: kind.name(), on, initiated_by, facts };
            known.take(&recorded).expect("facts");
        }
        let kept = EntryId::from_bytes([kept; 16]);
        waiting_request(&known, |id| id == kept).map(|(id, _)| id.bytes()[0])
    }

    #[test]
    fn the_last_request_waits_unless_a_panel_is_kept_of_it_or_it_has_ended() {
        let first = (Kind::ConsultationRequested, "2026-03-02", "{}");
        let second = (Kind::ConsultationRequested, "2026-03-05", "{}");
        assert_eq!(waiting(9, &[first]), Some(1));
        assert_eq!(waiting(9, &[first, second]), Some(2));
        assert_eq!(waiting(2, &[first, second]), None, "what was asked for before is over");
        assert_eq!(waiting(1, &[first, second]), Some(2));
        let works = (Kind::StartedWork, "2026-03-06", "{}");
        assert_eq!(waiting(9, &[first, works]), None);
        let wrong = EntryId::from_bytes([2; 16]);
        let correction = format!(r#"{{"of":"{wrong}"}}"#);
        let corrected = (Kind::Corrected, "2026-03-06", &*correction);
        assert_eq!(waiting(9, &[first, second, corrected]), Some(1));
    }
}
