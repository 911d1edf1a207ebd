//! One's own account: what is known, the password, the size of letters.

use access::{Action, Failure};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use store::StoreError;
use web::parts::{Button, Buttons, Facts, Prose, Section};
use web::{Field, Form, Page, Problem, Routes, Submitted, Visit, cookie_value};
use zeroize::Zeroizing;

use super::arrival::{Arrival, local_path};
use super::own_sessions;
use crate::actions::password::change_password;
use crate::actions::sessions;
use crate::actions::sign_in::SignInRefusal;
use crate::lookup;
use crate::model::password::PasswordRefusal;
use crate::model::staff::Roles;

/// The cookie that asks for large text, as the shell reads it.
const LARGE_TEXT: &str = "leye_large";
const A_YEAR: u32 = 365 * 24 * 3600;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/account", Action::KeepOwnAccount, show)
        .post("/account/password", Action::KeepOwnAccount, submit_password)
        .post("/account/large-text", Action::KeepOwnAccount, toggle_large_text)
}

async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    arrival: Arrival,
) -> Result<Response, Problem> {
    let form = password_form(&visit);
    Ok(visit.show(&page(&desk, &visit, &arrival, &form).await?))
}

fn password_form(visit: &Visit) -> Form {
    Form::new("/account/password", "修改密码", visit.once_key())
        .group(
            "",
            "至少 10 个字符，含大写字母、小写字母、数字、符号中的三类；16 个字符以上不限。\
             修改后，其他设备上的会话全部结束。",
        )
        .field(Field::secret("present", "现用密码", false).required())
        .field(
            Field::secret("new", "新密码", true).required().hint(
                "至少 10 个字符，含大写字母、小写字母、数字、符号中的三类；16 个字符以上不限",
            ),
        )
        .field(Field::secret("again", "再填一次新密码", true).required())
}

async fn page(desk: &Desk, visit: &Visit, arrival: &Arrival, form: &Form) -> Result<Page, Problem> {
    let (me, now, sealing) = (visit.actor.id, visit.now, desk.sealing.clone());
    let secret = arrival.secret.clone().unwrap_or_default();
    let (known, open, present) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let known = lookup::find_staff(tx, me).await?;
            let open = sessions::sessions_of(tx, me, now).await?;
            let present = sessions::present(tx, sealing.keys.as_ref(), &secret).await?;
            Ok((known, open, present))
        })
        .await?;
    let Some(known) = known else { return Err(Problem::Missing) };
    let roles = Roles::new(visit.actor.roles.iter().copied()).unwrap_or_default();
    let facts = Facts::new("")
        .words("姓名", &known.name)
        .words("用户名", &known.user_name)
        .words("机构", &known.office_name)
        .words("岗位", roles.to_string())
        .words("入职日期", known.joined_on.to_string());
    let key = visit.once_key();
    let enable = Button::post("启用", "/account/second-factor", &[(web::form::ONCE, &key)])
        .spoken("启用两步验证");
    let second_factor = if known.has_second_factor {
        Section::new("两步验证", "second-factor")
            .part(&Prose::new("已启用：登录时除密码外，还要填写手机验证器上的 6 位数字。"))
            .part(&Buttons(vec![Button::link("停用", "/account/second-factor/remove")]))
    } else {
        Section::new("两步验证", "second-factor")
            .part(&Prose::new(
                "未启用。启用后，即使密码泄露，别人没有您的手机也不能登录；管理员和负责人请务必启用。",
            ))
            .part(&Buttons(vec![enable]))
    };
    let large = Button::post("大字 / 标准字切换", "/account/large-text", &[("from", "/account")]);
    Ok(Page::new("我的账号")
        .part(&facts)
        .part(&Section::new("修改密码", "password").part(form))
        .part(&second_factor)
        .part(&own_sessions::section(&open, present, &key))
        .aside(&Section::new("显示", "display").part(&Buttons(vec![large]))))
}

async fn submit_password(
    visit: Visit,
    State(desk): State<Desk>,
    arrival: Arrival,
    sent: Submitted,
) -> Result<Response, Problem> {
    let read = |name| Zeroizing::new(sent.text(name).unwrap_or_default().to_owned());
    let (present, new, again) = (read("present"), read("new"), read("again"));
    let secret = arrival.secret.clone().unwrap_or_default();
    let outcome = if new == again {
        change_password(&desk, &Occasion::from(&visit), present, new, &secret).await
    } else {
        Err(Failure::Refused(SignInRefusal::Password(PasswordRefusal::Different)))
    };
    match outcome {
        Ok(()) => Ok(visit.go_on("/account", "密码已修改，其他设备上的会话已全部结束")),
        Err(Failure::Refused(refusal)) => {
            let mut form = password_form(&visit);
            let field = match refusal {
                SignInRefusal::Password(PasswordRefusal::Wrong) => "present",
                SignInRefusal::Password(PasswordRefusal::Different) => "again",
                SignInRefusal::Password(_) => "new",
                _ => "",
            };
            form.refuse(field, refusal);
            Ok(visit.show_again(&page(&desk, &visit, &arrival, &form).await?))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn toggle_large_text(visit: Visit, headers: HeaderMap, sent: Submitted) -> Response {
    let is_large = cookie_value(&headers, LARGE_TEXT).is_some();
    let mut response = Redirect::to(local_path(sent.text("from"))).into_response();
    let (value, seconds) = if is_large { ("", 0) } else { ("1", A_YEAR) };
    visit.set_cookie(&mut response, LARGE_TEXT, value, Some(seconds));
    response
}
