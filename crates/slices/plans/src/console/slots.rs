//! The names under which the parts of a plan are sent.

use crate::model::plan::{MOST_STAGES, MOST_STEPS};

/// The names of a stage's fields.
pub(super) struct StageSlot {
    pub(super) name: &'static str,
    pub(super) goal: &'static str,
    pub(super) until: &'static str,
}

/// The names of a step's fields.
pub(super) struct StepSlot {
    /// Its number, which goes along unseen.
    pub(super) number: &'static str,
    pub(super) words: &'static str,
    pub(super) measure: &'static str,
    pub(super) stage: &'static str,
    pub(super) by: &'static str,
    pub(super) who: &'static str,
    pub(super) due: &'static str,
}

macro_rules! stages {
    ($($place:literal),+) => { [$(StageSlot {
        name: concat!("stage_name_", $place),
        goal: concat!("stage_goal_", $place),
        until: concat!("stage_until_", $place),
    }),+] };
}

macro_rules! steps {
    ($($place:literal),+) => { [$(StepSlot {
        number: concat!("number_", $place),
        words: concat!("words_", $place),
        measure: concat!("measure_", $place),
        stage: concat!("stage_", $place),
        by: concat!("by_", $place),
        who: concat!("who_", $place),
        due: concat!("due_", $place),
    }),+] };
}

pub(super) const STAGES: [StageSlot; MOST_STAGES] = stages!(1, 2, 3);
pub(super) const STEPS: [StepSlot; MOST_STEPS] =
    steps!(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);

macro_rules! rests {
    ($($place:literal),+) => { [$(concat!("rest_", $place)),+] };
}

/// The names under which is said what becomes of the steps that are left.
pub(super) const RESTS: [&str; MOST_STEPS] =
    rests!(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
