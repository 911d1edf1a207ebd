//! A timeline: what happened, latest first.

use askama::Template;
use kernel::Day;

use super::Button;
use crate::page::Tone;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The name by which an address leads here.
    pub mark: String,
    /// When.
    pub day: Day,
    /// What.
    pub title: String,
    /// What more is known, a line each.
    pub lines: Vec<String>,
    /// Who, where, how, in small letters.
    pub beneath: String,
    /// How it is meant.
    pub tone: Tone,
    /// Struck through, because it was made in error.
    pub is_struck: bool,
    /// What can be done with it.
    pub buttons: Vec<Button>,
}

/// What happened, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "timeline.html")]
pub struct Timeline {
    /// The moments, latest first.
    pub moments: Vec<Moment>,
    /// What stands here when nothing has happened.
    pub empty: String,
}
super::part!(Timeline);
