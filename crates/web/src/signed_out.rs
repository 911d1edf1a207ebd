//! A form that arrives after its session has ended: nothing of it is lost.

use askama::Template;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::form::{BACK, ONCE};
use crate::page::{Notice, Page, bare};
use crate::place::asked_for;
use crate::problem::Problem;
use crate::submitted::Submitted;

/// How much is kept, in bytes; no form of ours sends more.
const MOST: usize = 2 * 1024 * 1024;
/// What is never given back: passwords are typed again.
const SECRET: &[&str] = &["password", "present", "new", "again"];

/// What was typed, to be sent again once somebody has signed in elsewhere. It goes back to the browser that it came
/// from and is kept nowhere.
#[derive(Debug, Template)]
#[template(path = "signed_out.html")]
struct Kept {
    path: String,
    values: Vec<(String, String)>,
}
crate::parts::part!(Kept);

/// Answers a request that nobody stands behind: who wanted to see something is led to it through the door; who sent a
/// form finds it again.
pub(crate) async fn answer(request: Request) -> Response {
    let path = asked_for(&request);
    if *request.method() == Method::GET {
        return Problem::SignedOut(path).into_response();
    }
    let is_form = request
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let body = if is_form { to_bytes(request.into_body(), MOST).await.ok() } else { None };
    let values = body.map(|body| typed(&Submitted::read(&body))).unwrap_or_default();
    if values.is_empty() {
        return Problem::SignedOut("/".to_owned()).into_response();
    }
    let page = Page::new("登录已结束，填写的内容还在这一页")
        .notice(Notice::stop(
            "长时间没有操作，登录已经结束，刚才的内容还没有保存。请在新页面登录，再回到这一页按“再次提交”；\
             关闭这一页，填写的内容就没有了",
        ))
        .part(&Kept { path, values });
    (StatusCode::UNAUTHORIZED, bare(&page)).into_response()
}

/// Gives what was typed; nothing of a form that asks for a secret, nor of a button, which only carries what pages add.
fn typed(sent: &Submitted) -> Vec<(String, String)> {
    let is_ours = |name: &str| name == ONCE || name == BACK;
    if sent.pairs().all(|(name, _)| is_ours(name))
        || sent.pairs().any(|(name, _)| SECRET.contains(&name))
    {
        return Vec::new();
    }
    sent.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn sent(body: &'static str) -> Request {
        Request::post("/people/new?_back=/people")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request")
    }

    async fn read(response: Response) -> String {
        let body = to_bytes(response.into_body(), MOST).await.expect("a page");
        String::from_utf8(body.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn what_was_typed_comes_back_to_be_sent_again() {
        let answer = answer(sent("name=%3Cb%3E%E7%8E%8B&phone=1&phone=&_once=k-1")).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let page = read(answer).await;
        assert!(page.contains(r#"action="/people/new?_back=/people""#), "{page}");
        for (name, value) in
            [("name", "&#60;b&#62;王"), ("phone", "1"), ("phone", ""), ("_once", "k-1")]
        {
            let input = format!(r#"<input type="hidden" name="{name}" value="{value}">"#);
            assert!(page.contains(&input), "{input} in {page}");
        }
        assert!(page.contains(r#"href="/sign-in" target="_blank" rel="noopener""#), "{page}");
    }

    #[tokio::test]
    async fn a_secret_does_not_come_back() {
        let answer =
            answer(sent("present=Old-2026&new=New-2026-x&again=New-2026-x&_once=k-1")).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert!(!read(answer).await.contains("2026"));
    }

    #[tokio::test]
    async fn a_button_without_a_form_leads_to_the_door() {
        for body in ["", "_once=k-1&_back=/today"] {
            assert_eq!(answer(sent(body)).await.status(), StatusCode::SEE_OTHER, "{body}");
        }
    }
}
