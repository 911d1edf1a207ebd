//! Forms: declared once, and from that shown, read, and shown again with everything typed.

mod doubt;
mod field;
mod read;
mod shown;
mod span;

use askama::Template;

use crate::submitted::Submitted;

pub use doubt::{Doubt, SURE, Usual, day_in_words};
pub use field::{Choice, Field, FieldKind};

/// Some fields under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The heading; none if empty.
    pub heading: String,
    /// A sentence beneath.
    pub lead: String,
    /// The fields.
    pub fields: Vec<Field>,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "form.html")]
pub struct Form {
    /// Where it is sent.
    pub path: String,
    /// Asks without changing anything: the values stand in the address.
    pub asks: bool,
    /// What is asked for goes in the body, since it must not stand in an address.
    pub is_discreet: bool,
    /// What the button says.
    pub submit: String,
    /// Further buttons that send the form too, by the names that say which was pressed; what each says. The first
    /// button stays the one that the keyboard presses.
    pub also: Vec<(&'static str, String)>,
    /// Where giving up leads.
    pub cancel: Option<String>,
    /// The fields in groups.
    pub groups: Vec<Group>,
    /// Values that go along unseen.
    pub hidden: Vec<(String, String)>,
    /// What is wrong with the form as a whole.
    pub problems: Vec<String>,
    /// Fields side by side in one line, as for a filter.
    pub is_compact: bool,
    /// What was asked back about and is meant, as it was sent ([`SURE`]).
    pub sure: Vec<String>,
}
crate::parts::part!(Form);

/// The name under which the key goes along that makes sure of "once".
pub const ONCE: &str = "_once";

/// The name under which goes along where the reader came from, and wants to be again once it is done.
pub const BACK: &str = "_back";

/// Gives where the reader came from, if it is a place of ours.
pub(crate) fn back_of(from: &Submitted) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_?=&#.,%".contains(&byte);
    from.text(BACK).filter(|path| {
        path.starts_with('/') && !path.starts_with("//") && path.bytes().all(is_plain)
    })
}

/// Tells whether a text can be such a key: what a page of ours gives, or a device makes, and not a book.
pub(crate) fn is_key(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl Form {
    /// Starts a form that changes something. `once` is a fresh [`crate::Visit::once_key`], kept when the form
    /// comes back.
    pub fn new(
        path: impl Into<String>,
        submit: impl Into<String>,
        once: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            asks: false,
            is_discreet: false,
            submit: submit.into(),
            also: Vec::new(),
            cancel: None,
            groups: Vec::new(),
            hidden: vec![(ONCE.to_owned(), once.into())],
            problems: Vec::new(),
            is_compact: false,
            sure: Vec::new(),
        }
    }

    /// Starts a form that only asks: a search, a filter.
    pub fn asking(path: impl Into<String>, submit: impl Into<String>) -> Self {
        Self { asks: true, hidden: Vec::new(), is_compact: true, ..Self::new(path, submit, "") }
    }

    /// Starts a form that only asks, for what must not stand in an address, such as a name: it is posted.
    pub fn asking_discreetly(path: impl Into<String>, submit: impl Into<String>) -> Self {
        Self { is_discreet: true, ..Self::asking(path, submit) }
    }

    /// Starts a group of fields.
    #[must_use]
    pub fn group(mut self, heading: impl Into<String>, lead: impl Into<String>) -> Self {
        self.groups.push(Group { heading: heading.into(), lead: lead.into(), fields: Vec::new() });
        self
    }

    /// Adds a field to the last group.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        if self.groups.is_empty() {
            self = self.group("", "");
        }
        if let Some(group) = self.groups.last_mut() {
            group.fields.push(field);
        }
        self
    }

    /// Adds a value that goes along unseen.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// Takes along where the reader came from, out of the address or out of the form that was sent, and leads
    /// there when it is given up. Whoever came from a list goes on with the next of it.
    #[must_use]
    pub fn returning(mut self, from: &Submitted) -> Self {
        if let Some(path) = back_of(from) {
            self.cancel = Some(path.to_owned());
            self.hidden.push((BACK.to_owned(), path.to_owned()));
        }
        self
    }

    /// Tells whether the reader came from a list.
    pub(crate) fn returns(&self) -> bool {
        self.hidden.iter().any(|(name, _)| name == BACK)
    }

    /// Adds a button that sends the form, too, such as one that asks for another row. What was sent with it has
    /// its name.
    #[must_use]
    pub fn also(mut self, name: &'static str, label: impl Into<String>) -> Self {
        self.also.push((name, label.into()));
        self
    }

    /// Says where giving up leads.
    #[must_use]
    pub fn cancel(mut self, path: impl Into<String>) -> Self {
        self.cancel = Some(path.into());
        self
    }

    /// Tells whether a file can be chosen in it.
    #[must_use]
    pub fn has_file(&self) -> bool {
        self.fields().any(|field| matches!(field.kind, FieldKind::File { .. }))
    }

    /// Gives the fields.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.groups.iter().flat_map(|group| &group.fields)
    }

    /// Gives the fields that something is wrong with.
    pub fn faulty(&self) -> impl Iterator<Item = &Field> {
        self.fields().filter(|field| field.problem.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(path: &str) -> Option<String> {
        let mut sent = Submitted::default();
        sent.put(BACK, path);
        back_of(&sent).map(str::to_owned)
    }

    /// Nobody is led away from here by an address that somebody else wrote.
    #[test]
    fn only_a_place_of_ours_is_gone_back_to() {
        for ours in
            ["/today#next", "/today/office/list?rule=BJ18-12&after=2026-03-02,x", "/people/0190-ab"]
        {
            assert_eq!(back(ours).as_deref(), Some(ours));
        }
        for other in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:0",
            "/a\r\nb",
            "/a b",
            "today",
        ] {
            assert_eq!(back(other), None, "{other}");
        }
    }

    #[test]
    fn a_form_that_was_reached_from_a_list_says_so_when_it_comes_back_and_when_it_is_given_up() {
        let mut sent = Submitted::default();
        sent.put(BACK, "/today#next");
        let form = Form::new("/here", "记录", "k1").cancel("/file").returning(&sent);
        assert_eq!(form.cancel.as_deref(), Some("/today#next"));
        assert!(form.hidden.contains(&(BACK.to_owned(), "/today#next".to_owned())));
        let straight =
            Form::new("/here", "记录", "k1").cancel("/file").returning(&Submitted::default());
        assert_eq!(straight.cancel.as_deref(), Some("/file"));
        assert!(!straight.returns());
    }
}
