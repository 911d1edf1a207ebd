//! What is said of the days of a draft at their fields, at once: what cannot be is refused, what seldom is is asked about.

use web::{Form, Usual};

use crate::model::{Measured, PlanText};

/// The names of the fields of days, in the order of the stages and steps that were read from them.
#[derive(Default)]
pub(super) struct Placed {
    /// Until when each stage lasts.
    pub(super) stages: Vec<&'static str>,
    /// By when each step is due.
    pub(super) steps: Vec<&'static str>,
}

/// Notes what is wrong with each day, or asks back about it.
pub(super) fn judge(form: &mut Form, text: &PlanText, placed: &Placed, measured: &Measured<'_>) {
    let mut wrong = Vec::new();
    for (at, (stage, name)) in text.stages.iter().zip(&placed.stages).enumerate() {
        let before = at.checked_sub(1).and_then(|before| text.stages.get(before));
        if let Some(words) = measured.wrong_stage(stage, before) {
            form.refuse(name, words);
            wrong.push(at);
            continue;
        }
        form.doubt_day(name, measured.today, Usual::PLAN);
        for (what, words) in measured.stage_doubts(stage) {
            form.doubt(name, what, words);
        }
    }
    for (step, name) in text.steps.iter().zip(&placed.steps) {
        if let Some(words) = measured.wrong_step(step) {
            form.refuse(name, words);
            continue;
        }
        form.doubt_day(name, measured.today, Usual::PLAN);
        // A stage whose own day is wrong measures nothing.
        let stage = text.stages.get(step.stage).filter(|_| !wrong.contains(&step.stage));
        for (what, words) in measured.step_doubts(step, stage) {
            form.doubt(name, what, words);
        }
    }
}
