//! Passages that an address leads to, one below the other.

use askama::Template;

/// A passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The name by which an address leads here.
    pub mark: String,
    /// What it is called.
    pub heading: String,
    /// What it says.
    pub words: String,
}

/// Passages, such as the clauses of a regulation; the one that was asked for stands out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "passages.html")]
pub struct Passages(pub Vec<Passage>);
super::part!(Passages);
