//! How far the steps of a plan have come (BJ18-25: 执行就业援助方案及相关行动计划等情况全程记录跟踪).

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::Then;
use store::{EntryId, SubjectId, ToValue, Tx};
use subjects::Past;

use super::kept::{KeptPlan, STEP_WORDS, step_place};
use super::open::{OpenPlan, open_plan};
use crate::model::{Edition, PlanEntry, PlanRefusal, Step, StepState};
use crate::sql;

/// What is noted of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The version, by the entry that adopted it.
    pub entry: EntryId,
    /// The step.
    pub number: i64,
    /// How it stood when whoever notes it looked.
    pub from: StepState,
    /// How it stands.
    pub to: StepState,
    /// The day on which it was done or given up.
    pub on: Day,
    /// What is said to it; needed where it is given up.
    pub words: String,
    /// The entry that shows that it was done.
    pub because: Option<EntryId>,
}

/// An entry that may show that a step was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shows {
    /// The step.
    pub number: i64,
    /// The entry.
    pub entry: EntryId,
    /// What it is.
    pub kind: Kind,
    /// Its day.
    pub on: Day,
}

/// Notes what became of a step of the version in force, or of the one of the agreement that a placement ended.
pub async fn note_progress(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    noted: &Noted,
) -> Result<(), Failure<PlanRefusal>> {
    duties::hold(tx, subject).await?;
    let open = open_plan(tx, desk, occasion, Action::RecordService, subject).await?;
    let then = open.then(desk, occasion.today);
    let (current, plan) = to_settle(&open, &then, noted.entry).map_err(Failure::Refused)?;
    let offered = shown(&open, &then, plan);
    settle(tx, (desk, occasion), (&open, &then), (current, plan), (&offered, noted)).await
}

/// Gives the version that is meant, if its steps can be settled.
pub(super) fn to_settle<'o>(
    open: &'o OpenPlan,
    then: &Then<'_>,
    entry: EntryId,
) -> Result<(PlanEntry, &'o KeptPlan), PlanRefusal> {
    match open.to_settle(then) {
        Some((current, plan)) if current.entry == entry => Ok((current, plan)),
        _ => Err(PlanRefusal::NotInForce),
    }
}

