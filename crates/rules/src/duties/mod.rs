//! The duties of the rulebook's §3, in the order of the regulations.

mod employers;
mod follow_ups;
mod jobseekers;
mod stops;
mod surveys;

use crate::decision::RuleIndex;
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

/// What is owed to a key enterprise in a quarter.
pub(crate) const QUARTERLY_CONTACT: RuleIndex = index_of(employers::QUARTERLY_CONTACT.id);

/// What is owed when a gate to stop a service opens.
pub(crate) const SILENT_UNEMPLOYED: RuleIndex = index_of(stops::SILENT_UNEMPLOYED.id);
/// Likewise.
pub(crate) const WILLING_NEVER_REGISTERS: RuleIndex = index_of(stops::WILLING_NEVER_REGISTERS.id);
/// Likewise.
pub(crate) const UNWILLING: RuleIndex = index_of(stops::UNWILLING.id);

/// Finds a rule while compiling; one that is not in [`RULES`] does not compile.
const fn index_of(id: &str) -> RuleIndex {
    let mut index = 0;
    while index < RULES.len() {
        if is_same(RULES[index].id.as_bytes(), id.as_bytes()) {
            #[expect(clippy::cast_possible_truncation, reason = "there are some thirty rules")]
            return RuleIndex(index as u8);
        }
        index += 1;
    }
    panic!("the rule is not in the list");
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    one.len() == other.len()
}
