//! A task: the one thing to do next, by when, on what ground, and the button that does it.

use askama::Template;
use kernel::Day;

use super::table::Cell;
use super::{Button, Part};
use crate::page::Tone;

/// The one thing to do next.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "task.html")]
pub struct Task {
    /// How near or late it is.
    pub tone: Tone,
    /// What is to be done.
    pub what: String,
    /// Until when, where there is a day.
    pub due: Option<Day>,
    /// How near that is, in words; blank where there is no day.
    pub near: String,
    /// The clause that asks for it; a link where more can be read.
    pub basis: Cell,
    /// What does it, for whoever may.
    pub button: Option<Button>,
}
super::part!(Task);

/// What is there already, and more of it on demand: without a script, and where a browser prints or searches.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "rest.html")]
pub struct Rest {
    /// How much there is, such as 全部 38 条.
    pub words: String,
    /// Of what, for whoever does not see where it stands.
    pub of: String,
    /// The rest.
    pub body: String,
}
super::part!(Rest);

impl Rest {
    /// Folds a part away.
    pub fn new(words: impl Into<String>, of: impl Into<String>, part: &impl Part) -> Self {
        Self { words: words.into(), of: of.into(), body: part.html() }
    }
}