/// Notes what became of a step, of which the file has been opened and held; `offered` are the entries that may show what
/// was done.
pub(super) async fn settle(
    tx: &mut Tx,
    (desk, occasion): (&Desk, &Occasion),
    (open, then): (&OpenPlan, &Then<'_>),
    (current, plan): (PlanEntry, &KeptPlan),
    (offered, noted): (&[Shows], &Noted),
) -> Result<(), Failure<PlanRefusal>> {
    let subject = open.entered.held.subject;
    let step = plan.step(noted.number).ok_or(Failure::Refused(PlanRefusal::Missing))?;
    if step.progress.state != noted.from {
        return Err(Failure::Refused(PlanRefusal::StepSettled));
    }
    let agreed = plan.adopted.text.steps.iter().find(|step| step.number == noted.number);
    let begun = agreed.and_then(|step| agreed_since(&open.plans, then, (plan, step)));
    let begun = begun.map_or(current.on, |entry| entry.on);
    if noted.on < begun || noted.on > occasion.today {
        return Err(Failure::Refused(PlanRefusal::WrongDay));
    }
    let words = noted.words.trim();
    if noted.to == StepState::GivenUp && words.is_empty() {
        return Err(Failure::Refused(PlanRefusal::WhyGivenUp));
    }
    if let Some(because) = noted.because {
        let is_it = |one: &Shows| one.number == noted.number && one.entry == because;
        if noted.to != StepState::Done || !offered.iter().any(is_it) {
            return Err(Failure::Refused(PlanRefusal::NotShown));
        }
    }
    let place = step_place(noted.entry, noted.number);
    let sealed = STEP_WORDS.seal_some(&desk.sealing, &open.entered.key, &place, words);
    let on = (noted.to != StepState::Open).then_some(noted.on);
    let values: [&dyn ToValue; 9] = [
        &noted.to,
        &on,
        &occasion.actor.id,
        &noted.because,
        &sealed,
        &subject,
        &noted.entry,
        &noted.number,
        &noted.from,
    ];
    match tx.execute(sql::SETTLE_STEP, &values).await? {
        0 => Err(Failure::Refused(PlanRefusal::StepSettled)),
        _ => Ok(()),
    }
}

/// The entry since which a step of a version is agreed as it stands there: that of the version, or of the first of those
/// right before it that say the same. What was agreed anew, in other words or until another day, was by both sides
/// still to be done then: nothing older finishes it.
fn agreed_since(
    plans: &[KeptPlan],
    then: &Then<'_>,
    (plan, step): (&KeptPlan, &Step),
) -> Option<PlanEntry> {
    let counted = crate::model::plan_entries(then).into_iter().rev();
    let says_the_same = |entry: &PlanEntry| {
        let kept = plans.iter().find(|kept| kept.entry == entry.entry);
        let steps = kept.map_or(&[][..], |kept| &kept.adopted.text.steps);
        steps.iter().any(|other| other.agrees_with(step))
    };
    let so_far = counted.skip_while(|entry| entry.entry != plan.entry).take_while(says_the_same);
    so_far.last()
}

/// Gives the entries that may show that open steps of a version were done: of the kind that the step's measure
/// leads to, since the step was agreed as it stands, each for one step. Whether it was that one, a person says.
#[must_use]
pub fn shown(open: &OpenPlan, then: &Then<'_>, plan: &KeptPlan) -> Vec<Shows> {
    shown_in((&open.past, &open.plans), then, plan)
}

/// The same of a ledger and the versions that hang on it.
pub(crate) fn shown_in(
    (past, plans): (&[Past], &[KeptPlan]),
    then: &Then<'_>,
    plan: &KeptPlan,
) -> Vec<Shows> {
    let edition = Edition::on(then.day);
    let sequence = |id: EntryId| past.iter().find(|past| past.id == id).map(|past| past.sequence);
    let mut taken: Vec<EntryId> = plan.steps.iter().filter_map(|step| step.because).collect();
    let mut steps: Vec<_> = plan.adopted.text.steps.iter().collect();
    steps.sort_by_key(|step| (step.due, step.number));
    let mut shown = Vec::new();
    for step in steps {
        let is_open = plan.step(step.number).map(|kept| kept.progress.state);
        let (Some(StepState::Open), Some(measure), Some(since)) =
            (is_open, edition.measure(&step.measure), agreed_since(plans, then, (plan, step)))
        else {
            continue;
        };
        let agreed = sequence(since.entry);
        // Of the day itself counts what came after the agreement on the step.
        let is_since =
            |one: &Past| one.on > since.on || one.on == since.on && Some(one.sequence) > agreed;
        let fits = |one: &&Past| {
            measure.is_shown_by(one.kind)
                && !one.is_corrected
                && is_since(one)
                && one.on <= then.day
                && !taken.contains(&one.id)
                && fits_scheme(past, one, &measure.scheme)
                && (one.kind != Kind::GuidanceGiven || edition.is_about(measure, &note(one)))
        };
        let found = past.iter().find(fits);
        if let Some(one) = found {
            taken.push(one.id);
            let (number, entry) = (step.number, one.id);
            shown.push(Shows { number, entry, kind: one.kind, on: one.on });
        }
    }
    shown
}

/// What an entry notes; blank for nothing.
fn note(past: &Past) -> String {
    past.text(Field::Note).map_or_else(String::new, |note| note.reveal().to_owned())
}

/// Tells whether a training is of the scheme that a measure asks for; one that says none may be. An end says nothing of it
/// itself, but names the training.
fn fits_scheme(past: &[Past], one: &Past, wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let training = match one.kind {
        Kind::TrainingEnded => past.iter().find(|past| Some(past.id) == one.of),
        _ => Some(one),
    };
    let scheme = training.and_then(|training| training.text(Field::Scheme));
    scheme.is_none_or(|scheme| scheme.reveal() == wanted)
}
