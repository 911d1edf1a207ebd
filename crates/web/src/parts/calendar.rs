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

impl SlotDay {
    /// The day of the week in words.
    const fn weekday(&self) -> &'static str {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][self.day.weekday() as usize - 1]
    }

    /// Month and day, such as 11-23.
    fn short(&self) -> String {
        let (_, month, day) = self.day.parts();
        format!("{month:02}-{day:02}")
    }
}
