//! Setting one's second factor up, giving it up, changing the phone.

use access::{Action, Failure};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use qrcode::QrCode;
use qrcode::render::svg;
use store::StoreError;
use web::parts::{Button, Buttons, Facts, Part, Prose, Section, Steps};
use web::{Field, Form, Page, Problem, Routes, Submitted, Visit};
use zeroize::Zeroizing;

use super::arrival::set_session;
use crate::actions::second_factor as actions;
use crate::actions::sign_in::SignInRefusal;
use crate::model::password::PasswordRefusal;
use crate::model::second_factor::FactorRule;
use crate::model::staff::Staff;
use crate::model::totp::OneTimeSecret;

const ACTION: Action = Action::KeepOwnAccount;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/account/second-factor", ACTION, show)
        .post("/account/second-factor", ACTION, propose)
        .post("/account/second-factor/confirm", ACTION, confirm)
        .get("/account/second-factor/remove", ACTION, show_remove)
        .post("/account/second-factor/remove", ACTION, remove)
        .get("/account/second-factor/change", ACTION, show_change)
        .post("/account/second-factor/change", ACTION, change)
}

/// What somebody's own account says of it.
pub(super) fn section(key: &str, known: &Staff, rule: &FactorRule) -> Section {
    let section = Section::new("两步验证", "second-factor");
    let is_demanded = rule.demands(&known.roles);
    if known.has_second_factor {
        let words = "已启用：登录时除密码外，还要填写手机验证器上的 6 位数字。";
        let change = Button::link("换手机", "/account/second-factor/change");
        let remove = Button::link("停用", "/account/second-factor/remove");
        let buttons = if is_demanded { vec![change] } else { vec![change, remove] };
        return section.part(&Prose::new(words)).part(&Buttons(buttons));
    }
    let waived = match rule {
        FactorRule::Waived => "演示中免除两步验证；正式使用时，三类管理员首次登录必须设置。",
        FactorRule::Demanded { .. } => "负责人请务必启用。",
    };
    let words = format!("未启用。启用后，即使密码泄露，别人没有您的手机也不能登录；{waived}");
    let enable = Button::post("启用", "/account/second-factor", &[(web::form::ONCE, key)]);
    section.part(&Prose::new(words)).part(&Buttons(vec![enable.spoken("启用两步验证")]))
}

async fn propose(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let key = sent.once_key()?;
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    desk.once(&visit, &key, async move |tx| {
        actions::propose(tx, &sealing, &occasion).await.map(|()| String::new())
    })
    .await?;
    Ok(visit.go_on("/account/second-factor", "密钥已生成，请按下面三步完成设置"))
}

/// The field of a code.
pub(super) fn code_field() -> Field {
    Field::line("code", "验证码")
        .required()
        .keyboard("numeric")
        .autocomplete("one-time-code")
        .hint("手机验证器上当前显示的 6 位数字")
}

fn confirm_form(visit: &Visit) -> Form {
    Form::new("/account/second-factor/confirm", "启用", visit.once_key())
        .field(code_field())
        .cancel("/account")
}

async fn show(visit: Visit, State(desk): State<Desk>) -> Result<Response, Problem> {
    let form = confirm_form(&visit);
    Ok(visit.show(&page(&desk, &visit, &form).await?))
}

async fn page(desk: &Desk, visit: &Visit, form: &Form) -> Result<Page, Problem> {
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(visit));
    let proposed = desk
        .db
        .read::<_, _, StoreError>(async move |tx| actions::proposed(tx, &sealing, &occasion).await)
        .await?;
    let Some((user_name, secret)) = proposed else {
        return Err(Problem::refused("两步验证没有待确认的密钥；请从“我的账号”点“启用”重新开始"));
    };
    let page = Page::new("启用两步验证").crumb("我的账号", "/account");
    explained(page, &user_name, &secret, form)
}

/// Explains in three steps how a phone is set up, with what it needs for it.
pub(super) fn explained(
    page: Page,
    user_name: &str,
    secret: &OneTimeSecret,
    form: &Form,
) -> Result<Page, Problem> {
    let steps = Steps {
        labels: ["安装验证器", "扫描二维码", "填写验证码"].map(str::to_owned).to_vec(),
        current: 1,
    };
    let picture = Picture::of(secret, user_name)?;
    let typed = Facts::new("")
        .words("账户名称", format!("Leye:{user_name}"))
        .words("密钥", secret.text())
        .words("类型", "基于时间，6 位，30 秒");
    Ok(page
        .part(&steps)
        .part(&Prose::new(
            "在手机上打开任何一种支持动态口令（TOTP）的验证器，扫描二维码；不能扫描时，手工录入密钥。",
        ))
        .part(&Section::new("密钥", "secret").part(&picture).part(&typed))
        .part(&Section::new("确认", "confirm").lead("填写一次验证码，确认手机设置无误后才生效。").part(form)))
}

