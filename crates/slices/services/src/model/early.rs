//! A follow-up that comes before the days on which it counts (BJ18-27(4): about one, three and six months after the
//! start). It is no error: whoever calls early has called. But it discharges nothing, and that is said beforehand.

use std::fmt;

use kernel::Day;
use rules::rule::Discharge;
use rules::{Kind, Position, Rule, RuleIndex};

use super::draft::Draft;
use super::then::Then;

/// What a follow-up comes too early for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Early {
    /// The rule that owes it.
    pub rule: RuleIndex,
    /// The first day on which it counts.
    pub first: Day,
    /// The last one.
    pub last: Day,
}

impl fmt::Display for Early {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (duty, id) = (self.rule.rule().duty, self.rule.rule().id);
        write!(
            out,
            "{duty}应在 {} 至 {} 之间（{id}），{} 起的回访才算",
            self.first, self.last, self.first
        )
    }
}

/// Gives what a follow-up of an entry on the day of `then` comes too early for: it discharges nothing on that day, and
/// something that it would discharge later is still to come.
#[must_use]
pub fn early_about(about: Position, then: &Then<'_>) -> Option<Early> {
    let counts = |rule: &Rule| rule.met_by.contains(&Discharge::Naming(Kind::FollowedUp));
    let open = then.open_duties().into_iter();
    let mut to_come: Option<Early> = None;
    for duty in open.filter(|duty| duty.because == about && counts(duty.rule.rule())) {
        match then.first_day(duty).filter(|first| then.day < *first) {
            None => return None,
            Some(first) if to_come.is_none_or(|known| first < known.first) => {
                to_come = Some(Early { rule: duty.rule, first, last: duty.due.day });
            }
            Some(_) => {}
        }
    }
    to_come
}

/// Tells whether a follow-up lies on the very day on which the work that it is about began: it is to find out how the
/// work goes, and how somebody settles in (BJ18-27(4)), which that day seldom shows.
#[must_use]
pub fn on_first_day(draft: &Draft, then: &Then<'_>) -> bool {
    let happening = &draft.happening;
    let about = happening.of.filter(|_| happening.kind == Kind::FollowedUp);
    let place = about.and_then(|about| then.place(about));
    let entry = then.entries().find(|(known, _)| Some(*known) == place);
    entry.is_some_and(|(_, entry)| entry.kind == Kind::StartedWork && entry.on == happening.on)
}

/// The same of a draft.
#[must_use]
pub fn early(draft: &Draft, then: &Then<'_>) -> Option<Early> {
    let happening = &draft.happening;
    let about = happening.of.filter(|_| happening.kind == Kind::FollowedUp)?;
    early_about(then.place(about)?, then)
}
