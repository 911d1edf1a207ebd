//! The duties of the rulebook's §3, in the order of the regulations.

mod employers;
mod follow_ups;
mod jobseekers;
mod stops;
mod surveys;

use crate::rule::Rule;

/// Every rule, in the order of the rulebook.
pub const RULES: &[Rule] = &[
    jobseekers::LEDGER_AT_INTAKE,
    jobseekers::GRADING,
    surveys::LEDGER_AT_SURVEY,
    surveys::DEMAND_FILE_AT_SURVEY,
    surveys::SURVEY_AGAIN,
    surveys::SURVEY_AGAIN_WITHIN_CAP,
    jobseekers::AGREEMENT,
    jobseekers::PLAN,
    follow_ups::GUIDANCE,
    follow_ups::TRAINING_EARLY,
    follow_ups::TRAINING_MIDDLE,
    follow_ups::TRAINING_END,
    follow_ups::RECOMMENDATION,
    follow_ups::START,
    follow_ups::STEADY_FIRST_MONTH,
    follow_ups::STEADY_THIRD_MONTH,
    follow_ups::STEADY_SIXTH_MONTH,
    jobseekers::PLAN_REVISION,
    jobseekers::RECOMMENDATION_OUTCOME,
    jobseekers::UNEMPLOYMENT_REGISTRATION,
    jobseekers::UNEMPLOYMENT_REGISTRATION_AT_ONCE,
    employers::VERIFICATION,
    employers::VACANCY_PUBLICATION,
    employers::VACANCY_ARCHIVING,
    employers::FAIR_ANNOUNCEMENT,
    employers::QUARTERLY_CONTACT,
    employers::KEY_GUIDANCE,
    employers::KEY_INTERVIEWS,
    employers::KEY_STARTS,
    stops::SILENT_UNEMPLOYED,
    stops::WILLING_NEVER_REGISTERS,
    stops::UNWILLING,
];

pub(crate) use employers::QUARTERLY_CONTACT;
pub(crate) use stops::{SILENT_UNEMPLOYED, UNWILLING, WILLING_NEVER_REGISTERS};
