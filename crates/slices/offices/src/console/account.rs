//! One's own account: what is known, the password, the size of letters.

use access::{Action, Failure};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use store::StoreError;
use web::parts::{Button, Buttons, Facts, Section};
use web::{Field, Form, Page, Problem, Routes, Submitted, Visit};
use zeroize::Zeroizing;

use super::arrival::{self, Arrival, local_path};
use super::{own_sessions, second_factor};
use crate::actions::factor_rule::factor_rule;
use crate::actions::password::change_password;
use crate::actions::sessions;
use crate::actions::sign_in::SignInRefusal;
use crate::lookup;
use crate::model::password::PasswordRefusal;
use crate::model::staff::Roles;

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
    let (known, open, present, rule) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let known = lookup::find_staff(tx, me).await?;
            let open = sessions::sessions_of(tx, me, now).await?;
            let present = sessions::present(tx, sealing.keys.as_ref(), &secret).await?;
            Ok((known, open, present, factor_rule(tx).await?))
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
    let second_factor = second_factor::section(&key, &known, &rule);
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

async fn toggle_large_text(
    State(desk): State<Desk>,
    arrival: Arrival,
    sent: Submitted,
) -> Response {
    let mut response = Redirect::to(local_path(sent.text("from"))).into_response();
    arrival::toggle_large_text(&desk, &mut response, arrival.large_text);
    response
}
