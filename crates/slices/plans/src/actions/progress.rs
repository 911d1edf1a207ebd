//! How far the steps of a plan have come (BJ18-25: 执行就业援助方案及相关行动计划等情况全程记录跟踪).

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::Then;
use store::seal::Clear;
use store::{EntryId, SubjectId, ToValue, Tx};

use super::kept::{KeptPlan, WORDS_COLUMN, step_place};
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

/// Notes what became of a step of the version in force.
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
    let Some((current, Some(plan))) = open.current(&then) else {
        return Err(Failure::Refused(PlanRefusal::NotInForce));
    };
    if current.entry != noted.entry {
        return Err(Failure::Refused(PlanRefusal::NotInForce));
    }
    let step = plan.step(noted.number).ok_or(Failure::Refused(PlanRefusal::Missing))?;
    if step.progress.state != noted.from {
        return Err(Failure::Refused(PlanRefusal::StepSettled));
    }
    let agreed = plan.adopted.text.steps.iter().find(|step| step.number == noted.number);
    let begun = agreed.and_then(|step| agreed_since(&open, &then, (plan, step)));
    let begun = begun.unwrap_or(current.on);
    if noted.on < begun || noted.on > occasion.today {
        return Err(Failure::Refused(PlanRefusal::WrongDay));
    }
    let words = noted.words.trim();
    if noted.to == StepState::GivenUp && words.is_empty() {
        return Err(Failure::Refused(PlanRefusal::WhyGivenUp));
    }
    if let Some(because) = noted.because {
        let offered = shown(&open, &then, plan);
        let is_it = |one: &Shows| one.number == noted.number && one.entry == because;
        if noted.to != StepState::Done || !offered.iter().any(is_it) {
            return Err(Failure::Refused(PlanRefusal::NotShown));
        }
    }
    let place = step_place(noted.entry, noted.number);
    let entropy = desk.sealing.entropy.as_ref();
    let sealed = (!words.is_empty())
        .then(|| open.entered.key.seal(WORDS_COLUMN, &place, &Clear::new(words), entropy));
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

/// The day since which a step of a version is agreed as it stands there: that of the version, or of the first of those
/// right before it that say the same. What was agreed anew, in other words or until another day, was by both sides
/// still to be done on that day: nothing older finishes it.
fn agreed_since(open: &OpenPlan, then: &Then<'_>, (plan, step): (&KeptPlan, &Step)) -> Option<Day> {
    let counted = crate::model::plan_entries(then).into_iter().rev();
    let says_the_same = |entry: &PlanEntry| {
        let kept = open.plans.iter().find(|kept| kept.entry == entry.entry);
        let steps = kept.map_or(&[][..], |kept| &kept.adopted.text.steps);
        steps.iter().any(|other| other.agrees_with(step))
    };
    let so_far = counted.skip_while(|entry| entry.entry != plan.entry).take_while(says_the_same);
    so_far.last().map(|entry| entry.on)
}

/// Gives the entries that may show that open steps of a version were done: of the kind that the step's measure
/// leads to, since the step was agreed as it stands, each for one step. Whether it was that one, a person says.
#[must_use]
pub fn shown(open: &OpenPlan, then: &Then<'_>, plan: &KeptPlan) -> Vec<Shows> {
    let mut taken: Vec<EntryId> = plan.steps.iter().filter_map(|step| step.because).collect();
    let mut steps: Vec<_> = plan.adopted.text.steps.iter().collect();
    steps.sort_by_key(|step| (step.due, step.number));
    let mut shown = Vec::new();
    for step in steps {
        let is_open = plan.step(step.number).map(|kept| kept.progress.state);
        let edition = Edition::on(then.day);
        let (Some(StepState::Open), Some(measure), Some(since)) =
            (is_open, edition.measure(&step.measure), agreed_since(open, then, (plan, step)))
        else {
            continue;
        };
        let fits = |past: &&subjects::Past| {
            let scheme = past.text(Field::Scheme);
            Some(past.kind) == measure.entry
                && !past.is_corrected
                && past.on >= since
                && past.on <= then.day
                && !taken.contains(&past.id)
                && (measure.scheme.is_empty()
                    || scheme.is_none_or(|scheme| scheme.reveal() == measure.scheme))
        };
        let found = open.past.iter().find(fits);
        if let Some(past) = found {
            taken.push(past.id);
            let (number, entry) = (step.number, past.id);
            shown.push(Shows { number, entry, kind: past.kind, on: past.on });
        }
    }
    shown
}
