//! What is kept of a recommendation or a placement beside its entry.

use serde::{Deserialize, Serialize};

/// What a document belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// 推荐.
    Recommended,
    /// 安置.
    Placed,
}
store::text_column!(Purpose { Recommended = "recommended", Placed = "placed" });

impl Purpose {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Recommended => "推荐公益性岗位",
            Self::Placed => "安置公益性岗位",
        }
    }
}

/// What lies under seal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The hours of work, in words.
    pub hours: String,
    /// The pay, in words.
    pub pay: String,
    /// Why this post for this person.
    pub why: String,
}
