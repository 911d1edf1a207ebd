//! A duty or a gate with what people need to see of it.

use kernel::Day;
use rules::{Basis, Due, Gate, Kind, RuleIndex, State};

/// An entry as a row refers to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryMention<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it was.
    pub kind: Kind,
    /// The day it happened.
    pub on: Day,
}

/// A duty of the check, as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyRow<'a> {
    /// To whom it is owed.
    pub subject: &'a str,
    /// Under which rule.
    pub rule: RuleIndex,
    /// The entry that started it.
    pub because: EntryMention<'a>,
    /// The day that the period is counted from.
    pub from: Day,
    /// Until when.
    pub due: Due,
    /// How it stands.
    pub state: State,
    /// The entry that discharged it.
    pub met_by: Option<EntryMention<'a>>,
    /// Law or norm.
    pub basis: Basis,
    /// The office that recorded the starting entry; empty where the ledger does not say.
    pub office: &'a str,
    /// Who recorded it, or the officer of the agreement; empty where the ledger does not say.
    pub staff: &'a str,
}

/// A gate of the check, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateRow {
    /// Whose.
    pub subject: String,
    /// Which.
    pub gate: Gate,
    /// The day it opened.
    pub since: Day,
    /// The ids of the entries that show it.
    pub because: Vec<String>,
}

/// A line that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Why, in Chinese.
    pub reason: String,
}
