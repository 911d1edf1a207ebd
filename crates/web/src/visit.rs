//! A request as a handler meets it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use access::{Action, Actor, Denied, Relation};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Day;
use store::Instant;

use crate::door::{cookie, cookie_value};
use crate::form::back_of;
use crate::kit::Kit;
use crate::page::{Notice, Page, Tone, shell};
use crate::problem::Problem;
use crate::submitted::Submitted;

/// The cookie that asks for large text.
pub const LARGE_TEXT_COOKIE: &str = "leye_large";

/// The cookie that says what was done.
const DONE_COOKIE: &str = "leye_done";

/// A request of somebody who is signed in, and what their page needs to know.
#[derive(Clone)]
pub struct Visit {
    /// Who.
    pub actor: Actor,
    /// When.
    pub now: Instant,
    /// The civil day at UTC+8.
    pub today: Day,
    /// The path that was asked for, with its query.
    pub path: String,
    pub(crate) kit: Kit,
    pub(crate) large_text: bool,
    /// What was done a moment ago, to be said once.
    pub(crate) done: Option<Notice>,
    /// What this request asks for had been done before.
    repeats: Arc<AtomicBool>,
}

/// What stands behind the words of something that had been done before.
const REPEATED: &str = "（这一步刚才已经办过，没有重复办理）";

/// Gives the civil day at UTC+8 of an instant.
#[must_use]
pub fn day_of(instant: Instant) -> Day {
    let days = (instant.micros() + 8 * 3_600_000_000).div_euclid(86_400_000_000);
    Day::from_number(i32::try_from(days).unwrap_or(i32::MAX))
}

/// Tells whether a browser asked for large text.
#[must_use]
pub fn wants_large_text(headers: &HeaderMap) -> bool {
    cookie_value(headers, LARGE_TEXT_COOKIE).is_some()
}

/// Writes an instant as day and time of day at UTC+8, to the minute.
#[must_use]
pub fn minute_of(instant: Instant) -> String {
    let minutes = (instant.micros() + 8 * 3_600_000_000).div_euclid(60_000_000).rem_euclid(1_440);
    format!("{} {:02}:{:02}", day_of(instant), minutes / 60, minutes % 60)
}

impl Visit {
    /// Shows a page in its shell.
    #[must_use]
    pub fn show(&self, page: &Page) -> Response {
        let mut response = shell(self, page).into_response();
        if self.done.is_some() {
            self.set_cookie(&mut response, DONE_COOKIE, "", Some(0));
        }
        response
    }

    /// Shows a form again with what is wrong with it.
    #[must_use]
    pub fn show_again(&self, page: &Page) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.show(page)).into_response()
    }

    /// Notes that what this request asks for had been done before: the next page says so, and praises nobody.
    pub fn note_repeated(&self) {
        self.repeats.store(true, Ordering::Relaxed);
    }

    /// Goes on to another page after something was done, so that a reload does not do it again. `done` says
    /// what was done, once, at the top of that page; it names nobody. Words alone are something done; what was not
    /// done, since it had been before, is a [`Notice::note`].
    #[must_use]
    pub fn go_on(&self, path: &str, done: impl Into<Notice>) -> Response {
        let mut response = Redirect::to(path).into_response();
        let mut done: Notice = done.into();
        if done.tone == Tone::Good && self.repeats.load(Ordering::Relaxed) {
            done = Notice::note(done.words + REPEATED);
        }
        self.tell_next(&mut response, &done);
        response
    }

    /// Has the next page that is shown say something at its top, once; it names nobody. For answers that are no page
    /// themselves, such as a workbook.
    pub fn tell_next(&self, response: &mut Response, notice: &Notice) {
        let tone = if notice.tone == Tone::Good { "" } else { notice.tone.class() };
        let mut cookie = form_urlencoded::Serializer::new(String::new());
        let cookie = cookie.append_pair(&notice.words, tone).finish();
        self.set_cookie(response, DONE_COOKIE, &cookie, Some(60));
    }

    /// Goes on to where the reader came from ([`crate::Form::returning`]); to `path` where they came from nowhere.
    #[must_use]
    pub fn go_back_or_on(&self, sent: &Submitted, path: &str, done: impl Into<Notice>) -> Response {
        self.go_on(back_of(sent).unwrap_or(path), done)
    }

    /// Sets a cookie with an answer.
    pub fn set_cookie(
        &self,
        response: &mut Response,
        name: &str,
        value: &str,
        seconds: Option<u32>,
    ) {
        if let Ok(header) = HeaderValue::from_str(&cookie(&self.kit, name, value, seconds)) {
            response.headers_mut().append(SET_COOKIE, header);
        }
    }

    /// A key under which what a form asks for is done once.
    #[must_use]
    pub fn once_key(&self) -> String {
        self.kit.fresh_key()
    }

    /// Lets the actor do something in a relation, or denies it.
    pub fn may(&self, action: Action, relation: Relation) -> Result<(), Denied> {
        self.actor.may(action, relation)
    }

    /// What the pages of this system share.
    #[must_use]
    pub const fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit
where
    Kit: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let Some(actor) = parts.extensions.get::<Actor>().cloned() else {
            return Err(Problem::SignedOut(path));
        };
        let kit = Kit::from_ref(state);
        let now = kit.clock.now();
        let large_text = wants_large_text(&parts.headers);
        let done = cookie_value(&parts.headers, DONE_COOKIE).and_then(|value| {
            let mut pairs = form_urlencoded::parse(value.as_bytes());
            let (words, tone) = pairs.next().filter(|(words, _)| !words.is_empty())?;
            let is_note = tone == Tone::Note.class();
            Some(if is_note { Notice::note(words) } else { Notice::done(words) })
        });
        let repeats = Arc::default();
        Ok(Self { actor, now, today: day_of(now), path, kit, large_text, done, repeats })
    }
}
