//! Tiles: the few figures that matter, each leading to what it counts.

use askama::Template;

use crate::page::Tone;

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// What is counted.
    pub label: String,
    /// The figure.
    pub figure: String,
    /// A few words beneath.
    pub beneath: String,
    /// How it is meant.
    pub tone: Tone,
    /// Where what it counts is listed.
    pub path: Option<String>,
    /// Whether it is the one that is listed below.
    pub is_current: bool,
}

impl Tile {
    /// A figure.
    pub fn new(label: impl Into<String>, figure: impl std::fmt::Display, tone: Tone) -> Self {
        Self {
            label: label.into(),
            figure: figure.to_string(),
            beneath: String::new(),
            tone,
            path: None,
            is_current: false,
        }
    }

    /// Says where what it counts is listed.
    #[must_use]
    pub fn leads_to(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds a few words beneath.
    #[must_use]
    pub fn beneath(mut self, words: impl Into<String>) -> Self {
        self.beneath = words.into();
        self
    }
}

/// A row of figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "tiles.html")]
pub struct Tiles(pub Vec<Tile>);
super::part!(Tiles);
