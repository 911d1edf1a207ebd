//! What is said where something is tried: answers that fit what is known, and a plan.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use ledger::Field;
use plans::model::{By, PlanText, Stage, Step};
use plans::{Adoption, base_of};
use rules::Kind;
use store::{SubjectId, Tx};
use street::happening;
use subjects::{Happening, LedgerFacts};
use testkit::SeededEntropy;

/// An entry of a kind whose answers fit each other, as a form would take it.
pub(crate) fn fitting(
    known: &LedgerFacts,
    kind: Kind,
    on: Day,
    chance: &SeededEntropy,
) -> Option<Happening> {
    match kind {
        Kind::Surveyed => {
            let willing = chance.below(3) > 0;
            let survey = Happening::new(kind, on)
                .text(Field::Method, "phone")
                .flag(Field::Willing, willing)
                .flag(Field::Registers, false)
                .text(Field::Circumstance, ["none", "caring"][chance.below(2)]);
            Some(if willing { survey } else { survey.text(Field::Reason, "身体原因") })
        }
        Kind::HardshipRecognised => {
            let groups = services::model::codes::HARDSHIP_GROUPS;
            Some(Happening::new(kind, on).text(Field::Group, groups[chance.below(groups.len())]))
        }
        // Mostly what leads on: ready, not hired, and not by their own fault.
        Kind::ReadinessAssessed => {
            Some(Happening::new(kind, on).flag(Field::Ready, chance.below(4) > 0))
        }
        Kind::RecommendationResult => {
            let made = happening(known, kind, on, chance)?;
            let mut result = Happening::new(kind, on).about(made.of?);
            let hired = chance.below(8) == 0;
            result = result.flag(Field::Hired, hired);
            Some(result.flag(Field::OwnCause, !hired && chance.below(4) == 0))
        }
        _ => happening(known, kind, on, chance),
    }
}

/// A plan of one step.
pub(crate) fn plan(today: Day) -> PlanText {
    PlanText {
        goal: "找到工作".to_owned(),
        stages: vec![Stage {
            name: "起步".to_owned(),
            goal: "写好简历".to_owned(),
            until: today.plus_days(60),
        }],
        steps: vec![Step {
            number: 1,
            words: "写简历".to_owned(),
            measure: String::new(),
            stage: 0,
            by: By::Person,
            who: "本人".to_owned(),
            due: today.plus_days(10),
        }],
        barriers: Vec::new(),
    }
}

/// Writes a plan down and adopts it with the person.
pub(crate) async fn plan_it(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    text: &PlanText,
) -> Result<(), Failure<plans::model::PlanRefusal>> {
    let base = |open: &plans::OpenPlan| {
        let then = open.then(desk, occasion.today);
        let current = open.current(&then).map(|(plan, _)| plan.entry);
        base_of(open.draft.as_ref(), current)
    };
    let action = Action::RecordService;
    let open = plans::open_plan(tx, desk, occasion, action, subject).await?;
    plans::keep_draft(tx, desk, occasion, subject, &base(&open), text).await?;
    let open = plans::open_plan(tx, desk, occasion, action, subject).await?;
    let adoption = Adoption {
        base: base(&open),
        on: occasion.today,
        is_agreed: true,
        words: "好".to_owned(),
        reason: "有新情况".to_owned(),
        opinion: None,
    };
    plans::adopt(tx, desk, occasion, subject, &adoption).await.map(drop)
}
