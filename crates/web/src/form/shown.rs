//! What a form's template asks of it: names of elements, and how they refer to each other.

use super::{Choice, Field, FieldKind, Form, ONCE};

impl Form {
    /// Names the form among those of its page, the same each time it is shown.
    pub(super) fn mark(&self) -> String {
        let unchanging = self.hidden.iter().filter(|(name, _)| name != ONCE);
        let texts = unchanging.flat_map(|(name, value)| [name, value]);
        let mut hash: u32 = 0x811c_9dc5;
        for byte in
            [&self.path, &self.submit].into_iter().chain(texts).flat_map(|text| text.bytes())
        {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        format!("f{:04x}", hash >> 16 ^ hash & 0xffff)
    }
}

impl Field {
    /// The name of the field's element in a form with this mark.
    pub(super) fn id(&self, mark: &str) -> String {
        format!("{mark}-{}", self.name)
    }

    /// Where the summary of problems leads: to what can be typed or chosen first.
    pub(super) fn target(&self, mark: &str) -> String {
        match self.kind {
            FieldKind::One(_) | FieldKind::Any(_) => format!("{mark}-{}-1", self.name),
            _ => self.id(mark),
        }
    }

    /// The attribute that points to hint and problem.
    pub(super) fn told(&self, mark: &str) -> String {
        let id = self.id(mark);
        match (self.hint.is_empty(), self.problem.is_some()) {
            (true, false) => String::new(),
            (false, false) => format!(r#" aria-describedby="{id}-hint""#),
            (true, true) => format!(r#" aria-describedby="{id}-problem""#),
            (false, true) => format!(r#" aria-describedby="{id}-hint {id}-problem""#),
        }
    }

    /// The attributes that say what is asked of the element, what is wrong with it, and where the words are.
    pub(super) fn described(&self, mark: &str) -> String {
        let required = if self.is_required { r#" aria-required="true""# } else { "" };
        let invalid = if self.problem.is_some() { r#" aria-invalid="true""# } else { "" };
        format!("{required}{invalid}{}", self.told(mark))
    }

    /// The answers of a list to open in runs that stand under one heading.
    pub(super) fn runs(&self) -> impl Iterator<Item = (&str, &[Choice])> {
        let choices: &[Choice] = match &self.kind {
            FieldKind::Of(choices) => choices,
            _ => &[],
        };
        let runs = choices.chunk_by(|one, next| one.group == next.group);
        runs.map(|run| (run.first().map_or("", |choice| choice.group.as_str()), run))
    }

    /// Tells whether one of the answers is blank, so that no further one is needed.
    pub(super) fn offers_nothing(&self) -> bool {
        match &self.kind {
            FieldKind::Of(choices) => choices.iter().any(|choice| choice.value.is_empty()),
            _ => false,
        }
    }
}

impl FieldKind {
    /// The word in class names, where the look depends on it.
    pub(super) fn class(&self) -> &'static str {
        match self {
            Self::One(choices) => {
                let letters: usize =
                    choices.iter().map(|choice| choice.label.chars().count()).sum();
                // Each answer has its own frame and knob, as wide as some three letters.
                if letters + 3 * choices.len() <= 14 { "brief" } else { "wide" }
            }
            Self::Lines { .. } => "wide",
            Self::Line { longest, .. } if *longest > 100 => "wide sentence",
            Self::Day => "day",
            Self::Number { .. } => "number",
            Self::File { .. } => "file",
            _ => "line",
        }
    }

    /// The keyboard that a phone shows for a number: the one for digits has no minus.
    pub(super) const fn keyboard(&self) -> &'static str {
        match self {
            Self::Number { least, .. } if *least < 0 => "text",
            _ => "numeric",
        }
    }

    /// How many characters a number between its bounds needs.
    pub(super) fn width(&self) -> usize {
        let Self::Number { least, greatest, .. } = self else { return 0 };
        least.to_string().len().max(greatest.to_string().len()).clamp(3, 12)
    }
}
