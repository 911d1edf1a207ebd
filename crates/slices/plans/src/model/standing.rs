//! Which version of a plan is in force, and what the next one is: read from the ledger, never kept.

use kernel::Day;
use rules::rule::Discharge;
use rules::{Kind, Position};
use services::model::Then;
use store::EntryId;

/// An entry of the ledger that adopted or revised a plan, and counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanEntry {
    /// Its name.
    pub entry: EntryId,
    /// What it is.
    pub kind: Kind,
    /// The day on which it happened.
    pub on: Day,
}

/// Gives the entries that adopted or revised plans and count, in their order.
#[must_use]
pub fn plan_entries(then: &Then<'_>) -> Vec<PlanEntry> {
    let plans = then
        .entries()
        .filter(|(_, entry)| matches!(entry.kind, Kind::PlanAdopted | Kind::PlanRevised));
    plans
        .filter_map(|(place, entry)| {
            Some(PlanEntry { entry: then.id(place)?, kind: entry.kind, on: entry.on })
        })
        .collect()
}

/// Gives the version in force: the last one since the agreement in force was signed, in the order of the ledger: one of a
/// former agreement that ended on the same day is none of this one.
#[must_use]
pub fn current_entry(then: &Then<'_>) -> Option<PlanEntry> {
    let since: Vec<Position> = then.since_agreement()?.map(|(place, _)| place).collect();
    let of_this = |plan: &PlanEntry| then.place(plan.entry).is_some_and(|at| since.contains(&at));
    plan_entries(then).into_iter().rfind(of_this)
}

/// Gives the version whose steps can still be settled: the one in force, or, while somebody is in a public-welfare post, the
/// one of the agreement that ended with the placement, as BJ18-30 has it: what becomes of the rest is said afterwards.
#[must_use]
pub fn open_entry(then: &Then<'_>) -> Option<PlanEntry> {
    if let Some(current) = current_entry(then) {
        return Some(current);
    }
    if !then.standing().placed || then.agreement().is_some() {
        return None;
    }
    let (mut found, mut under_agreement) = (None, false);
    for (place, entry) in then.entries() {
        match entry.kind {
            Kind::AgreementSigned if !under_agreement => (found, under_agreement) = (None, true),
            Kind::AgreementEnded | Kind::ServiceStopped => (found, under_agreement) = (None, false),
            Kind::PublicPostPlaced => under_agreement = false,
            Kind::PlanAdopted | Kind::PlanRevised => {
                let (on, kind) = (entry.on, entry.kind);
                found = then.id(place).map(|entry| PlanEntry { entry, kind, on });
            }
            _ => {}
        }
    }
    found
}

/// Says what the next version is: the first since an agreement was signed, or renewed, is adopted, every other
/// one revised (BJ18-26(1), BJ18-26(3)).
#[must_use]
pub fn kind_now(then: &Then<'_>) -> Kind {
    let is_owed = then
        .open_duties()
        .into_iter()
        .any(|duty| duty.rule.rule().met_by.contains(&Discharge::Next(Kind::PlanAdopted)));
    let was_adopted = then
        .since_agreement()
        .is_some_and(|mut since| since.any(|(_, entry)| entry.kind == Kind::PlanAdopted));
    if is_owed || !was_adopted { Kind::PlanAdopted } else { Kind::PlanRevised }
}
