//! Acting in the place of an absent colleague of another office: whatever lies beneath `/for/{staff}` is the page of the
//! same address as that colleague would meet it. Its links and forms lead beneath it again, so that two windows of one
//! person never mix what they do for one office with what they do for another.

use access::{Absent, Actor};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use store::ActorId;

use crate::problem::Problem;

/// What stands before the name of the colleague.
const BENEATH: &str = "/for/";
/// What belongs to whoever is signed in, and not to a place: the first step of its paths.
const OF_ONESELF: &[&str] =
    &["account", "assets", "calendar", "covers", "for", "sign-in", "sign-out"];
/// What comes before a path in a page of ours.
const LEADS: [&str; 2] = ["href", "action"];
/// What marks a link that leads out of the place; it stands right before.
const OUT: &str = "data-own ";

/// In whose place a request is to be answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InPlaceOf(pub(crate) ActorId);

/// An answer that says that there is no such place: it leads nowhere beneath it.
#[derive(Clone, Copy, Debug)]
struct NoPlace;

/// Gives the path at which an actor meets a page: beneath the place of an absent colleague where they have taken it.
#[must_use]
pub fn path_in_place(actor: &Actor, path: &str) -> String {
    match &actor.places.taken {
        Some(absent) => beneath(absent, path),
        None => path.to_owned(),
    }
}

/// Gives the path of a page in the place of an absent colleague.
#[must_use]
pub fn beneath(absent: &Absent, path: &str) -> String {
    format!("{}{path}", prefix(absent.id))
}

fn prefix(staff: ActorId) -> String {
    format!("{BENEATH}{staff}")
}

/// Gives the path that was asked for, whole.
pub(crate) fn asked_for(request: &Request) -> String {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    match request.extensions().get::<InPlaceOf>() {
        Some(InPlaceOf(staff)) => format!("{}{path}", prefix(*staff)),
        None => path.to_owned(),
    }
}

/// The answer to whoever does not stand in for somebody today. What was sent is not done.
pub(crate) fn no_place() -> Response {
    let words = "您今天没有为这位同事代班：可能还没有开始、已经到期或者已提前结束，也可能须先启用两步验证。\
                 这一步没有办理；请回到本人岗位，代班安排见“机构与人员”中的“代班”";
    let mut response = Problem::refused(words).into_response();
    response.extensions_mut().insert(NoPlace);
    response
}

/// Answers what lies beneath a place as the page of the same address, and has it lead beneath the place again.
pub(crate) async fn take(mut request: Request, next: Next) -> Response {
    let Some(asked) = request.uri().path_and_query().map(|asked| asked.as_str().to_owned()) else {
        return next.run(request).await;
    };
    let Some(asked) = asked.strip_prefix(BENEATH) else { return next.run(request).await };
    let (staff, rest) = asked.split_at(asked.find(['/', '?']).unwrap_or(asked.len()));
    let rest = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
    let (Ok(staff), Ok(inner)) = (staff.parse::<ActorId>(), rest.parse::<Uri>()) else {
        return Problem::Missing.into_response();
    };
    // Two slashes lead to another site.
    if rest.starts_with("//") {
        return Problem::Missing.into_response();
    }
    if is_of_oneself(&rest) {
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        let missing = || Problem::Missing.into_response();
        return if is_read { Redirect::to(&rest).into_response() } else { missing() };
    }
    *request.uri_mut() = inner;
    request.extensions_mut().insert(InPlaceOf(staff));
    let response = next.run(request).await;
    if response.extensions().get::<NoPlace>().is_some() {
        return response;
    }
    led(response, &prefix(staff)).await
}

/// Tells whether a path belongs to whoever is signed in, wherever they act. A list is taken along for every place at
/// once, and what a device recorded is sent for all of them.
fn is_of_oneself(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut steps = path.split('/').skip(1);
    match (steps.next().unwrap_or_default(), steps.next()) {
        ("visits", then) => then != Some("conflicts"),
        // One's own feed, and one's own hours.
        ("today", Some("calendar")) | ("counselling", Some("hours")) => true,
        // Two slashes lead to another site.
        ("", then) => then.is_some(),
        (first, _) => OF_ONESELF.contains(&first),
    }
}

/// Has an answer lead beneath a place.
async fn led(response: Response, prefix: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let leads_to = parts.headers.get(LOCATION).and_then(|place| place.to_str().ok());
    if let Some(path) = leads_to.filter(|path| path.starts_with('/') && !is_of_oneself(path))
        && let Ok(place) = HeaderValue::from_str(&format!("{prefix}{path}"))
    {
        parts.headers.insert(LOCATION, place);
    }
    let kind = parts.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !kind.is_some_and(|kind| kind.starts_with(b"text/html")) {
        return Response::from_parts(parts, body);
    }
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return Problem::Fault("a page broke off".to_owned()).into_response();
    };
    parts.headers.remove(CONTENT_LENGTH);
    let page = match std::str::from_utf8(&page) {
        Ok(text) => Bytes::from(with_links(text, prefix)),
        Err(_) => page,
    };
    Response::from_parts(parts, Body::from(page))
}

/// Has the links and forms of a page lead beneath a place. Words of a page never look like one: their quotation marks
/// are escaped.
fn with_links(page: &str, prefix: &str) -> String {
    let mut led = String::with_capacity(page.len() + 4_096);
    let mut rest = page;
    while let Some(at) = rest.find("=\"/") {
        let (before, from) = rest.split_at(at + 2);
        let path = &from[..from.find('"').unwrap_or(from.len())];
        let named = &rest[..at];
        let name = LEADS.iter().find_map(|lead| named.strip_suffix(lead));
        let leads = name.is_some_and(|before| !before.ends_with(OUT)) && !is_of_oneself(path);
        led.push_str(before);
        if leads {
            led.push_str(prefix);
        }
        led.push_str(path);
        rest = &from[path.len()..];
    }
    led.push_str(rest);
    led
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_forms_lead_beneath_the_place_but_those_that_belong_to_oneself() {
        for (page, expected) in [
            (r#"<a href="/today">"#, r#"<a href="/for/x/today">"#),
            (r#"<a href="/">"#, r#"<a href="/for/x/">"#),
            (
                r#"<a class="b" href="/people/1?a=/b#c">"#,
                r#"<a class="b" href="/for/x/people/1?a=/b#c">"#,
            ),
            (
                r#"<form action="/people"><a href="/q">"#,
                r#"<form action="/for/x/people"><a href="/for/x/q">"#,
            ),
            (r#"<button formaction="/people">"#, r#"<button formaction="/for/x/people">"#),
            (r#"<a href="/visits/conflicts/1/2">"#, r#"<a href="/for/x/visits/conflicts/1/2">"#),
            (r#"<a href="/visitsx">"#, r#"<a href="/for/x/visitsx">"#),
        ] {
            assert_eq!(with_links(page, "/for/x"), expected);
        }
        for kept in [
            r#"<link href="/assets/leye.css?v=1">"#,
            r#"<a href="/account"><form action="/sign-out"><form action="/account/large-text">"#,
            r#"<a href="/covers?x=1"><a href="/visits"><a href="/visits/app#1"><a href="/today/calendar">"#,
            r##"<a href="#main"><a href="?page=2"><a href="https://a.example/">"##,
            r#"<a href="//a.example/x"><a href="/for/y/today"><a data-own href="/today">"#,
            "<p>href=&#34;/today</p>",
            r#"<input value="/today"><input name="from" value="/for/x/people">"#,
        ] {
            assert_eq!(with_links(kept, "/for/x"), kept);
        }
    }
}
