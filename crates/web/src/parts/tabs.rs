//! Tabs: views of one thing, each with an address of its own.

use askama::Template;

use super::figures::Figure;

/// One view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// What it is called.
    pub label: String,
    /// Where it is.
    pub path: String,
    /// How many things it holds, where that is worth saying.
    pub count: Option<i64>,
    /// Whether it is the one that is shown.
    pub is_current: bool,
}

/// A row of tabs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "tabs.html")]
pub struct Tabs {
    /// What they are views of, for whoever does not see them.
    pub label: String,
    /// The tabs.
    pub tabs: Vec<Tab>,
}
super::part!(Tabs);
