//! What happens in a life, before it is written down.

use kernel::Day;
use rules::{Circumstance, Initiator, Kind, Stage};

/// Points at an event of the same story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark(pub(crate) u32);

/// The channel through which something happened (rulebook §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    Counter,
    Phone,
    Visit,
    Online,
    Fair,
    Terminal,
}

impl Channel {
    /// Gives the name in the written form.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Phone => "phone",
            Self::Visit => "visit",
            Self::Online => "online",
            Self::Fair => "fair",
            Self::Terminal => "terminal",
        }
    }

    /// Tells whether a machine takes the entry down at once, without any staff.
    pub(crate) const fn is_self_service(self) -> bool {
        matches!(self, Self::Online | Self::Terminal)
    }
}

/// The fields of an entry that its kind asks for (rulebook §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Nothing,
    Reason(&'static str),
    Grade(u8),
    Claim {
        complete: bool,
        promise: bool,
    },
    Group(&'static str),
    Survey(Survey),
    /// An agreement with the person's own officer; whether they kept their part, if it is said.
    Agreement {
        duties_met: Option<bool>,
    },
    Version(u8),
    Readiness(bool),
    Form(&'static str),
    Training {
        scheme: &'static str,
        ends: Day,
    },
    /// The employer to which a person is recommended, by its number.
    Employer(u64),
    Outcome {
        hired: bool,
        own_cause: bool,
    },
    Stage(Stage),
    Promise(bool),
    /// A vacancy of the employer itself, numbered from 1.
    Vacancy(u16),
    /// A fair of the office itself, numbered from 1.
    Fair(u16),
    FairDay {
        fair: u16,
        day: Day,
    },
}

/// What a survey found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Survey {
    pub(crate) willing: bool,
    pub(crate) registers: bool,
    pub(crate) circumstance: Circumstance,
    /// Why not, or nothing.
    pub(crate) reason: &'static str,
}

/// One thing that happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) kind: Kind,
    pub(crate) on: Day,
    pub(crate) content: Content,
    pub(crate) of: Option<Mark>,
    pub(crate) channel: Option<Channel>,
    /// Who set it going, where that is not as usual for the kind.
    pub(crate) initiator: Option<Initiator>,
    /// A remark, or nothing.
    pub(crate) note: &'static str,
    /// The day it was written down, where that is known to be later.
    pub(crate) recorded: Day,
}

impl Event {
    /// Something that happened and was written down on a day.
    pub(crate) const fn new(kind: Kind, on: Day) -> Self {
        Self {
            kind,
            on,
            content: Content::Nothing,
            of: None,
            channel: None,
            initiator: None,
            note: "",
            recorded: on,
        }
    }

    pub(crate) const fn with(mut self, content: Content) -> Self {
        self.content = content;
        self
    }

    pub(crate) const fn about(mut self, of: Mark) -> Self {
        self.of = Some(of);
        self
    }

    pub(crate) const fn through(mut self, channel: Channel) -> Self {
        self.channel = Some(channel);
        self
    }

    pub(crate) const fn initiated_by(mut self, initiator: Initiator) -> Self {
        self.initiator = Some(initiator);
        self
    }

    pub(crate) const fn noting(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    pub(crate) const fn recorded_on(mut self, day: Day) -> Self {
        self.recorded = day;
        self
    }

    /// Tells whether the subject set it going.
    pub(crate) fn is_by_subject(&self) -> bool {
        self.initiator.unwrap_or(self.kind.default_initiator()) == Initiator::Subject
    }
}
