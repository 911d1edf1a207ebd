//! What a service is: a kind of entry with the form that records it.

use access::Action;
use ledger::Field;
use rules::{Kind, Standing};

use super::codes::Code;

/// A part of the regulation's services, in the order in which a person meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// 登记与分级.
    Registration,
    /// 摸查.
    Survey,
    /// 援助协议与方案.
    Assistance,
    /// 指导培训推荐.
    Guidance,
    /// 跟踪回访.
    FollowUp,
    /// 会诊与公益岗.
    Experts,
    /// 停止与更正.
    Stopping,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 7] = [
        Self::Registration,
        Self::Survey,
        Self::Assistance,
        Self::Guidance,
        Self::FollowUp,
        Self::Experts,
        Self::Stopping,
    ];

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Registration => "登记与分级",
            Self::Survey => "摸查",
            Self::Assistance => "援助协议与方案",
            Self::Guidance => "指导培训推荐",
            Self::FollowUp => "就业与跟踪回访",
            Self::Experts => "会诊与公益岗",
            Self::Stopping => "停止与更正",
        }
    }

    /// Gives the name by which an address leads to it.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Survey => "survey",
            Self::Assistance => "assistance",
            Self::Guidance => "guidance",
            Self::FollowUp => "follow-up",
            Self::Experts => "experts",
            Self::Stopping => "stopping",
        }
    }
}

/// How a question is asked, and where its answer goes.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// One of the ledger's own values.
    Value(Field, &'static [Code]),
    /// One of several texts, kept as it stands.
    Coded(Field, &'static [&'static str]),
    /// Yes or no, in words.
    YesNo(Field, &'static str, &'static str),
    /// A text.
    Text(Field),
    /// A day.
    Day(Field),
    /// The entry that it is about.
    About,
    /// The stage of a training.
    Stage,
    /// Who set it going.
    Initiator,
    /// Whether the person can start work (BJ18-15): recorded as an assessment of its own.
    Readiness,
    /// One of several texts, put in front of the note.
    Noted(&'static str, &'static [&'static str]),
    /// A text, put in front of the note behind the question.
    Written(&'static str),
    /// Records another kind of entry as well, on the same day.
    Alongside(Kind),
}

/// When a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// Where no ledger was opened yet.
    NoLedger,
    /// Where an unemployment registration is in force.
    Unemployed,
}

impl When {
    /// Tells whether it holds.
    #[must_use]
    pub const fn holds(self, standing: &Standing) -> bool {
        match self {
            Self::Always => true,
            Self::NoLedger => !standing.ledger_opened,
            Self::Unemployed => standing.unemployment_registered,
        }
    }
}

/// One question of a form.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// What it asks.
    pub what: What,
    /// What it is called.
    pub label: &'static str,
    /// How to answer.
    pub hint: &'static str,
    /// Whether it must be answered.
    pub is_required: bool,
    /// When it is asked.
    pub when: When,
}

impl Ask {
    /// A question that must be answered.
    #[must_use]
    pub const fn new(what: What, label: &'static str) -> Self {
        Self { what, label, hint: "", is_required: true, when: When::Always }
    }

    /// Lets it be left open.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.is_required = false;
        self
    }

    /// Says how to answer.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// Says when it is asked.
    #[must_use]
    pub const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    /// Gives an answer behind its question, as a note says it.
    #[must_use]
    pub fn with(&self, answer: &str) -> String {
        format!("{} {answer}", self.label)
    }

    /// Gives the name that the answer is sent under.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.what {
            What::Value(field, _)
            | What::Coded(field, _)
            | What::YesNo(field, ..)
            | What::Text(field)
            | What::Day(field) => field.name(),
            What::About => Field::Of.name(),
            What::Stage => Field::Stage.name(),
            What::Initiator => Field::InitiatedBy.name(),
            What::Readiness => Field::Ready.name(),
            What::Noted(name, _) | What::Written(name) => name,
            What::Alongside(kind) => kind.name(),
        }
    }
}

/// A service that can be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// What is recorded.
    pub kind: Kind,
    /// Where it belongs.
    pub section: Section,
    /// What whoever records it must have a right to.
    pub action: Action,
    /// The clause that it carries out.
    pub clause: &'static str,
    /// What it is, in a sentence.
    pub lead: &'static str,
    /// The channel that is filled in; none where it is not asked for.
    pub channel: Option<&'static str>,
    /// What is asked beside day, channel and note.
    pub asks: &'static [Ask],
}
