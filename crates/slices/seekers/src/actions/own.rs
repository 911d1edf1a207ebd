//! What somebody wrote themselves.

use access::Actor;
use kernel::Day;
use subjects::Past;

/// Tells whether somebody wrote an entry of the ledger today: then they may correct it themselves
/// ([`access::Action::CorrectOwn`]).
#[must_use]
pub fn wrote_today(past: &Past, actor: &Actor, today: Day) -> bool {
    past.staff == Some(actor.id) && web::day_of(past.recorded_at) == today
}
