//! The fields of a form.

use super::Doubt;

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it stands under in a list to open, together with its neighbours of the same; nothing if empty.
    pub group: String,
}

impl Choice {
    /// An answer.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), group: String::new() }
    }

    /// Puts it under a heading, in a list to open.
    #[must_use]
    pub fn under(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text. `keyboard` is what a phone shows: `text`, `numeric`, `tel`, `search`.
    Line {
        /// The keyboard that a phone shows.
        keyboard: &'static str,
        /// What the browser may fill in; `off` for other people's particulars.
        autocomplete: &'static str,
        /// How many characters at most.
        longest: usize,
        /// What is offered while typing.
        suggestions: Vec<Choice>,
    },
    /// A password.
    Secret {
        /// `current-password` or `new-password`.
        autocomplete: &'static str,
    },
    /// Several lines of text.
    Lines {
        /// How many characters at most.
        longest: usize,
    },
    /// A day.
    Day,
    /// A whole number between two bounds.
    Number {
        /// The least.
        least: i64,
        /// The greatest.
        greatest: i64,
        /// What is counted, behind the field.
        unit: &'static str,
    },
    /// One of a few answers, all seen.
    One(Vec<Choice>),
    /// One of many answers, in a list to open.
    Of(Vec<Choice>),
    /// Any of some answers.
    Any(Vec<Choice>),
    /// Yes or no.
    Flag,
    /// A file.
    File {
        /// The kinds of file, such as `.xlsx,.csv`.
        accepts: &'static str,
    },
    /// Something that a part shows, such as times to choose from.
    Shown(String),
}

/// A field: what is asked, what was typed, what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name that it is sent under.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// How to fill it in, beneath the label.
    pub hint: String,
    /// What is asked for.
    pub kind: FieldKind,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// What was typed, as it was typed.
    pub values: Vec<String>,
    /// What is wrong with that and what would be right.
    pub problem: Option<String>,
    /// What is asked back about it, though it may be right.
    pub doubt: Option<Doubt>,
    /// Whether the keyboard starts in it; only a line, a day or a number can.
    pub takes_focus: bool,
}

impl Field {
    fn new(name: &'static str, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name,
            label: label.into(),
            hint: String::new(),
            kind,
            is_required: false,
            values: Vec::new(),
            problem: None,
            doubt: None,
            takes_focus: false,
        }
    }

    /// A line of text of at most 100 characters.
    pub fn line(name: &'static str, label: impl Into<String>) -> Self {
        let kind = FieldKind::Line {
            keyboard: "text",
            autocomplete: "off",
            longest: 100,
            suggestions: Vec::new(),
        };
        Self::new(name, label, kind)
    }

    /// A sentence of at most 200 characters, across the whole form so that all of it is seen.
    pub fn sentence(name: &'static str, label: impl Into<String>) -> Self {
        let kind = FieldKind::Line {
            keyboard: "text",
            autocomplete: "off",
            longest: 200,
            suggestions: Vec::new(),
        };
        Self::new(name, label, kind)
    }

    /// A line of digits, such as a phone number.
    pub fn digits(name: &'static str, label: impl Into<String>) -> Self {
        Self::line(name, label).keyboard("tel")
    }

    /// A password.
    pub fn secret(name: &'static str, label: impl Into<String>, is_new: bool) -> Self {
        let autocomplete = if is_new { "new-password" } else { "current-password" };
        Self::new(name, label, FieldKind::Secret { autocomplete })
    }

    /// Several lines of at most 2,000 characters.
    pub fn lines(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, FieldKind::Lines { longest: 2_000 })
    }

    /// A day.
    pub fn day(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, FieldKind::Day)
    }

    /// A whole number between two bounds, both allowed.
    pub fn number(
        name: &'static str,
        label: impl Into<String>,
        (least, greatest): (i64, i64),
        unit: &'static str,
    ) -> Self {
        Self::new(name, label, FieldKind::Number { least, greatest, unit })
    }

    /// One of a few answers.
    pub fn one(name: &'static str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, FieldKind::One(choices))
    }

    /// One of many answers.
    pub fn of(name: &'static str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, FieldKind::Of(choices))
    }

    /// Any of some answers.
    pub fn any(name: &'static str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, FieldKind::Any(choices))
    }

    /// Yes or no.
    pub fn flag(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, FieldKind::Flag)
    }

    /// A file.
    pub fn file(name: &'static str, label: impl Into<String>, accepts: &'static str) -> Self {
        Self::new(name, label, FieldKind::File { accepts })
    }

    /// A field that a part shows.
    pub fn shown(
        name: &'static str,
        label: impl Into<String>,
        part: &impl crate::parts::Part,
    ) -> Self {
        Self::new(name, label, FieldKind::Shown(part.html()))
    }

    /// Sets which keyboard a phone shows.
    #[must_use]
    pub fn keyboard(mut self, wanted: &'static str) -> Self {
        if let FieldKind::Line { keyboard, .. } = &mut self.kind {
            *keyboard = wanted;
        }
        self
    }

    /// Lets the browser fill it in.
    #[must_use]
    pub fn autocomplete(mut self, wanted: &'static str) -> Self {
        if let FieldKind::Line { autocomplete, .. } = &mut self.kind {
            *autocomplete = wanted;
        }
        self
    }

    /// Offers answers while typing; others may be typed too.
    #[must_use]
    pub fn suggest(mut self, choices: Vec<Choice>) -> Self {
        if let FieldKind::Line { suggestions, .. } = &mut self.kind {
            *suggestions = choices;
        }
        self
    }

    /// Makes it a field that must be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Says how to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Fills it in.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Gives the first thing typed, or nothing.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    /// Tells whether an answer is chosen.
    #[must_use]
    pub fn has(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }
}
