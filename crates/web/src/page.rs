//! A page and the shell around it.

use access::{Absent, Action, Actor};
use askama::Template;
use axum::response::Html;

use crate::assets;
use crate::cited;
use crate::kit::NavigationItem;
use crate::parts::{Jumps, Part};
use crate::place::path_in_place;
use crate::visit::Visit;

/// How something is meant: for badges, notices, bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing in particular.
    Plain,
    /// Something to know.
    Note,
    /// Something done, in time.
    Good,
    /// Something that comes near.
    Soon,
    /// Something late or refused.
    Late,
}

impl Tone {
    /// The word in class names.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Note => "note",
            Self::Good => "good",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }

    /// The word for whoever does not see the colour and the sign; none for nothing in particular.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Note => "留意",
            Self::Good => "办妥",
            Self::Soon => "临近",
            Self::Late => "要紧",
        }
    }
}

/// A sentence at the top of a page, or between its parts.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "notice.html")]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub words: String,
}

crate::parts::part!(Notice);

impl Notice {
    /// The word before the sentence for whoever does not see its colour and sign.
    const fn heard(&self) -> &'static str {
        match self.tone {
            Tone::Late => "没有办成",
            Tone::Soon => "请留意",
            Tone::Good => "已办好",
            Tone::Note | Tone::Plain => "提示",
        }
    }

    /// Says what was done.
    pub fn done(words: impl Into<String>) -> Self {
        Self { tone: Tone::Good, words: words.into() }
    }

    /// Says what is worth knowing.
    pub fn note(words: impl Into<String>) -> Self {
        Self { tone: Tone::Note, words: words.into() }
    }

    /// Says what must be looked at soon.
    pub fn soon(words: impl Into<String>) -> Self {
        Self { tone: Tone::Soon, words: words.into() }
    }

    /// Says why something did not happen.
    pub fn stop(words: impl Into<String>) -> Self {
        Self { tone: Tone::Late, words: words.into() }
    }
}

/// Words alone say what was done.
impl From<&str> for Notice {
    fn from(words: &str) -> Self {
        Self::done(words)
    }
}

impl From<&String> for Notice {
    fn from(words: &String) -> Self {
        Self::done(words)
    }
}

/// A step of the way to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub path: String,
}

/// The content of a page.
#[derive(Default)]
pub struct Page {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) tools: Vec<crate::parts::Button>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) jumps: Option<Jumps>,
    pub(crate) body: Vec<String>,
    pub(crate) aside: Vec<String>,
    pub(crate) section: Option<&'static str>,
    pub(crate) sought: String,
    pub(crate) is_printed: bool,
}

impl Page {
    /// Starts a page with its title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds a sentence beneath the title.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Adds a step of the way here.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), path: path.into() });
        self
    }

    /// Adds a button beside the title.
    #[must_use]
    pub fn tool(mut self, button: crate::parts::Button) -> Self {
        self.tools.push(button);
        self
    }

    /// Adds a sentence at the top.
    #[must_use]
    pub fn notice(mut self, notice: Notice) -> Self {
        self.notices.push(notice);
        self
    }

    /// Adds jumps to the places of a long page; they stay in sight while it is read.
    #[must_use]
    pub fn jumps(mut self, jumps: Jumps) -> Self {
        self.jumps = Some(jumps);
        self
    }

    /// Adds a part to the main column.
    #[must_use]
    pub fn part(mut self, part: &impl Part) -> Self {
        self.body.push(part.html());
        self
    }

    /// Adds a part beside the main column; on a phone it comes after it.
    #[must_use]
    pub fn aside(mut self, part: &impl Part) -> Self {
        self.aside.push(part.html());
        self
    }

    /// Says how it is printed, for a page that is made to be paper; with a script a button does it. None of that is
    /// printed itself.
    #[must_use]
    pub const fn printed(mut self) -> Self {
        self.is_printed = true;
        self
    }

    /// Leaves in the search box what was searched for.
    #[must_use]
    pub fn sought(mut self, words: impl Into<String>) -> Self {
        self.sought = words.into();
        self
    }

    /// Says which entry of the navigation the page belongs to, by its path.
    #[must_use]
    pub const fn section(mut self, path: &'static str) -> Self {
        self.section = Some(path);
        self
    }
}

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'p> {
    page: &'p Page,
    actor: Option<&'p Actor>,
    place: Option<&'p Absent>,
    navigation: Vec<&'p NavigationItem>,
    notices: Vec<&'p Notice>,
    banner: &'p str,
    large_text: bool,
    may_find: bool,
    path: &'p str,
    style: &'static str,
    script: &'static str,
    icon: &'static str,
}

/// Puts a page into its shell for somebody who is signed in.
pub(crate) fn shell(visit: &Visit, page: &Page) -> Html<String> {
    let done = &visit.done;
    let navigation =
        visit.kit.navigation.iter().filter(|item| visit.actor.may_ever(item.action)).collect();
    render(&Shell {
        page,
        actor: Some(&visit.actor),
        place: visit.actor.places.taken.as_ref(),
        navigation,
        notices: done.iter().chain(&page.notices).collect(),
        banner: visit.kit.banner.as_deref().unwrap_or_default(),
        large_text: visit.large_text,
        may_find: visit.actor.may_ever(Action::FindPerson),
        path: &path_in_place(&visit.actor, &visit.path),
        style: assets::style(),
        script: assets::script(),
        icon: assets::icon(),
    })
}

/// Puts a page into the shell for nobody in particular: signing in, problems.
pub fn bare(page: &Page) -> Html<String> {
    bare_for(page, false)
}

/// The same for a browser that may have asked for large text ([`crate::wants_large_text`]).
pub fn bare_for(page: &Page, large_text: bool) -> Html<String> {
    render(&Shell {
        page,
        actor: None,
        place: None,
        navigation: Vec::new(),
        notices: page.notices.iter().collect(),
        banner: "",
        large_text,
        may_find: false,
        path: "/",
        style: assets::style(),
        script: assets::script(),
        icon: assets::icon(),
    })
}

/// Writes a template, with every clause worded as users read it; writing to memory does not fail.
fn render(template: &impl Template) -> Html<String> {
    Html(cited::page(template.render().unwrap_or_default()))
}
