//! The conditions of a gate, each met or not, in words.

use rules::Gate;

use super::then::Then;

/// One condition of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is asked and what was found.
    pub words: String,
    /// Whether it is met.
    pub is_met: bool,
}

/// Says of each condition of a gate whether it was met, in the rules' own words.
#[must_use]
pub fn conditions(gate: Gate, then: &Then<'_>) -> Vec<Condition> {
    let found = then.conditions(gate).into_iter();
    let worded = found.map(|condition| Condition {
        words: format!("{}：{}", condition.words, condition.found),
        is_met: condition.is_met,
    });
    worded.collect()
}
