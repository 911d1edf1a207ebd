//! What nobody has done yet of what was owed to a person who goes over to another office: what goes along as it is, what
//! ends with the old agreement and is carried on by the new office, what begins anew with the new agreement (BJ18-24).
//!
//! By the rulebook some duties end with the agreement under which they began, and nothing revives (rulebook §3, §5). The
//! person still waits for what was promised to them: the ledger tells what ended undone with a transfer, and whether it
//! was done since. Nothing of it is kept a second time.

use kernel::Day;
use rules::rule::{Discharge, Ending};
use rules::{Basis, Detail, Duty, Entry, Kind, Position, Rule, Stage};
use services::model::Then;
use store::EntryId;

/// What becomes of something open when the other office accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes over as it is, with its day.
    GoesAlong,
    /// It ends with the old agreement; the new office carries it on.
    CarriedOn,
    /// It ends with the old agreement; the new agreement begins it anew.
    BeginsAnew,
}

/// Something that was owed and not done.
#[derive(Clone, Copy, Debug)]
pub struct Matter {
    /// By which rule.
    pub rule: &'static Rule,
    /// Because of which entry.
    pub because: EntryId,
    /// What that was.
    pub kind: Kind,
    /// On which day.
    pub on: Day,
    /// By when it was due.
    pub due: Day,
    /// Whether a local norm sets that day.
    pub is_norm: bool,
    /// What becomes of it, or became.
    pub fate: Fate,
}

impl Matter {
    fn of(then: &Then<'_>, duty: &Duty) -> Option<Self> {
        let because = then.id(duty.because)?;
        let cause = then.entry(because)?;
        let rule = duty.rule.rule();
        Some(Self {
            rule,
            because,
            kind: cause.kind,
            on: cause.on,
            due: duty.due.day,
            is_norm: duty.basis == Basis::Norm,
            fate: fate(rule),
        })
    }
}

/// What a transfer does to whatever is owed by a rule.
#[must_use]
pub fn fate(rule: &Rule) -> Fate {
    if !rule.ends.contains(&Ending::Next(Kind::AgreementEnded)) {
        Fate::GoesAlong
    } else if rule.starts.iter().any(|start| start.kind == Kind::AgreementSigned) {
        Fate::BeginsAnew
    } else {
        Fate::CarriedOn
    }
}

/// Gives what is open, and what will become of it when the other office accepts; the earliest due first.
#[must_use]
pub fn open_matters(then: &Then<'_>) -> Vec<Matter> {
    then.open_duties().into_iter().filter_map(|duty| Matter::of(then, duty)).collect()
}

/// Gives what ended undone with the transfers that were accepted on these days, and was not done since; the earliest due
/// first. It is over where the person is no longer helped by anybody: a stop, a public-welfare post, the end of hardship,
/// or the end of a later agreement for another reason than a transfer.
#[must_use]
pub fn carried_on(then: &Then<'_>, accepted_on: &[Day]) -> Vec<Matter> {
    let order: Vec<(Position, &Entry<'_>)> = then.entries().collect();
    let ends = ends_with(&order, accepted_on);
    let is_over = |at: usize, entry: &Entry<'_>| match entry.kind {
        Kind::ServiceStopped | Kind::PublicPostPlaced | Kind::HardshipEnded => true,
        Kind::AgreementEnded => !ends.contains(&at),
        _ => false,
    };
    let mut carried = Vec::new();
    for duty in &then.assessment.duties {
        let ended = ends.iter().find(|end| duty.ended_by == Some(order[**end].0));
        let Some(end) = ended.filter(|_| fate(duty.rule.rule()) == Fate::CarriedOn) else {
            continue;
        };
        let since = || order.iter().enumerate().skip(end + 1);
        let is_settled = since().any(|(at, (_, entry))| is_over(at, entry) || settles(duty, entry));
        if !is_settled {
            carried.extend(Matter::of(then, duty));
        }
    }
    carried.sort_by_key(|matter| (matter.due, matter.rule.id, matter.because));
    carried
}

/// Finds the ends of agreements that came with transfers accepted on some days: whoever accepted ended the agreement that was
/// in force, the last end of that day.
pub(super) fn ends_with(order: &[(Position, &Entry<'_>)], accepted_on: &[Day]) -> Vec<usize> {
    let end_of = |day: &Day| {
        let ends = |entry: &Entry<'_>| entry.kind == Kind::AgreementEnded && entry.on == *day;
        order.iter().rposition(|(_, entry)| ends(entry))
    };
    accepted_on.iter().filter_map(end_of).collect()
}

/// Tells whether an entry does what was owed, as it would have if the agreement had gone on. A new plan takes an opinion
/// of experts in as a revision would; a training that has ended needs no visit half way.
fn settles(duty: &Duty, entry: &Entry<'_>) -> bool {
    let rule = duty.rule.rule();
    let names_cause = entry.of() == Some(duty.because);
    let meets = |discharge: &Discharge| match *discharge {
        Discharge::Next(Kind::PlanRevised) => {
            matches!(entry.kind, Kind::PlanRevised | Kind::PlanAdopted)
        }
        Discharge::Next(kind) => entry.kind == kind,
        Discharge::OnOrAfterFrom(kind) => entry.kind == kind && entry.on >= duty.from,
        Discharge::Naming(kind) => entry.kind == kind && names_cause,
        Discharge::FollowUpAt(stage) => {
            entry.kind == Kind::FollowedUp && names_cause && stage_of(entry) == Some(stage)
        }
        _ => false,
    };
    rule.met_by.iter().any(meets) || names_cause && rule.ends.contains(&Ending::Naming(entry.kind))
}

const fn stage_of(entry: &Entry<'_>) -> Option<Stage> {
    match entry.detail {
        Detail::About { stage, .. } => stage,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rules::RuleIndex;

    use super::*;

    #[test]
    fn each_rule_has_its_fate() {
        let of = |wanted: Fate| -> Vec<&str> {
            let rules = RuleIndex::all().map(RuleIndex::rule);
            rules.filter(|rule| fate(rule) == wanted).map(|rule| rule.id).collect()
        };
        assert_eq!(of(Fate::BeginsAnew), ["BJ18-26(1)"]);
        let mut carried = of(Fate::CarriedOn);
        carried.sort_unstable();
        assert_eq!(carried, crate::sql::CARRIED_RULES, "the statement looks for the same");
        for along in ["BJ18-27(4)a", "BJ18-27(4)d", "BJ18-12", "BJ18-16", "BJ18-23", "NA18-3"] {
            assert!(of(Fate::GoesAlong).contains(&along), "{along}");
        }
    }
}
