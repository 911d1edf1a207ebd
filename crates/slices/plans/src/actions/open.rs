//! A person's barriers and plans, opened with everything that the pages fill in from.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::Entered;
use kernel::Day;
use ledger::Field;
use offices::Office;
use rules::Kind;
use seekers::Person;
use services::model::Then;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, Past};

use super::kept::{KeptAnalysis, KeptDraft, KeptPlan, analyses_of, draft_of, plans_of};
use crate::model::{PlanEntry, PlanRefusal, current_entry};

/// A person's barriers and plans.
pub struct OpenPlan {
    /// The file.
    pub entered: Entered,
    /// The ledger as the rules see it.
    pub known: LedgerFacts,
    /// The ledger in the clear.
    pub past: Vec<Past>,
    /// What the file says of the person; nothing where the ledger alone was brought in.
    pub person: Option<Person>,
    /// The analyses of barriers, the latest first.
    pub analyses: Vec<KeptAnalysis>,
    /// The plan that is being worked on.
    pub draft: Option<KeptDraft>,
    /// The versions, the latest first.
    pub plans: Vec<KeptPlan>,
    /// The office that answers for the person.
    pub office: Option<Office>,
    /// The name of the officer; blank where nobody was named.
    pub officer: String,
    /// The names of those who work in that office.
    pub team: Vec<String>,
    names: BTreeMap<ActorId, String>,
}

/// Opens a person's barriers and plans; notes the reading, so it must run in [`store::Db::write`].
pub async fn open_plan(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<OpenPlan, Failure<PlanRefusal>> {
    let entered = enter(tx, desk, occasion, action, subject).await?;
    let known = subjects::facts_of(tx, subject).await?;
    let past = subjects::history(tx, &entered.key, subject).await?;
    let person = seekers::person_of(tx, &entered.key, subject).await?;
    let analyses = analyses_of(tx, &entered.key, subject).await?;
    let draft = draft_of(tx, &entered.key, subject).await?;
    let plans = plans_of(tx, &entered.key, subject).await?;
    let office = offices::office_by_code(tx, entered.held.office_code).await?;
    let staff = match &office {
        Some(office) => offices::staff_of(tx, office.office_id).await?,
        None => Vec::new(),
    };
    let active = staff.into_iter().filter(offices::Staff::is_active);
    let team = active.map(|staff| staff.name).collect();
    let officer = match entered.held.officer {
        Some(officer) => name_of(tx, officer).await?,
        None => String::new(),
    };
    let acted = analyses.iter().map(|kept| kept.staff).chain(draft.iter().map(|kept| kept.staff));
    let settled = plans.iter().flat_map(|plan| &plan.steps).filter_map(|step| step.staff);
    let acted: Vec<ActorId> =
        acted.chain(plans.iter().map(|kept| kept.staff)).chain(settled).collect();
    let mut names = BTreeMap::new();
    for staff in acted {
        if let Entry::Vacant(place) = names.entry(staff) {
            place.insert(name_of(tx, staff).await?);
        }
    }
    Ok(OpenPlan {
        entered,
        known,
        past,
        person,
        analyses,
        draft,
        plans,
        office,
        officer,
        team,
        names,
    })
}

/// Opens the file for an action.
pub(super) async fn enter(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<Entered, Failure<PlanRefusal>> {
    let entered = duties::enter(tx, desk, occasion, action, subject, None).await;
    entered.map_err(|failure| failure.map(PlanRefusal::Service))
}

/// Gives the name of a member of staff.
pub(crate) async fn name_of(tx: &mut Tx, staff: ActorId) -> Result<String, StoreError> {
    let found = offices::find_staff(tx, staff).await?;
    Ok(found.map_or_else(|| "（已离开的人员）".to_owned(), |staff| staff.name))
}

impl OpenPlan {
    /// Says where the person stands on a day.
    #[must_use]
    pub fn then(&self, desk: &Desk, day: Day) -> Then<'_> {
        Then::at(&desk.rulebook, &self.known, day)
    }

    /// Gives the version in force: what the ledger says of it, and what it says itself. One that came in with
    /// a written ledger says nothing itself.
    #[must_use]
    pub fn current(&self, then: &Then<'_>) -> Option<(PlanEntry, Option<&KeptPlan>)> {
        let entry = current_entry(then)?;
        Some((entry, self.plans.iter().find(|plan| plan.entry == entry.entry)))
    }

    /// Gives the name of a member of staff who did something here.
    #[must_use]
    pub fn name(&self, staff: ActorId) -> &str {
        self.names.get(&staff).map_or("", String::as_str)
    }

    /// Gives the greatest number that a step of this person ever had.
    #[must_use]
    pub fn last_number(&self) -> i64 {
        let texts = self.plans.iter().map(|plan| &plan.adopted.text);
        let drafted = self.draft.iter().map(|draft| &draft.text);
        texts.chain(drafted).map(crate::model::PlanText::last_number).max().unwrap_or(0)
    }

    /// Gives the number of the next version: one more than the greatest that is in the ledger.
    #[must_use]
    pub fn next_version(&self) -> u64 {
        let plans = self.past.iter().filter(|past| {
            matches!(past.kind, Kind::PlanAdopted | Kind::PlanRevised) && !past.is_corrected
        });
        let in_ledger = plans.filter_map(version_of);
        let kept = self.plans.iter().filter_map(|plan| u64::try_from(plan.version).ok());
        in_ledger.chain(kept).max().unwrap_or(0).saturating_add(1)
    }

    /// Gives the words of the agreed barriers, by id, of the last analysis.
    #[must_use]
    pub fn agreed(&self) -> Vec<String> {
        let latest = self.analyses.first().map(|kept| &kept.analysis);
        latest.map_or_else(Vec::new, |analysis| {
            analysis.agreed().map(|found| found.barrier.clone()).collect()
        })
    }
}

/// Gives the number of a version as the ledger has it.
pub(crate) fn version_of(past: &Past) -> Option<u64> {
    let text = past.text(Field::Version).and_then(|text| text.reveal().parse().ok());
    past.number(Field::Version).or(text)
}
