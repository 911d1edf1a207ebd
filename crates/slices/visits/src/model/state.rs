//! What becomes of a record.

use store::EntryId;

/// Why a record waits for a person's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitsFor {
    /// The same was recorded otherwise since the list was taken along: a survey, or a follow-up of the same.
    Another,
    /// Whoever made it has no right to the file any more.
    Right,
}
// Before follow-ups were recorded without a network, a survey was all that there could be of it.
store::text_column!(WaitsFor { Another = "survey", Right = "right" });

impl WaitsFor {
    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Another => "清单带走以后，另有一次摸查或回访",
            Self::Right => "记录人已不再负责这位服务对象",
        }
    }
}

/// What a person decides about a record that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It counts as well.
    Also,
    /// It does not count; it is kept.
    Aside,
    /// It counts, and the entry that it contradicts was made in error.
    Corrects(EntryId),
}

/// What was decided, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decided {
    /// It counts as well.
    Also,
    /// It does not count.
    Aside,
    /// It counts in place of another one.
    Corrects,
}
store::text_column!(Decided { Also = "also", Aside = "aside", Corrects = "corrects" });

impl Decided {
    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Also => "两次都记入",
            Self::Aside => "不采用，留存",
            Self::Corrects => "更正原有记录，以这一条为准",
        }
    }
}

impl From<Decision> for Decided {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Also => Self::Also,
            Decision::Aside => Self::Aside,
            Decision::Corrects(_) => Self::Corrects,
        }
    }
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordState {
    /// It stands in the file.
    Stored,
    /// It waits for somebody's decision.
    Waits(WaitsFor),
    /// It was put aside.
    Aside,
}

impl RecordState {
    /// Reads it from what is stored.
    #[must_use]
    pub const fn of(waits_for: Option<WaitsFor>, decided: Option<Decided>) -> Self {
        match (waits_for, decided) {
            (None, _) | (_, Some(Decided::Also | Decided::Corrects)) => Self::Stored,
            (Some(_), Some(Decided::Aside)) => Self::Aside,
            (Some(why), None) => Self::Waits(why),
        }
    }

    /// The word by which a device knows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Waits(_) => "waits",
            Self::Aside => "aside",
        }
    }
}

/// Whose people a list is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Those that the actor answers for.
    Own,
    /// Everybody of the office.
    Office,
}
