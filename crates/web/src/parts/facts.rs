//! Facts: what is known, name by name.

use askama::Template;

use super::table::Cell;

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What is known.
    pub value: Cell,
}

/// A list of facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "facts.html")]
pub struct Facts {
    /// Its heading; none if empty.
    pub heading: String,
    /// The facts.
    pub facts: Vec<Fact>,
}
super::part!(Facts);

impl Facts {
    /// Starts a list; with an empty heading it has none.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), facts: Vec::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: Cell) -> Self {
        self.facts.push(Fact { name: name.into(), value });
        self
    }

    /// Adds a fact in words; a dash where there is none.
    #[must_use]
    pub fn words(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        self.fact(name, if value.is_empty() { Cell::Nothing } else { Cell::Text(value) })
    }
}
