//! The step of a sign-in at which a second factor is set up, before anything else opens.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::Desk;
use web::{Form, Page, Problem, Query, Routes, Submitted, bare_for};

use super::arrival::{Arrival, local_path};
use super::second_factor::{code_field, explained};
use super::sign_in::{again, expired, go_on, status_of};
use crate::actions::sign_in::{self, SignInRefusal};

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .open_get("/sign-in/second-factor", show)
        .open_post("/sign-in/second-factor", submit)
}

fn form(desk: &Desk, next: &str) -> Form {
    Form::new("/sign-in/second-factor", "启用并进入", desk.kit.fresh_key())
        .field(code_field())
        .hidden("next", next)
        .cancel("/sign-in")
}

/// Explains why, and how; nothing once the sign-in no longer waits for it.
async fn page(desk: &Desk, arrival: &Arrival, form: &Form) -> Result<Option<Page>, Problem> {
    let Some((user_name, secret)) = sign_in::to_set_up(desk, &arrival.caller(desk)).await? else {
        return Ok(None);
    };
    let page = Page::new("先设置两步验证").lead(
        "您的岗位能开通账号、授予岗位或查阅操作记录，只凭密码不够安全。请用自己的手机设置一次，约两分钟；\
         以后每次登录，除密码外再填手机上的 6 位数字。设置好以前，其他页面都不会打开。",
    );
    explained(page, &user_name, &secret, form).map(Some)
}

async fn show(
    State(desk): State<Desk>,
    arrival: Arrival,
    query: Query,
) -> Result<Response, Problem> {
    let form = form(&desk, local_path(query.0.text("next")));
    match page(&desk, &arrival, &form).await? {
        Some(page) => Ok(bare_for(&page, arrival.large_text).into_response()),
        None => Ok(expired()),
    }
}

async fn submit(
    State(desk): State<Desk>,
    arrival: Arrival,
    sent: Submitted,
) -> Result<Response, Problem> {
    let next = local_path(sent.text("next")).to_owned();
    let typed = sent.text("code").unwrap_or_default();
    match sign_in::set_up_factor(&desk, &arrival.caller(&desk), typed).await? {
        Ok(opened) => Ok(go_on(&desk, &opened, &next)),
        Err(SignInRefusal::Expired) => Ok(expired()),
        Err(refusal) => {
            let mut form = form(&desk, &next);
            form.refuse("code", refusal);
            match page(&desk, &arrival, &form).await? {
                Some(page) => Ok(again(status_of(refusal), &page, &arrival)),
                None => Ok(expired()),
            }
        }
    }
}
