//! A person's barriers and plans, opened with everything that the pages fill in from.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use access::{Action, Failure};
use counselling::AssessmentId;
use desk::{Desk, Occasion};
use duties::Entered;
use kernel::Day;
use ledger::Field;
use offices::Office;
use rules::Kind;
use rules::rule::Discharge;
use seekers::Person;
use services::model::Then;
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, Past};

use super::doers::Doers;
use super::kept::{KeptAnalysis, KeptDraft, KeptPlan, KeptStep, all_analyses, all_plans, draft_of};
use super::review::{Asked, asked_of, reviewed};
use crate::model::{
    Measured, PlanEntry, PlanRefusal, PlanText, Step, StepState, current_entry, open_entry,
    plan_entries,
};
use crate::sql;

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
    /// The versions, the latest first, and after them those of files that were merged into this one.
    pub plans: Vec<KeptPlan>,
    /// The last day of the agreement in force, where its text says one.
    pub agreement_until: Option<Day>,
    /// The office that answers for the person.
    pub office: Option<Office>,
    /// The name of the officer; blank where nobody was named.
    pub officer: String,
    /// Who does what the office has promised.
    pub doers: Doers,
    /// The names of those who work in that office.
    pub team: Vec<String>,
    /// A checklist of readiness that is finished and of which the ledger knows nothing, with its day.
    pub unrecorded: Option<(AssessmentId, Day)>,
    /// The last entry that somebody looked at for the version whose steps can be settled.
    reviewed: Option<i64>,
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
    let analyses = all_analyses(tx, desk, &entered.key, subject).await?;
    let draft = draft_of(tx, &entered.key, subject).await?;
    let plans = all_plans(tx, desk, &entered.key, subject).await?;
    let agreement_until = agreement_until(tx, desk, occasion, (subject, &known)).await?;
    let last = open_entry(&Then::at(&desk.rulebook, &known, occasion.today));
    let reviewed = match last {
        Some(last) => reviewed(tx, subject, last.entry).await?,
        None => None,
    };
    let unrecorded = counselling::unrecorded(tx, subject).await?;
    let office = offices::office_by_code(tx, entered.held.office_code).await?;
    let staff = match &office {
        Some(office) => offices::staff_of(tx, office.office_id).await?,
        None => Vec::new(),
    };
    let active = staff.into_iter().filter(offices::Staff::is_active);
    let team = active.map(|staff| staff.name).collect();
    let officer = offices::staff_name(tx, entered.held.officer).await?;
    let doers = Doers::of(tx, subject, entered.held.officer).await?;
    let acted = analyses.iter().map(|kept| kept.staff).chain(draft.iter().map(|kept| kept.staff));
    let settled = plans.iter().flat_map(|plan| &plan.steps).filter_map(|step| step.staff);
    let advised = past.iter().filter(|past| past.kind == Kind::ConsultationOpinion);
    let acted = acted.chain(advised.filter_map(|past| past.staff));
    let acted: Vec<ActorId> =
        acted.chain(plans.iter().map(|kept| kept.staff)).chain(settled).collect();
    let mut names = BTreeMap::new();
    for staff in acted {
        if let Entry::Vacant(place) = names.entry(staff) {
            place.insert(offices::staff_name(tx, staff).await?);
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
        agreement_until,
        office,
        officer,
        doers,
        team,
        unrecorded,
        reviewed,
        names,
    })
}

