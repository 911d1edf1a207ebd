//! Something that happened to a subject, as it is recorded at a desk.

use kernel::Day;
use ledger::Field;
use rules::{Initiator, Kind};
use serde_json::Value;
use store::EntryId;
use store::ledger::Channel;

use super::written::Written;

/// Something that happened to a subject, about to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// What.
    pub kind: Kind,
    /// The day it happened.
    pub on: Day,
    /// Through which channel.
    pub channel: Option<Channel>,
    /// Who set it going, where it is not who it usually is.
    pub initiated_by: Option<Initiator>,
    /// The entry that it is about.
    pub of: Option<EntryId>,
    /// What the ledger keeps of such an entry.
    pub fields: Vec<(Field, Value)>,
}

impl Happening {
    /// Starts with what and when.
    #[must_use]
    pub const fn new(kind: Kind, on: Day) -> Self {
        Self { kind, on, channel: None, initiated_by: None, of: None, fields: Vec::new() }
    }

    /// Reads a line of the written ledger. `entry_of` gives the stored entry that an id of the ledger stands
    /// for. Who recorded it is left out: whoever records it now stands beside it.
    #[must_use]
    pub fn of_line(line: &str, entry_of: impl Fn(&str) -> Option<EntryId>) -> Option<Self> {
        let written = Written::of_line(line)?;
        let on = written.text(Field::On)?.parse().ok()?;
        let mut happening = Self::new(written.kind()?, on);
        for (field, value) in written.fields() {
            match field {
                Field::Id
                | Field::Subject
                | Field::Kind
                | Field::On
                | Field::Office
                | Field::Staff => {}
                Field::Of => happening.of = Some(entry_of(value.as_str()?)?),
                Field::Channel => happening.channel = value.as_str().and_then(channel_named),
                Field::InitiatedBy => {
                    happening.initiated_by = match value.as_str() {
                        Some("subject") => Some(Initiator::Subject),
                        _ => Some(Initiator::Agency),
                    };
                }
                _ => happening.fields.push((field, value.clone())),
            }
        }
        Some(happening)
    }

    /// Says through which channel.
    #[must_use]
    pub const fn through(mut self, channel: Channel) -> Self {
        self.channel = Some(channel);
        self
    }

    /// Says who set it going.
    #[must_use]
    pub const fn initiated_by(mut self, initiator: Initiator) -> Self {
        self.initiated_by = Some(initiator);
        self
    }

    /// Says which entry it is about.
    #[must_use]
    pub const fn about(mut self, entry: EntryId) -> Self {
        self.of = Some(entry);
        self
    }

    /// Adds a text; an empty one is left out.
    #[must_use]
    pub fn text(mut self, field: Field, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.fields.push((field, Value::String(text)));
        }
        self
    }

    /// Adds a yes or no.
    #[must_use]
    pub fn flag(mut self, field: Field, flag: bool) -> Self {
        self.fields.push((field, Value::Bool(flag)));
        self
    }

    /// Adds a whole number.
    #[must_use]
    pub fn number(mut self, field: Field, number: u64) -> Self {
        self.fields.push((field, Value::from(number)));
        self
    }

    /// Adds a day.
    #[must_use]
    pub fn day(self, field: Field, day: Day) -> Self {
        self.text(field, day.to_string())
    }
}

/// The channel of a text, where it is one of the rulebook's.
pub(crate) fn channel_named(text: &str) -> Option<Channel> {
    [
        Channel::Counter,
        Channel::Phone,
        Channel::Visit,
        Channel::Online,
        Channel::Fair,
        Channel::Terminal,
    ]
    .into_iter()
    .find(|channel| channel.text() == text)
}
