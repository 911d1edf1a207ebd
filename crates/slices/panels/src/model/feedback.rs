//! When a panel is told again how things go (BJ18-28(3): 就业援助服务专员定期向职业指导专家小组反馈). The article sets no
//! interval; a local norm does.

use std::collections::BTreeSet;

use kernel::Day;
use rules::{Kind, Rulebook};
use store::EntryId;
use subjects::LedgerFacts;

/// How many days before its last day a feedback stands among what waits.
pub const AHEAD: i32 = 7;

/// Gives the day until which the officer tells a panel again, counted from what was said last: their feedback, or an opinion.
/// Nothing as long as nobody has said anything.
#[must_use]
pub fn feedback_until(
    rulebook: &Rulebook<'_>,
    last_opinion: Option<Day>,
    last_feedback: Option<Day>,
) -> Option<Day> {
    let said_on = last_opinion.max(last_feedback)?;
    Some(rulebook.panel_feedback_until(said_on).day)
}

/// Gives the days of the opinions that a panel gave, by the entry of its request; what was corrected does not count.
#[must_use]
pub fn opinion_days(known: &LedgerFacts, request: EntryId) -> Vec<Day> {
    let request = known.place(request);
    let entries = known.entries();
    let corrected: BTreeSet<usize> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Corrected)
        .filter_map(rules::Entry::of)
        .collect();
    let given = entries.iter().enumerate().filter(|(place, entry)| {
        entry.kind == Kind::ConsultationOpinion
            && entry.of() == request
            && !corrected.contains(place)
    });
    given.map(|(_, entry)| entry.on).collect()
}
