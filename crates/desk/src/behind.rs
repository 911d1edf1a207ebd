//! What stands behind an entry of the ledger, and goes with it when the entry is taken back.

use store::{ActorId, EntryId};

/// What a slice keeps that stands behind an entry of the ledger, for whoever says that the entry was made in error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Everybody who had a part in it, beside whoever recorded the entry: none of them takes it back.
    pub parts: Vec<ActorId>,
    /// What has come of it outside of the ledger, such as a letter, in words that follow 这一条; blank where nothing has.
    pub came_of_it: String,
    /// The entries that go with it: they mean nothing without it, nor it without them.
    pub along: Vec<EntryId>,
    /// What else taking it back does, in a sentence; blank for nothing.
    pub does: String,
    /// Where what helps is done, where a correction is not what helps.
    pub instead: Option<Instead>,
}

/// What is done where a correction is not what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// Why, what helps, and by which article.
    pub words: String,
    /// What doing it is called.
    pub label: &'static str,
    /// Where it is done.
    pub path: String,
}
