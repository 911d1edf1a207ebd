//! The letter to the registry.

use serde::{Deserialize, Serialize};

/// A letter to the registry of employment and unemployment (反馈函), as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The office that writes.
    pub office: String,
    /// The registry that it goes to, by name; empty where nobody had named it.
    #[serde(default)]
    pub registry: String,
    /// The person.
    pub name: String,
    /// Their number; empty where the file has none.
    pub number: String,
    /// The clause that the stop rests on.
    pub clause: String,
    /// Why, in the ledger's words.
    pub reason: String,
    /// The conditions with what was found.
    pub grounds: Vec<String>,
    /// What was tried to reach the person.
    pub attempts: Vec<String>,
    /// The day of the stop, or of its taking back.
    pub on: String,
    /// Who verified.
    pub verified_by: String,
    /// Who decided.
    pub decided_by: String,
}
