//! Jumps: what a long page holds, each with how much, and the way there; in sight while the page is read.

use askama::Template;

use super::figures::Figure;

/// A place on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// What stands there.
    pub label: String,
    /// The name of what is jumped to: a heading that takes the focus.
    pub mark: String,
    /// How many things stand there, where that is worth saying.
    pub count: Option<i64>,
    /// The key that jumps there, from 0 to 9, where one does.
    pub digit: Option<u8>,
}

/// The places of a long page, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "jumps.html")]
pub struct Jumps {
    /// What they are places of, for whoever does not see them.
    pub label: String,
    /// The places.
    pub jumps: Vec<Jump>,
}
super::part!(Jumps);

impl Jumps {
    /// Tells whether a key jumps somewhere.
    pub(crate) fn has_keys(&self) -> bool {
        self.jumps.iter().any(|jump| jump.digit.is_some())
    }
}
