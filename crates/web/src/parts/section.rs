//! Sections, sentences, steps.

use askama::Template;

use super::Part;

/// A part of a page with a heading of its own.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "section.html")]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The name by which an address leads here.
    pub mark: String,
    /// A sentence beneath the heading.
    pub lead: String,
    /// A few words beside the heading, such as the clause that asks for the section.
    pub beside: String,
    /// Whether it opens on demand.
    pub is_folded: bool,
    /// Whether a jump leads to its heading, which then takes the focus.
    pub is_landing: bool,
    /// What stands in it.
    pub body: Vec<String>,
}
super::part!(Section, Prose, Steps);

impl Section {
    /// Starts a section; `mark` is the name by which an address leads here.
    pub fn new(heading: impl Into<String>, mark: impl Into<String>) -> Self {
        Self { heading: heading.into(), mark: mark.into(), ..Self::default() }
    }

    /// Adds a sentence beneath the heading.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Adds a few words beside the heading; a section that is folded has none.
    #[must_use]
    pub fn beside(mut self, words: impl Into<String>) -> Self {
        self.beside = words.into();
        self
    }

    /// Lets a jump lead to its heading, whose name is the section's with `-heading` behind it.
    #[must_use]
    pub const fn landing(mut self) -> Self {
        self.is_landing = true;
        self
    }

    /// Lets it open on demand.
    #[must_use]
    pub const fn folded(mut self) -> Self {
        self.is_folded = true;
        self
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, part: &impl Part) -> Self {
        self.body.push(part.html());
        self
    }
}

/// Sentences, one paragraph each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "prose.html")]
pub struct Prose(pub Vec<String>);

impl Prose {
    /// One paragraph.
    pub fn new(words: impl Into<String>) -> Self {
        Self(vec![words.into()])
    }
}

/// The steps of a way, with the one where one stands.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "steps.html")]
pub struct Steps {
    /// What each step is called.
    pub labels: Vec<String>,
    /// Which one is current, counted from 0.
    pub current: usize,
}
