//! A request as a handler meets it.

use access::{Action, Actor, Denied, Relation};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Day;
use store::Instant;

use crate::door::{cookie, cookie_value};
use crate::form::back_of;
use crate::kit::Kit;
use crate::page::{Page, shell};
use crate::problem::Problem;
use crate::submitted::Submitted;

/// The cookie that asks for large text.
pub(crate) const LARGE_TEXT_COOKIE: &str = "leye_large";

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
    pub(crate) done: Option<String>,
}

/// Gives the civil day at UTC+8 of an instant.
#[must_use]
pub fn day_of(instant: Instant) -> Day {
    let days = (instant.micros() + 8 * 3_600_000_000).div_euclid(86_400_000_000);
    Day::from_number(i32::try_from(days).unwrap_or(i32::MAX))
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

    /// Goes on to another page after something was done, so that a reload does not do it again. `done` says
    /// what was done, once, at the top of that page; it names nobody.
    #[must_use]
    pub fn go_on(&self, path: &str, done: &str) -> Response {
        let mut response = Redirect::to(path).into_response();
        let done: String = form_urlencoded::byte_serialize(done.as_bytes()).collect();
        self.set_cookie(&mut response, DONE_COOKIE, &done, Some(60));
        response
    }

    /// Goes on to where the reader came from ([`crate::Form::returning`]); to `path` where they came from nowhere.
    #[must_use]
    pub fn go_back_or_on(&self, sent: &Submitted, path: &str, done: &str) -> Response {
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
        let large_text = cookie_value(&parts.headers, LARGE_TEXT_COOKIE).is_some();
        let done = cookie_value(&parts.headers, DONE_COOKIE).and_then(|value| {
            let mut pairs = form_urlencoded::parse(value.as_bytes());
            pairs.next().map(|(words, _)| words.into_owned()).filter(|words| !words.is_empty())
        });
        Ok(Self { actor, now, today: day_of(now), path, kit, large_text, done })
    }
}
