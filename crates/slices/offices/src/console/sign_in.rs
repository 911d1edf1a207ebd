//! Signing in and out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Desk;
use store::StoreError;
use web::parts::{Button, Buttons, Facts, Prose, Section};
use web::{Field, Form, Notice, Page, Problem, Query, Routes, Submitted, bare_for};
use zeroize::Zeroizing;

use super::arrival::{Arrival, local_path, set_session, toggle_large_text};
use super::second_factor::code_field;
use crate::actions::factor_rule::factor_rule;
use crate::actions::sessions;
use crate::actions::sign_in::{self, Opened, SignInRefusal};
use crate::lookup;
use crate::model::office::Office;
use crate::model::password::PasswordRefusal;
use crate::model::second_factor::FactorRule;
use crate::model::session::Stage;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .open_get("/sign-in", show)
        .open_post("/sign-in", submit)
        .open_post("/sign-in/large-text", change_text)
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

/// The page at the door: whose service it is, the form, and what to do for whoever does not get in.
async fn page(
    desk: &Desk,
    form: &Form,
    next: &str,
    notice: Option<Notice>,
) -> Result<Page, Problem> {
    let (top, rule) = desk
        .db
        .read::<_, _, StoreError>(async |tx| {
            Ok((lookup::top_office(tx).await?, factor_rule(tx).await?))
        })
        .await?;
    let mut page = Page::new("登录");
    if let Some(top) = &top {
        page = page.lead(format!("{}　工作人员登录", top.name));
    }
    if let Some(banner) = &desk.kit.banner {
        page = page.notice(Notice::note(banner.as_ref()));
    }
    if rule == FactorRule::Waived {
        page = page.notice(Notice::note(
            "演示中免除两步验证；正式使用时，三类管理员首次登录须先在手机上设置",
        ));
    }
    if let Some(notice) = notice {
        page = page.notice(notice);
    }
    Ok(page.part(form).part(&help(top.as_ref())).part(&larger(next)))
}

/// What to do for whoever does not get in.
fn help(top: Option<&Office>) -> Section {
    let mut facts = Facts::new("")
        .words("忘记密码", "请本机构或上级的系统管理员重置，当面领取初始密码，登录后改成自己的")
        .words("多次输错", "按提示的分钟数等一等再试；急需登录，请安全管理员解除限制")
        .words(
            "手机不在手边",
            "丢失、损坏或换了手机，请安全管理员申请重置两步验证，另一位管理员同意后重新设置",
        )
        .words("还没有账号", "由系统管理员开通，岗位由安全管理员授予");
    if let Some(top) = top.filter(|top| !top.phone.is_empty()) {
        facts = facts.words("服务电话", format!("{}（{}）", top.phone, top.name));
    }
    Section::new("登录遇到困难", "help")
        .lead("密码和验证码只由您本人使用；没有人会向您索要。30 分钟不操作，登录自动结束。")
        .part(&facts)
}

fn larger(next: &str) -> Buttons {
    Buttons(vec![Button::post("大字 / 标准字切换", "/sign-in/large-text", &[("next", next)])])
}

async fn change_text(State(desk): State<Desk>, arrival: Arrival, sent: Submitted) -> Response {
    let path = format!("/sign-in?next={}", encoded(local_path(sent.text("next"))));
    let mut response = Redirect::to(&path).into_response();
    toggle_large_text(&desk, &mut response, arrival.large_text);
    response
}

async fn show(
    State(desk): State<Desk>,
    arrival: Arrival,
    query: Query,
) -> Result<Response, Problem> {
    let next = local_path(query.0.text("next"));
    let notice = match query.0.text("ended") {
        Some("signed_out") => Some(Notice::done("已退出")),
        Some("expired") => Some(Notice::note(SignInRefusal::Expired.to_string())),
        Some("phone") => Some(Notice::done("旧手机已停用，请登录并在新手机上设置两步验证")),
        _ => None,
    };
    let page = page(&desk, &form(&desk, next, ""), next, notice).await?;
    Ok(bare_for(&page, arrival.large_text).into_response())
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
        let page = page(&desk, &form, &next, None).await?;
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, &page, &arrival));
    }
    match sign_in::sign_in(&desk, &arrival.caller(&desk), &user_name, password).await? {
        Ok(opened) => Ok(go_on(&desk, &opened, &next)),
        Err(refusal) => {
            let mut form = form(&desk, &next, &user_name);
            form.refuse("", refusal);
            let page = page(&desk, &form, &next, None).await?;
            Ok(again(status_of(refusal), &page, &arrival))
        }
    }
}

fn code_form(desk: &Desk, next: &str) -> Form {
    Form::new("/sign-in/code", "继续", desk.kit.fresh_key())
        .field(code_field())
        .hidden("next", next)
        .cancel("/sign-in")
}

fn code_page(form: &Form) -> Page {
    Page::new("两步验证").part(form).part(&Prose::new(
        "手机不在手边或者换了手机：请联系安全管理员申请重置，另一位管理员同意后，重新登录并在新手机上设置。",
    ))
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
    Ok(bare_for(&code_page(&code_form(&desk, next)), arrival.large_text).into_response())
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
            Ok(again(status_of(refusal), &code_page(&form), &arrival))
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
    let page = password_page(&password_form(&desk, next));
    Ok(bare_for(&page, arrival.large_text).into_response())
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
            Ok(again(status_of(refusal), &password_page(&form), &arrival))
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
pub(super) fn go_on(desk: &Desk, opened: &Opened, next: &str) -> Response {
    let path = match opened.stage {
        Stage::Code => format!("/sign-in/code?next={}", encoded(next)),
        Stage::NewPassword => format!("/sign-in/password?next={}", encoded(next)),
        Stage::SecondFactor => format!("/sign-in/second-factor?next={}", encoded(next)),
        Stage::Open => next.to_owned(),
    };
    let mut response = Redirect::to(&path).into_response();
    set_session(desk, &mut response, Some(&opened.secret));
    response
}

pub(super) fn expired() -> Response {
    Redirect::to("/sign-in?ended=expired").into_response()
}

pub(super) fn again(status: StatusCode, page: &Page, arrival: &Arrival) -> Response {
    (status, bare_for(page, arrival.large_text)).into_response()
}

pub(super) const fn status_of(refusal: SignInRefusal) -> StatusCode {
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
