//! Setting one's second factor up, and giving it up.

use access::{Action, Failure};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use qrcode::QrCode;
use qrcode::render::svg;
use store::StoreError;
use web::parts::{Facts, Part, Prose, Section, Steps};
use web::{Field, Form, Page, Problem, Routes, Submitted, Visit};
use zeroize::Zeroizing;

use crate::actions::second_factor as actions;
use crate::actions::sign_in::SignInRefusal;
use crate::model::password::PasswordRefusal;
use crate::model::totp::OneTimeSecret;

const ACTION: Action = Action::KeepOwnAccount;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/account/second-factor", ACTION, show)
        .post("/account/second-factor", ACTION, propose)
        .post("/account/second-factor/confirm", ACTION, confirm)
        .get("/account/second-factor/remove", ACTION, show_remove)
        .post("/account/second-factor/remove", ACTION, remove)
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

fn confirm_form(visit: &Visit) -> Form {
    Form::new("/account/second-factor/confirm", "启用", visit.once_key())
        .field(
            Field::line("code", "验证码")
                .required()
                .keyboard("numeric")
                .autocomplete("one-time-code")
                .hint("手机验证器上当前显示的 6 位数字"),
        )
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
    let steps = Steps {
        labels: ["安装验证器", "扫描二维码", "填写验证码"].map(str::to_owned).to_vec(),
        current: 1,
    };
    let picture = Picture::of(&secret, &user_name)?;
    let typed = Facts::new("")
        .words("账户名称", format!("Leye:{user_name}"))
        .words("密钥", secret.text())
        .words("类型", "基于时间，6 位，30 秒");
    Ok(Page::new("启用两步验证")
        .crumb("我的账号", "/account")
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
            match refusal {
                SignInRefusal::Password(PasswordRefusal::Wrong) => {
                    form.refuse("password", "密码不正确");
                }
                _ => form.refuse("", refusal),
            }
            Ok(visit.show_again(&remove_page(&form)))
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