/// Gives the last day that the text of the agreement in force says.
async fn agreement_until(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, known): (SubjectId, &LedgerFacts),
) -> Result<Option<Day>, StoreError> {
    let then = Then::at(&desk.rulebook, known, occasion.today);
    let mut since = then.since_agreement().into_iter().flatten();
    let last = since.rfind(|(_, entry)| entry.kind == Kind::AgreementSigned);
    let Some(signing) = last.and_then(|(place, _)| then.id(place)) else { return Ok(None) };
    let until: Option<(Day,)> = tx.optional(sql::AGREEMENT_UNTIL, &[&subject, &signing]).await?;
    Ok(until.map(|(day,)| day))
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

    /// Gives the version whose steps can be settled ([`open_entry`]), if its text is here.
    #[must_use]
    pub fn to_settle(&self, then: &Then<'_>) -> Option<(PlanEntry, &KeptPlan)> {
        let entry = open_entry(then)?;
        let plan = self.plans.iter().find(|plan| plan.entry == entry.entry)?;
        Some((entry, plan))
    }

    /// Gives the last version where none is in force: of an agreement that has ended, or was renewed by another office.
    #[must_use]
    pub fn former(&self, then: &Then<'_>) -> Option<(PlanEntry, &KeptPlan)> {
        if current_entry(then).is_some() {
            return None;
        }
        let mut entries = plan_entries(then).into_iter().rev();
        entries.find_map(|entry| {
            let plan = self.plans.iter().find(|plan| plan.entry == entry.entry)?;
            Some((entry, plan))
        })
    }

    /// Gives what is asked of the version whose steps can be settled; nothing where nothing is.
    #[must_use]
    pub fn asked(&self, then: &Then<'_>) -> Option<Asked> {
        let (_, plan) = self.to_settle(then).filter(|(_, plan)| self.is_own(plan))?;
        asked_of((&self.past, &self.plans), then, plan, self.reviewed)
    }

    /// Gives what the days of a plan are measured by.
    #[must_use]
    pub fn measured<'k>(&'k self, desk: &'k Desk, then: &Then<'_>) -> Measured<'k> {
        let entry = current_entry(then).map(|current| current.entry);
        let current = self.plans.iter().find(|plan| Some(plan.entry) == entry);
        Measured {
            calendar: desk.rulebook.law().calendar(),
            today: then.day,
            agreement_until: self.agreement_until,
            current: current.map(|plan| &plan.adopted.text),
        }
    }

    /// Tells whether a version was made in this file, and not in one that was merged into it.
    #[must_use]
    pub fn is_own(&self, plan: &KeptPlan) -> bool {
        plan.file == self.entered.held.subject
    }

    /// Gives the draft as it would be adopted: what is done of the version in force stands in it as it is.
    #[must_use]
    pub fn drafted(&self, then: &Then<'_>) -> Option<PlanText> {
        let text = self.draft.as_ref()?.text.clone();
        Some(match self.current(then) {
            Some((_, Some(plan))) => text.keeping(&plan.adopted.text, &plan.states()),
            _ => text,
        })
    }

    /// Gives the steps of the version in force that are done, with what became of each.
    #[must_use]
    pub fn done(&self, then: &Then<'_>) -> Vec<(&Step, &KeptStep)> {
        let Some(current) = current_entry(then) else { return Vec::new() };
        let plan = self.plans.iter().find(|plan| plan.entry == current.entry);
        let steps = plan.into_iter().flat_map(|plan| {
            plan.adopted.text.steps.iter().filter_map(|step| Some((step, plan.step(step.number)?)))
        });
        steps.filter(|(_, kept)| kept.progress.state == StepState::Done).collect()
    }

    /// Gives the opinions of experts that no version follows yet, the latest first: those that were given since the
    /// version in force, and those after which a revision is owed (BJ18-28).
    #[must_use]
    pub fn unfollowed(&self, then: &Then<'_>) -> Vec<&Past> {
        let current = current_entry(then).map(|plan| plan.entry);
        let since = self.past.iter().find(|past| Some(past.id) == current);
        let since = since.map_or(0, |past| past.sequence);
        let owed: Vec<EntryId> = then
            .open_duties()
            .into_iter()
            .filter(|duty| duty.rule.rule().met_by.contains(&Discharge::Next(Kind::PlanRevised)))
            .filter_map(|duty| then.id(duty.because))
            .collect();
        let is_followed = |id| self.plans.iter().any(|plan| plan.opinion == Some(id));
        let given = self.past.iter().rev().filter(|past| {
            past.kind == Kind::ConsultationOpinion
                && !past.is_corrected
                && (owed.contains(&past.id) || past.sequence > since && !is_followed(past.id))
        });
        given.collect()
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
        texts.chain(drafted).map(PlanText::last_number).max().unwrap_or(0)
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
