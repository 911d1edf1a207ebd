//! The proposal that an officer edits: stages by the norm, the measures that fit the agreed barriers, and
//! whatever of the plan so far goes on.

use kernel::Day;

use super::catalogue::{Edition, Measure};
use super::plan::{By, MOST_STAGES, MOST_STEPS, PlanText, Stage, Step, StepState};

/// The measure that is none of the others: it stands in no order with them.
const OTHER: &str = "other";

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
    let measures = wanted_measures(edition, known);
    let mut plan = match known.current {
        Some((text, states)) => {
            let mut plan = going_on(text, states);
            for measure in measures {
                take_in(&mut plan, edition, measure, known);
            }
            plan
        }
        None => anew(edition, &measures, known),
    };
    plan.barriers.clone_from(&known.barriers);
    plan
}

/// A first plan: the stages in which something is done, the first of them from today on, each other from the day on
/// which the last action before it is due. What can be begun at once waits for nothing that is not done anyway.
fn anew(edition: &Edition, measures: &[&Measure], known: &Known<'_>) -> PlanText {
    let mut plan = PlanText { goal: goal(&known.wanted), ..PlanText::default() };
    let (mut number, mut begins) = (known.last_number, known.today);
    let last = measures.iter().map(|measure| measure.stage).max();
    for (place, norm) in edition.stages.iter().enumerate() {
        let own: Vec<&&Measure> =
            measures.iter().filter(|measure| measure.stage == place).collect();
        let Some(longest) = own.iter().map(|measure| days_of(measure, own.len())).max() else {
            continue;
        };
        for measure in &own {
            number += 1;
            let due = begins.plus_days(days_of(measure, own.len()));
            plan.steps.push(step(number, measure, known, (plan.stages.len(), due)));
        }
        let days = if last == Some(place) { norm.days } else { longest };
        begins = begins.plus_days(days);
        plan.stages.push(Stage { name: norm.name.clone(), goal: norm.goal.clone(), until: begins });
    }
    plan
}

/// Within how many days a measure is done that stands in its stage among so many.
const fn days_of(measure: &Measure, among: usize) -> i32 {
    if among == 1 { measure.alone } else { measure.days }
}

/// Adds a measure to a plan that goes on: in its stage, from today or from the end of the stage before it, and before
/// the open steps of that stage that are usually done after it, as 面试指导 is before 应聘.
fn take_in(plan: &mut PlanText, edition: &Edition, measure: &Measure, known: &Known<'_>) {
    let is_held = plan.steps.iter().any(|step| step.measure == measure.id);
    if is_held || plan.steps.len() >= MOST_STEPS {
        return;
    }
    let at = stage_for(plan, edition, measure.stage, known.today);
    let begins = begins(plan, at, known.today);
    let mut due = begins.plus_days(measure.days);
    if let Some(until) = plan.stages.get(at).map(|stage| stage.until).filter(|day| *day > begins) {
        due = due.min(until);
    }
    let comes_after = |step: &&Step| {
        let other = edition.measure(&step.measure);
        let is_open = known
            .current
            .is_some_and(|(_, states)| states.contains(&(step.number, StepState::Open)));
        is_open
            && step.due > known.today
            && other.is_some_and(|other| {
                other.stage == measure.stage && other.days > measure.days && other.id != OTHER
            })
    };
    if let Some(after) = plan.steps.iter().filter(comes_after).map(|step| step.due).min() {
        due = due.min(after.plus_days(-1));
    }
    let number = known.last_number.max(plan.last_number()) + 1;
    plan.steps.push(step(number, measure, known, (at, due.max(known.today))));
}

/// The day on which a stage of a plan begins, seen from today.
fn begins(plan: &PlanText, at: usize, today: Day) -> Day {
    let before = at.checked_sub(1).and_then(|before| plan.stages.get(before));
    before.map_or(today, |stage| stage.until.max(today))
}

/// Finds the stage of a plan to which a measure belongs, by its name; where the plan left it out, it is put in.
/// Where the stages were named anew, it is the one at that place.
fn stage_for(plan: &mut PlanText, edition: &Edition, norm_place: usize, today: Day) -> usize {
    let norm_of = |stage: &Stage| edition.stages.iter().position(|norm| norm.name == stage.name);
    let places: Option<Vec<usize>> = plan.stages.iter().map(norm_of).collect();
    let by_place = norm_place.min(plan.stages.len().saturating_sub(1));
    let Some((places, norm)) = places.zip(edition.stages.get(norm_place)) else { return by_place };
    if let Some(at) = places.iter().position(|place| *place == norm_place) {
        return at;
    }
    if plan.stages.len() >= MOST_STAGES {
        return by_place;
    }
    let at = places.iter().filter(|place| **place < norm_place).count();
    let begins = begins(plan, at, today);
    let whole = begins.plus_days(norm.days);
    let next = plan.stages.get(at).map(|next| next.until).filter(|until| *until > begins);
    let until = next.map_or(whole, |next| whole.min(next));
    for later in plan.stages.iter_mut().skip(at) {
        later.until = later.until.max(until);
    }
    for step in plan.steps.iter_mut().filter(|step| step.stage >= at) {
        step.stage += 1;
    }
    plan.stages.insert(at, Stage { name: norm.name.clone(), goal: norm.goal.clone(), until });
    at
}