async fn confirm(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let mut form = confirm_form(&visit);
    form.take(&sent);
    if !form.is_sound() {
        return Ok(visit.show_again(&page(&desk, &visit, &form).await?));
    }
    let (sealing, occasion, typed) =
        (desk.sealing.clone(), Occasion::from(&visit), form.words("code"));
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            actions::enrol(tx, &sealing, &occasion, &typed).await.map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on("/account", "两步验证已启用，下次登录时生效")),
        Err(Failure::Refused(refusal @ SignInRefusal::Code)) => {
            form.refuse("code", refusal);
            Ok(visit.show_again(&page(&desk, &visit, &form).await?))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn remove_form(visit: &Visit) -> Form {
    Form::new("/account/second-factor/remove", "停用", visit.once_key())
        .field(Field::secret("password", "密码", false).required())
        .cancel("/account")
}

fn remove_page(form: &Form) -> Page {
    Page::new("停用两步验证")
        .crumb("我的账号", "/account")
        .lead("停用后，只凭密码就能登录您的账号")
        .part(form)
}

async fn show_remove(visit: Visit) -> Response {
    visit.show(&remove_page(&remove_form(&visit)))
}

async fn remove(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let given = Zeroizing::new(sent.text("password").unwrap_or_default().to_owned());
    match actions::remove(&desk, &Occasion::from(&visit), given).await {
        Ok(()) => Ok(visit.go_on("/account", "两步验证已停用")),
        Err(Failure::Refused(refusal)) => {
            let mut form = remove_form(&visit);
            refuse(&mut form, refusal);
            Ok(visit.show_again(&remove_page(&form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Says beside the field that it is about why something was refused.
fn refuse(form: &mut Form, refusal: SignInRefusal) {
    match refusal {
        SignInRefusal::Password(PasswordRefusal::Wrong) => form.refuse("password", "密码不正确"),
        SignInRefusal::Code => form.refuse("code", refusal),
        _ => form.refuse("", refusal),
    }
}

fn change_form(visit: &Visit) -> Form {
    Form::new("/account/second-factor/change", "换手机", visit.once_key())
        .field(Field::secret("password", "密码", false).required())
        .field(code_field().hint("旧手机验证器上当前显示的 6 位数字"))
        .cancel("/account")
}

fn change_page(form: &Form) -> Page {
    Page::new("换手机")
        .crumb("我的账号", "/account")
        .lead("办理后，各设备上的会话全部结束；重新登录时在新手机上设置两步验证")
        .part(form)
        .part(&Prose::new(
            "旧手机已经丢失、打不开验证器的，请联系安全管理员申请重置：另一位管理员同意后才生效，本机构里没有人能独自办理。",
        ))
}

async fn show_change(visit: Visit) -> Response {
    visit.show(&change_page(&change_form(&visit)))
}

async fn change(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let given = Zeroizing::new(sent.text("password").unwrap_or_default().to_owned());
    let typed = sent.text("code").unwrap_or_default();
    match actions::change_phone(&desk, &Occasion::from(&visit), given, typed).await {
        Ok(()) => {
            let mut response = Redirect::to("/sign-in?ended=phone").into_response();
            set_session(&desk, &mut response, None);
            Ok(response)
        }
        Err(Failure::Refused(refusal)) => {
            let mut form = change_form(&visit);
            refuse(&mut form, refusal);
            Ok(visit.show_again(&change_page(&form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The secret as a picture that a phone reads.
struct Picture(String);

impl Picture {
    fn of(secret: &OneTimeSecret, user_name: &str) -> Result<Self, Problem> {
        let code = QrCode::new(secret.address(user_name))
            .map_err(|error| Problem::Fault(format!("qrcode: {error}")))?;
        let drawn = code.render::<svg::Color>().min_dimensions(220, 220).build();
        // Within a page there is no declaration, and whoever does not see it is told what it is.
        let at = drawn.find("<svg ").map_or(0, |at| at + "<svg ".len());
        let rest = &drawn[at..];
        Ok(Self(format!("<svg role=\"img\" aria-label=\"两步验证密钥的二维码\" {rest}")))
    }
}

impl Part for Picture {
    fn html(&self) -> String {
        self.0.clone()
    }
}
