//! Adopting a draft with the person: the entry in the ledger, and the version that hangs on it.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::{Done, Draft, Then};
use store::{EntryId, SubjectId, ToValue, Tx};
use subjects::Happening;

use super::draft::based_on;
use super::kept::{Adopted, KeptPlan, KeptStep, PLAN, STEP_WORDS, step_place};
use super::open::{OpenPlan, open_plan};
use crate::model::{Measured, PlanRefusal, PlanText, StepState, kind_now};
use crate::sql;

/// What is said when a plan is adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// The draft that was shown, by [`super::draft::base_of`].
    pub base: String,
    /// The day on which it was agreed.
    pub on: Day,
    /// Whether the person agrees.
    pub is_agreed: bool,
    /// In their own words.
    pub words: String,
    /// Why the version before is changed (BJ18-26(3)).
    pub reason: String,
    /// The opinion of experts that it follows (BJ18-28).
    pub opinion: Option<EntryId>,
}

/// Adopts the draft as the next version. Refused where the person does not agree, or where the ledger does not
/// allow it: no agreement in force, nothing to revise.
pub async fn adopt(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    adoption: &Adoption,
) -> Result<Done, Failure<PlanRefusal>> {
    duties::hold(tx, subject).await?;
    let open = open_plan(tx, desk, occasion, Action::RecordService, subject).await?;
    let stored = based_on(tx, desk, occasion, &open.entered, &adoption.base).await?;
    let Some(draft) = stored else { return Err(Failure::Refused(PlanRefusal::NoDraft)) };
    let then = open.then(desk, adoption.on);
    let kind = kind_now(&then);
    let now = open.then(desk, occasion.today);
    let before = open.current(&now).and_then(|(_, plan)| plan);
    let text = match before {
        Some(before) => draft.text.keeping(&before.adopted.text, &before.states()),
        None => draft.text,
    };
    check(&then, kind, adoption, &text).map_err(Failure::Refused)?;
    let measured = Measured { today: adoption.on, ..open.measured(desk, &now) };
    if let Some(step) = text.steps.iter().find(|step| measured.wrong_step(step).is_some()) {
        let (words, due) = (step.words.clone(), step.due);
        return Err(Failure::Refused(PlanRefusal::StepPast { words, due }));
    }
    let version = open.next_version();
    let happening = Happening::new(kind, adoption.on)
        .number(Field::Version, version)
        .text(Field::Note, note(&text, adoption));
    let done = services::record_kept(tx, desk, occasion, subject, &Draft::new(happening))
        .await
        .map_err(|failure| failure.map(PlanRefusal::Recording))?;
    let entry = done.first().ok_or(Failure::Refused(PlanRefusal::Missing))?;
    let content = Adopted {
        text,
        words: adoption.words.trim().to_owned(),
        reason: adoption.reason.trim().to_owned(),
    };
    put(tx, desk, occasion, (&open, before), (entry, version, adoption.opinion), &content).await?;
    tx.execute(sql::REMOVE_DRAFT, &[&subject]).await?;
    Ok(done)
}

fn check(
    then: &Then<'_>,
    kind: Kind,
    adoption: &Adoption,
    text: &PlanText,
) -> Result<(), PlanRefusal> {
    if !adoption.is_agreed {
        return Err(PlanRefusal::NotAgreed);
    }
    if kind == Kind::PlanRevised && adoption.reason.trim().is_empty() {
        return Err(PlanRefusal::ReasonWanted);
    }
    if let Some(opinion) = adoption.opinion {
        let mut entries = then.entries();
        let is_opinion = entries.any(|(place, entry)| {
            entry.kind == Kind::ConsultationOpinion && then.id(place) == Some(opinion)
        });
        if !is_opinion {
            return Err(PlanRefusal::NoOpinion);
        }
    }
    text.check(adoption.on)
}

/// What the ledger says of the version beside its number.
fn note(text: &PlanText, adoption: &Adoption) -> String {
    let steps = format!("{} 个阶段，{} 项行动，本人同意", text.stages.len(), text.steps.len());
    match adoption.reason.trim() {
        "" => steps,
        reason => format!("{steps}；原因：{reason}"),
    }
}

/// Keeps the version. A step that goes on as it was agreed keeps what became of it.
async fn put(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (open, before): (&OpenPlan, Option<&KeptPlan>),
    (entry, version, opinion): (EntryId, u64, Option<EntryId>),
    content: &Adopted,
) -> Result<(), Failure<PlanRefusal>> {
    let (subject, key) = (open.entered.held.subject, &open.entered.key);
    let document = PLAN.seal(&desk.sealing, key, &entry.bytes(), content)?;
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    let values: [&dyn ToValue; 6] =
        [&subject, &entry, &version, &opinion, &occasion.actor.id, &document];
    tx.execute(sql::PUT_PLAN, &values).await?;
    for step in &content.text.steps {
        let went = before
            .filter(|plan| plan.adopted.text.steps.iter().any(|other| other.agrees_with(step)));
        let went = went.and_then(|plan| plan.step(step.number));
        let settled: Option<&KeptStep> = went.filter(|kept| kept.progress.state != StepState::Open);
        let state = settled.map_or(StepState::Open, |kept| kept.progress.state);
        let words = settled.and_then(|kept| {
            let place = step_place(entry, step.number);
            STEP_WORDS.seal_some(&desk.sealing, key, &place, &kept.progress.words)
        });
        let values: [&dyn ToValue; 10] = [
            &subject,
            &entry,
            &step.number,
            &step.due,
            &step.by,
            &state,
            &settled.and_then(|kept| kept.progress.settled_on),
            &settled.and_then(|kept| kept.staff),
            &settled.and_then(|kept| kept.because),
            &words,
        ];
        tx.execute(sql::PUT_STEP, &values).await?;
    }
    Ok(())
}
