//! Buttons: links that lead somewhere, and small forms that do something.

use askama::Template;

use crate::form::BACK;

/// A link or a small form of one button.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "button.html")]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Where it leads, or what it posts to.
    pub path: String,
    /// What is posted along; nothing for a link.
    pub posts: Option<Vec<(String, String)>>,
    /// The one that most will want.
    pub is_main: bool,
    /// What a reader of the screen hears in place of the label, when it needs to know of what.
    pub spoken: Option<String>,
    /// Leads to something that the browser saves.
    pub downloads: bool,
    /// Opens beside this page, in a tab of its own, so that what was typed here stays.
    pub opens_beside: bool,
}
super::part!(Button);

impl Button {
    /// A link.
    pub fn link(label: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            path: path.into(),
            posts: None,
            is_main: false,
            spoken: None,
            downloads: false,
            opens_beside: false,
        }
    }

    /// A small form that posts these values.
    pub fn post(
        label: impl Into<String>,
        path: impl Into<String>,
        values: &[(&str, &str)],
    ) -> Self {
        let values =
            values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { posts: Some(values), ..Self::link(label, path) }
    }

    /// Makes it the one that most will want.
    #[must_use]
    pub const fn main(mut self) -> Self {
        self.is_main = true;
        self
    }

    /// Makes it lead to something that the browser saves.
    #[must_use]
    pub const fn download(mut self) -> Self {
        self.downloads = true;
        self
    }

    /// Makes it open beside this page, in a tab of its own. The label should say so.
    #[must_use]
    pub const fn beside(mut self) -> Self {
        self.opens_beside = true;
        self
    }

    /// Leads back here once what it leads to is done. `here` is a path of ours.
    #[must_use]
    pub fn returning(mut self, here: &str) -> Self {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        let here: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        self.path = format!("{}{mark}{BACK}={here}", self.path);
        self
    }

    /// Says of what, to whoever does not see the row.
    #[must_use]
    pub fn spoken(mut self, words: impl Into<String>) -> Self {
        self.spoken = Some(words.into());
        self
    }

    /// What a reader of the screen hears. It holds the label, so that whoever steers by voice can say it.
    fn heard(&self) -> Option<String> {
        let spoken = self.spoken.as_ref()?;
        if spoken.contains(&self.label) {
            Some(spoken.clone())
        } else {
            Some(format!("{}：{spoken}", self.label))
        }
    }
}

/// Buttons side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "buttons.html")]
pub struct Buttons(pub Vec<Button>);
super::part!(Buttons);
