//! Signing in and out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Desk;
use store::StoreError;
use web::{Field, Form, Notice, Page, Problem, Query, Routes, Submitted, bare};
use zeroize::Zeroizing;

use super::arrival::{Arrival, local_path, set_session};
use crate::actions::sessions;
use crate::actions::sign_in::{self, Opened, SignInRefusal};
use crate::model::password::PasswordRefusal;
use crate::model::session::Stage;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .open_get("/sign-in", show)
        .open_post("/sign-in", submit)
        .open_get("/sign-in/code", show_code)
        .open_post("/sign-in/code", submit_code)
        .open_get("/sign-in/password", show_password)
        .open_post("/sign-in/password", submit_password)
        .open_post("/sign-out", sign_out)
}

fn form(desk: &Desk, next: &str, user_name: &str) -> Form {
    let mut name = Field::line("user_name", "用户名").required().autocomplete("username");
    if !user_name.is_empty() {
        name = name.value(user_name);
    }
    Form::new("/sign-in", "登录", desk.kit.fresh_key())
        .field(name)
        .field(Field::secret("password", "密码", false).required())
        .hidden("next", next)
}

fn page(desk: &Desk, form: &Form, notice: Option<Notice>) -> Page {
    let mut page = Page::new("登录");
    if let Some(banner) = &desk.kit.banner {
        page = page.notice(Notice::note(banner.as_ref()));
    }
    if let Some(notice) = notice {
        page = page.notice(notice);
    }
    page.part(form)
}

async fn show(State(desk): State<Desk>, query: Query) -> Response {
    let next = local_path(query.0.text("next"));
    let notice = match query.0.text("ended") {
        Some("signed_out") => Some(Notice::done("已退出")),
        Some("expired") => Some(Notice::note(SignInRefusal::Expired.to_string())),
        _ => None,
    };
    bare(&page(&desk, &form(&desk, next, ""), notice)).into_response()
}

async fn submit(
    State(desk): State<Desk>,
    arrival: Arrival,
    sent: Submitted,
) -> Result<Response, Problem> {
    let next = local_path(sent.text("next")).to_owned();
    let user_name = sent.text("user_name").unwrap_or_default().to_owned();
    let password = Zeroizing::new(sent.text("password").unwrap_or_default().to_owned());
    if user_name.is_empty() || password.is_empty() || user_name.len() > 100 || password.len() > 256
    {
        let mut form = form(&desk, &next, &user_name);
        form.refuse("", "请填写用户名和密码");
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, &page(&desk, &form, None)));
    }
    match sign_in::sign_in(&desk, &arrival.caller(&desk), &user_name, password).await? {
        Ok(opened) => Ok(go_on(&desk, &opened, &next)),
        Err(refusal) => {
            let mut form = form(&desk, &next, &user_name);
            form.refuse("", refusal);
            Ok(again(status_of(refusal), &page(&desk, &form, None)))
        }
    }
}

fn code_form(desk: &Desk, next: &str) -> Form {
    Form::new("/sign-in/code", "继续", desk.kit.fresh_key())
        .field(
            Field::line("code", "验证码")
                .required()
                .keyboard("numeric")
                .autocomplete("one-time-code")
                .hint("手机验证器上当前显示的 6 位数字"),
        )
        .hidden("next", next)
        .cancel("/sign-in")
}

async fn show_code(
    State(desk): State<Desk>,
    arrival: Arrival,
    query: Query,
) -> Result<Response, Problem> {
    let next = local_path(query.0.text("next"));
    if awaited(&desk, &arrival).await? != Some(Stage::Code) {
        return Ok(expired());
    }
    Ok(bare(&Page::new("两步验证").part(&code_form(&desk, next))).into_response())
}

async fn submit_code(
    State(desk): State<Desk>,
    arrival: Arrival,
    sent: Submitted,
) -> Result<Response, Problem> {
    let next = local_path(sent.text("next")).to_owned();
    let typed = sent.text("code").unwrap_or_default();
    match sign_in::confirm_code(&desk, &arrival.caller(&desk), typed).await? {
        Ok(opened) => Ok(go_on(&desk, &opened, &next)),
        Err(SignInRefusal::Expired) => Ok(expired()),
        Err(refusal) => {
            let mut form = code_form(&desk, &next);
            form.refuse("code", refusal);
            Ok(again(status_of(refusal), &Page::new("两步验证").part(&form)))
        }
    }
}

