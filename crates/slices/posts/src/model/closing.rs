//! What else a placement settles (BJ18-31): who is placed in one post is waited for in no other.

use rules::{Kind, Position};
use store::EntryId;
use subjects::LedgerFacts;

/// Gives the recommendations to employers of which nobody knows yet what came, the earliest first: once the person is
/// placed elsewhere, the employers are to be told and the outcome noted.
#[must_use]
pub fn unanswered(known: &LedgerFacts) -> Vec<EntryId> {
    let entries = known.entries();
    let is_settled = |position: Position| {
        entries.iter().any(|entry| {
            matches!(entry.kind, Kind::RecommendationResult | Kind::Corrected)
                && entry.of() == Some(position)
        })
    };
    let open = (0..entries.len())
        .filter(|position| entries[*position].kind == Kind::Recommended && !is_settled(*position));
    open.filter_map(|position| known.id(position)).collect()
}
