//! The proposal that an officer edits: stages by the norm, the measures that fit the agreed barriers, and
//! whatever of the plan so far goes on.

use kernel::Day;

use super::catalogue::{Edition, Measure};
use super::plan::{By, MOST_STEPS, PlanText, Stage, Step, StepState};

/// What a proposal is made of.
pub struct Known<'k> {
    /// The barriers that were agreed with the person, by id.
    pub barriers: Vec<String>,
    /// Whether the person is ready to start (BJ18-15), as last assessed.
    pub ready: Option<bool>,
    /// The plan so far, with what became of its steps.
    pub current: Option<(&'k PlanText, &'k [(i64, StepState)])>,
    /// The greatest number that a step of this person ever had.
    pub last_number: i64,
    /// The name of the officer.
    pub officer: String,
    /// What the person wants to work as; blank where not known.
    pub wanted: String,
    /// The day on which the plan begins.
    pub today: Day,
}

/// Prepares a plan: what goes on of the one so far, then what the barriers call for and it does not hold.
#[must_use]
pub fn prepare(edition: &Edition, known: &Known<'_>) -> PlanText {
    let mut plan = match known.current {
        Some((text, states)) => going_on(text, states),
        None => PlanText {
            goal: goal(&known.wanted),
            stages: edition
                .stages
                .iter()
                .map(|norm| Stage {
                    name: norm.name.clone(),
                    goal: norm.goal.clone(),
                    until: known.today.plus_days(norm.days),
                })
                .collect(),
            ..PlanText::default()
        },
    };
    let mut number = known.last_number.max(plan.last_number());
    for measure in wanted_measures(edition, known) {
        let is_held = plan.steps.iter().any(|step| step.measure == measure.id);
        if is_held || plan.steps.len() >= MOST_STEPS {
            continue;
        }
        number += 1;
        plan.steps.push(step(number, measure, known));
    }
    plan.barriers.clone_from(&known.barriers);
    plan
}

fn goal(wanted: &str) -> String {
    if wanted.is_empty() {
        "解决就业障碍，实现稳定就业".to_owned()
    } else {
        format!("从事{wanted}工作，实现稳定就业")
    }
}

/// The plan so far without what was given up in it.
fn going_on(text: &PlanText, states: &[(i64, StepState)]) -> PlanText {
    let mut plan = text.clone();
    plan.steps.retain(|step| !states.contains(&(step.number, StepState::GivenUp)));
    plan
}

/// The measures that the agreed barriers call for, each once, then those of every plan.
fn wanted_measures<'e>(edition: &'e Edition, known: &Known<'_>) -> Vec<&'e Measure> {
    let of_barriers = known.barriers.iter().filter_map(|id| edition.barrier(id));
    let of_barriers = of_barriers.flat_map(|barrier| &barrier.measures);
    let is_ready = known.ready == Some(true);
    let always = if is_ready { &edition.always.ready } else { &edition.always.unready };
    // What a revision adds is what new barriers call for; the rest was settled with the first plan.
    let always = always.iter().filter(|_| known.current.is_none());
    let mut measures: Vec<&Measure> = Vec::new();
    for id in of_barriers.chain(always) {
        if let Some(measure) = edition.measure(id)
            && measures.iter().all(|taken| taken.id != measure.id)
        {
            measures.push(measure);
        }
    }
    measures.sort_by_key(|measure| (measure.stage, measure.days));
    measures
}

fn step(number: i64, measure: &Measure, known: &Known<'_>) -> Step {
    Step {
        number,
        words: measure.words.clone(),
        measure: measure.id.clone(),
        stage: measure.stage,
        by: measure.by,
        who: match measure.by {
            By::Person => By::Person.term().to_owned(),
            By::Office => known.officer.clone(),
            By::Other => String::new(),
        },
        due: known.today.plus_days(measure.days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'k>(barriers: &[&str]) -> Known<'k> {
        Known {
            barriers: barriers.iter().map(|id| (*id).to_owned()).collect(),
            ready: None,
            current: None,
            last_number: 0,
            officer: "赵专员".to_owned(),
            wanted: String::new(),
            today: Day::new(2026, 1, 5).expect("a day"),
        }
    }

    fn measures(plan: &PlanText) -> Vec<&str> {
        plan.steps.iter().map(|step| step.measure.as_str()).collect()
    }

    #[test]
    fn each_barrier_brings_its_measures_once_in_the_order_of_the_road() {
        let edition = Edition::on(known(&[]).today);
        let plan = prepare(edition, &known(&["skills", "knowledge", "outlook"]));
        assert_eq!(
            measures(&plan),
            [
                "psychological",
                "guidance",
                "skills_training",
                "internship",
                "readiness",
                "matching",
                "applying"
            ]
        );
        assert!(plan.check(known(&[]).today).is_ok(), "nothing is left to fill in");
        let numbers: Vec<i64> = plan.steps.iter().map(|step| step.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
        let ready = Known { ready: Some(true), ..known(&[]) };
        assert_eq!(measures(&prepare(edition, &ready)), ["interview", "matching", "applying"]);
    }

    #[test]
    fn a_revision_keeps_what_goes_on_and_its_numbers() {
        let edition = Edition::on(known(&[]).today);
        let first = prepare(edition, &known(&["care"]));
        let states = [(first.steps[0].number, StepState::GivenUp), (2, StepState::Done)];
        let revised = Known {
            current: Some((&first, &states)),
            last_number: first.last_number(),
            ..known(&["skills"])
        };
        let revised = prepare(edition, &revised);
        let gone = &first.steps[0];
        assert!(revised.steps.iter().all(|step| step.number != gone.number), "given up");
        let new = revised.steps.last().expect("a step");
        assert_eq!(
            (new.measure.as_str(), new.number),
            ("skills_training", first.last_number() + 1)
        );
        assert_eq!(revised.steps.len(), first.steps.len(), "one went, one came");
    }
}