fn password_form(desk: &Desk, next: &str) -> Form {
    Form::new("/sign-in/password", "保存并进入", desk.kit.fresh_key())
        .field(
            Field::secret("new", "新密码", true).required().hint(
                "至少 10 个字符，含大写字母、小写字母、数字、符号中的三类；16 个字符以上不限",
            ),
        )
        .field(Field::secret("again", "再填一次新密码", true).required())
        .hidden("next", next)
        .cancel("/sign-in")
}

fn password_page(form: &Form) -> Page {
    Page::new("设置自己的密码")
        .lead("首次登录或密码重置后，须先设置只有您本人知道的密码")
        .part(form)
}

async fn show_password(
    State(desk): State<Desk>,
    arrival: Arrival,
    query: Query,
) -> Result<Response, Problem> {
    let next = local_path(query.0.text("next"));
    if awaited(&desk, &arrival).await? != Some(Stage::NewPassword) {
        return Ok(expired());
    }
    Ok(bare(&password_page(&password_form(&desk, next))).into_response())
}

async fn submit_password(
    State(desk): State<Desk>,
    arrival: Arrival,
    sent: Submitted,
) -> Result<Response, Problem> {
    let next = local_path(sent.text("next")).to_owned();
    let new = Zeroizing::new(sent.text("new").unwrap_or_default().to_owned());
    let step = if sent.text("again") == Some(new.as_str()) {
        sign_in::choose_password(&desk, &arrival.caller(&desk), new).await?
    } else {
        Err(SignInRefusal::Password(PasswordRefusal::Different))
    };
    match step {
        Ok(opened) => Ok(go_on(&desk, &opened, &next)),
        Err(SignInRefusal::Expired) => Ok(expired()),
        Err(refusal) => {
            let mut form = password_form(&desk, &next);
            let field = match refusal {
                SignInRefusal::Password(PasswordRefusal::Different) => "again",
                _ => "new",
            };
            form.refuse(field, refusal);
            Ok(again(status_of(refusal), &password_page(&form)))
        }
    }
}

async fn sign_out(State(desk): State<Desk>, arrival: Arrival) -> Result<Response, Problem> {
    if let Some(secret) = arrival.secret.clone() {
        let (sealing, now) = (desk.sealing.clone(), desk.clock.now());
        desk.db
            .write::<_, _, StoreError>(async move |tx| {
                sessions::sign_out(tx, &sealing, &secret, now).await
            })
            .await?;
    }
    let mut response = Redirect::to("/sign-in?ended=signed_out").into_response();
    set_session(&desk, &mut response, None);
    Ok(response)
}

async fn awaited(desk: &Desk, arrival: &Arrival) -> Result<Option<Stage>, Problem> {
    let Some(secret) = &arrival.secret else { return Ok(None) };
    Ok(sign_in::awaited(desk, secret, desk.clock.now()).await?)
}

/// Sends the browser with its new secret to the next step, or to where it wanted to go.
fn go_on(desk: &Desk, opened: &Opened, next: &str) -> Response {
    let path = match opened.stage {
        Stage::Code => format!("/sign-in/code?next={}", encoded(next)),
        Stage::NewPassword => format!("/sign-in/password?next={}", encoded(next)),
        Stage::Open => next.to_owned(),
    };
    let mut response = Redirect::to(&path).into_response();
    set_session(desk, &mut response, Some(&opened.secret));
    response
}

fn expired() -> Response {
    Redirect::to("/sign-in?ended=expired").into_response()
}

fn again(status: StatusCode, page: &Page) -> Response {
    (status, bare(page)).into_response()
}

const fn status_of(refusal: SignInRefusal) -> StatusCode {
    match refusal {
        SignInRefusal::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Writes a path for use behind `?` in an address.
pub(super) fn encoded(path: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.') {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
