//! Whether the ground for a stop holds: what the gate says, and what the person has done of their own.

use std::fmt;

use kernel::Day;
use rules::{Entry, Gate, Initiator, Kind, Position, Rulebook};
use subjects::LedgerFacts;

/// Whether the ground for a stop holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The gate stands open since a day, and the person has not come back.
    Holds(Day),
    /// The gate does not stand open, or has opened anew since the case began.
    Shut,
    /// The person did something of their own on a day.
    CameBack(Day),
}

impl Ground {
    /// Tells whether it holds.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Holds(_))
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds(since) => write!(out, "自 {since} 起条件满足"),
            Self::Shut => out.write_str(
                "台账有了新的记录，停止服务的条件不再满足，这件核实不再成立，请归档；服务照常",
            ),
            Self::CameBack(day) => {
                write!(out, "本人 {day} 主动联系或办理了业务，这件核实不再成立，请归档；服务照常")
            }
        }
    }
}

/// Says whether a case could begin today. Whoever came back after what opened the gate is not given up for it:
/// the officer first asks them anew.
#[must_use]
pub fn ground_now(
    rulebook: &Rulebook<'static>,
    known: &LedgerFacts,
    gate: Gate,
    today: Day,
) -> Ground {
    let entries = known.entries();
    let assessment = rulebook.assess(entries, today);
    let Some(open) = assessment.gates.iter().find(|open| open.gate == gate) else {
        return Ground::Shut;
    };
    let counting = counting(entries, today);
    let order = |position: Position| (entries[position].on, position);
    // Declining again after having come back is a ground anew, though the rules name the first.
    let last_sign = match gate {
        Gate::Termination => counting
            .iter()
            .copied()
            .filter(|position| entries[*position].kind == Kind::ServiceDeclined)
            .max_by_key(|position| order(*position)),
        _ => open.because.last().copied(),
    };
    let back = counting
        .into_iter()
        .filter(|position| is_own(&entries[*position]))
        .filter(|position| last_sign.is_some_and(|sign| order(*position) > order(sign)))
        .max_by_key(|position| order(*position));
    match back {
        Some(position) => Ground::CameBack(entries[position].on),
        None => Ground::Holds(open.since),
    }
}

/// Says whether the ground of a case still holds: the gate has stood open ever since the case began on a day, when
/// the ledger had so many entries, and the person has done nothing of their own since.
#[must_use]
pub fn ground_of_case(
    rulebook: &Rulebook<'static>,
    known: &LedgerFacts,
    gate: Gate,
    (began_on, entries_seen): (Day, usize),
    today: Day,
) -> Ground {
    let entries = known.entries();
    if let Some(day) = came_back(known, (began_on, entries_seen), today) {
        return Ground::CameBack(day);
    }
    let assessment = rulebook.assess(entries, today);
    let open = assessment.gates.iter().find(|open| open.gate == gate);
    match open {
        Some(open) if open.since <= began_on => Ground::Holds(open.since),
        _ => Ground::Shut,
    }
}

/// Gives the day on which the person did something of their own after a case began, when the ledger had so many
/// entries.
#[must_use]
pub fn came_back(
    known: &LedgerFacts,
    (began_on, entries_seen): (Day, usize),
    today: Day,
) -> Option<Day> {
    back_at(known, (began_on, entries_seen), today).map(|(day, _)| day)
}

/// Gives the first thing that the person did of their own after a day when the ledger had so many entries.
#[must_use]
pub fn back_at(
    known: &LedgerFacts,
    (began_on, entries_seen): (Day, usize),
    today: Day,
) -> Option<(Day, Kind)> {
    let entries = known.entries();
    let back = counting(entries, today).into_iter().find(|position| {
        *position >= entries_seen
            && entries[*position].on >= began_on
            && is_own(&entries[*position])
    });
    back.map(|position| (entries[position].on, entries[position].kind))
}

/// Says that the person came back on a day, and by what.
#[must_use]
pub fn resumed_words(day: Day, kind: Kind) -> String {
    format!("已恢复服务（{day}，本人{}）", kind.term())
}

/// Gives the last time that somebody spoke with the person, or that they did something of their own.
#[must_use]
pub fn last_contact(known: &LedgerFacts, today: Day) -> Option<(Day, Kind)> {
    let entries = known.entries();
    let last = counting(entries, today)
        .into_iter()
        .filter(|position| {
            let entry = &entries[*position];
            entry.initiated_by == Initiator::Subject
                || matches!(entry.kind, Kind::Contacted | Kind::Surveyed)
        })
        .max_by_key(|position| (entries[*position].on, *position));
    last.map(|position| (entries[position].on, entries[position].kind))
}

/// Gives the places of the entries that count on a day.
pub(super) fn counting(entries: &[Entry<'_>], today: Day) -> Vec<Position> {
    let is_correction = |entry: &&Entry<'_>| entry.kind == Kind::Corrected && entry.on <= today;
    let corrected: Vec<Position> =
        entries.iter().filter(is_correction).filter_map(Entry::of).collect();
    (0..entries.len())
        .filter(|position| {
            let entry = &entries[*position];
            entry.on <= today && entry.kind != Kind::Corrected && !corrected.contains(position)
        })
        .collect()
}

/// Whoever declines the service acts of their own, but does not come back.
fn is_own(entry: &Entry<'_>) -> bool {
    entry.initiated_by == Initiator::Subject && entry.kind != Kind::ServiceDeclined
}
