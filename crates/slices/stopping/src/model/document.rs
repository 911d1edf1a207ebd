//! What is kept under seal of a case.

use serde::{Deserialize, Serialize};

/// One attempt to reach the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The day, `YYYY-MM-DD`.
    pub on: String,
    /// Through which channel, by its name in the ledger.
    pub how: String,
    /// Whether the person was reached.
    pub reached: bool,
    /// What was tried and what the person said.
    pub words: String,
    /// Who tried, by identifier.
    pub by: String,
}

/// What the officer found out before proposing to stop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Every attempt, in order.
    pub attempts: Vec<Attempt>,
    /// The circumstance that speaks against a stop, in words; empty where there is none, or none is known yet.
    pub circumstance: String,
    /// The finding.
    pub words: String,
    /// What was offered and refused, in the officer's own words, where the person declined (BJ18-29).
    #[serde(default)]
    pub offered: String,
}

/// What the officer found, as they put it down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finding<'a> {
    /// The circumstance that speaks against a stop; blank where there is none.
    pub circumstance: &'a str,
    /// What was offered and refused; asked where the person declined (BJ18-29).
    pub offered: &'a str,
    /// The finding.
    pub words: &'a str,
}

/// How the person was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Through which channel, by its name in the ledger.
    pub how: String,
    /// What was said, by whom it was received.
    pub words: String,
}