/// What the person wants, where they have said it; otherwise it is theirs to say (BJ18-26(1): 会同本人).
fn goal(wanted: &str) -> String {
    if wanted.is_empty() {
        String::new()
    } else {
        format!("找到一份{wanted}的工作，稳定做下去")
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

fn step(number: i64, measure: &Measure, known: &Known<'_>, (stage, due): (usize, Day)) -> Step {
    Step {
        number,
        words: measure.words.clone(),
        measure: measure.id.clone(),
        stage,
        by: measure.by,
        who: match measure.by {
            By::Person => By::Person.term().to_owned(),
            By::Office => known.officer.clone(),
            By::Other => String::new(),
        },
        due,
    }
}

#[cfg(test)]
mod tests {
    use super::super::refusal::PlanRefusal;
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
        let nothing_said = plan.check(known(&[]).today).expect_err("the goal is theirs to say");
        assert_eq!(nothing_said, PlanRefusal::NoGoal);
        let said = Known { wanted: "保洁".to_owned(), ..known(&[]) };
        let said = prepare(edition, &said);
        assert!(said.goal.contains("保洁") && said.check(known(&[]).today).is_ok());
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

    /// A stage with the days until it ends; a step with its stage and the days until it is due.
    type Timetable<'p> = (Vec<(&'p str, i32)>, Vec<(&'p str, usize, i32)>);

    /// Gives name and last day of each stage, and measure, stage and day of each step, in days from the beginning.
    fn timetable(plan: &PlanText) -> Timetable<'_> {
        let today = known(&[]).today;
        let stages = plan.stages.iter();
        let stages = stages.map(|stage| (&*stage.name, stage.until.days_since(today)));
        let steps = plan.steps.iter();
        let steps = steps.map(|step| (&*step.measure, step.stage, step.due.days_since(today)));
        (stages.collect(), steps.collect())
    }

    #[test]
    fn nobody_waits_for_a_stage_in_which_nothing_is_done() {
        let edition = Edition::on(known(&[]).today);
        let ready = prepare(edition, &Known { ready: Some(true), ..known(&[]) });
        let (stages, steps) = timetable(&ready);
        assert_eq!(stages, [("求职与稳定阶段", 90)]);
        assert_eq!(steps, [("interview", 0, 10), ("matching", 0, 20), ("applying", 0, 30)]);
        // An assessment that waits for no training is made at once, and what follows it follows it.
        let unready = prepare(edition, &known(&[]));
        let (stages, steps) = timetable(&unready);
        assert_eq!(stages, [("提升阶段", 14), ("求职与稳定阶段", 104)]);
        assert_eq!(steps, [("readiness", 0, 14), ("matching", 1, 34), ("applying", 1, 44)]);
        let trained = prepare(edition, &known(&["skills", "policy"]));
        let (stages, steps) = timetable(&trained);
        assert_eq!(stages, [("准备阶段", 20), ("提升阶段", 80), ("求职与稳定阶段", 170)]);
        assert_eq!(steps[1..3], [("skills_training", 1, 35), ("readiness", 1, 80)]);
        for plan in [&ready, &unready, &trained] {
            for step in &plan.steps {
                assert!(step.due <= plan.stages[step.stage].until, "{step:?}");
            }
        }
    }

    #[test]
    fn what_a_revision_adds_stands_in_its_stage_and_before_what_follows_it() {
        let edition = Edition::on(known(&[]).today);
        let first = prepare(edition, &Known { ready: Some(true), ..known(&[]) });
        let progress: Vec<(i64, StepState)> =
            first.steps.iter().map(|step| (step.number, StepState::Open)).collect();
        let revised = |barriers: &[&str], first: &PlanText| {
            let last_number = first.last_number();
            let current = Some((first, progress.as_slice()));
            prepare(edition, &Known { current, last_number, ..known(barriers) })
        };
        // A stage that was left out is put in, and the steps stay in their own.
        let for_skills = revised(&["skills"], &first);
        let (stages, steps) = timetable(&for_skills);
        assert_eq!(stages, [("提升阶段", 60), ("求职与稳定阶段", 90)]);
        assert_eq!(steps[0], ("interview", 1, 10));
        assert_eq!(steps[3], ("skills_training", 0, 15));
        // 面试指导 comes before 应聘, though it is agreed on later.
        let mut without = first.clone();
        without.steps.retain(|step| step.measure == "applying");
        without.steps[0].due = known(&[]).today.plus_days(6);
        let plan = revised(&["information"], &without);
        let (_, steps) = timetable(&plan);
        let day = |measure: &str| steps.iter().find(|step| step.0 == measure).expect(measure).2;
        assert!(day("interview") < day("applying"), "{steps:?}");
        // Where the stages were named anew, none is put in.
        let mut renamed = first;
        renamed.stages[0].name = "第一步".to_owned();
        assert_eq!(revised(&["skills"], &renamed).stages.len(), 1);
    }
}
