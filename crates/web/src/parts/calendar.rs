//! A choice of times: days side by side, each with its free times.

use askama::Template;
use kernel::Day;

/// One time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What it says, such as 09:30.
    pub label: String,
    /// The value it is chosen by; none if it is taken.
    pub value: Option<String>,
    /// Why it cannot be chosen, or who has it.
    pub beneath: String,
}

/// The times of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotDay {
    /// The day.
    pub day: Day,
    /// A few words, such as 休息日.
    pub words: String,
    /// The times.
    pub slots: Vec<Slot>,
}

/// Times to choose from; stands inside a form, which sends the chosen value under `name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "slots.html")]
pub struct Slots {
    /// The name that the value is sent under.
    pub name: String,
    /// The value that is chosen now.
    pub chosen: String,
    /// The days.
    pub days: Vec<SlotDay>,
}
super::part!(Slots);
