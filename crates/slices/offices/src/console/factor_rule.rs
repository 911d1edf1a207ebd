//! Whose sign-in takes a second factor: what the security administrator of the whole tree decides.

use access::{Action, Duties, Failure, Role};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use web::parts::{Button, Prose};
use web::{Choice, Field, Form, Notice, Page, Problem, Routes, Submitted, Visit};

use crate::actions::factor_rule::{decide_factor_rule, factor_rule, may_decide};
use crate::model::second_factor::FactorRule;
use crate::model::staff::StaffRefusal;

const ACTION: Action = Action::ManageSecurity;
const PATH: &str = "/security/second-factor";

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get(PATH, ACTION, show).post(PATH, ACTION, decide)
}

/// The button that leads here; none for whoever may not decide.
pub(super) async fn button(desk: &Desk, visit: &Visit) -> Result<Option<Button>, Problem> {
    if !visit.actor.may_ever(ACTION) {
        return Ok(None);
    }
    match known(desk, visit).await {
        Ok(_) => Ok(Some(Button::link("两步验证要求", PATH))),
        Err(Failure::Denied(_)) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}

async fn known(desk: &Desk, visit: &Visit) -> Result<FactorRule, Failure<StaffRefusal>> {
    let occasion = Occasion::from(visit);
    desk.db
        .read(async move |tx| {
            may_decide(tx, &occasion).await?;
            Ok(factor_rule(tx).await?)
        })
        .await
}

fn form(visit: &Visit, rule: &FactorRule) -> Form {
    let serving = Role::ALL.iter().filter(|role| role.duties() == Duties::Service);
    let choices = serving.map(|role| Choice::new(role.text(), role.term())).collect();
    let mut field = Field::any("roles", "还有哪些岗位必须使用", choices)
        .hint("系统管理、安全管理、审计三类管理员始终必须使用，不在此列");
    if let FactorRule::Demanded { also } = rule {
        for role in also.as_slice() {
            field = field.value(role.text());
        }
    }
    Form::new(PATH, "保存", visit.once_key()).field(field).cancel("/offices")
}

fn page(rule: &FactorRule, form: &Form) -> Page {
    let page = Page::new("两步验证要求")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .lead("哪些岗位登录时，除密码外还须填写手机上的 6 位数字")
        .part(form)
        .part(&Prose::new(
            "保存后立即生效：还没有设置的人，打开下一页时须先设置，设置好以前其他页面都不会打开。\
             请先通知本人，避开办事高峰。",
        ));
    match rule {
        FactorRule::Waived => page.notice(Notice::soon(
            "演示中免除所有人的两步验证；在这里保存，就从现在起要求三类管理员和所选岗位使用",
        )),
        FactorRule::Demanded { .. } => page,
    }
}

async fn show(visit: Visit, State(desk): State<Desk>) -> Result<Response, Problem> {
    let rule = known(&desk, &visit).await?;
    Ok(visit.show(&page(&rule, &form(&visit, &rule))))
}

async fn decide(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let rule = known(&desk, &visit).await?;
    let mut form = form(&visit, &rule);
    form.take(&sent);
    if !form.is_sound() {
        return Ok(visit.show_again(&page(&rule, &form)));
    }
    let chosen = form.chosen("roles");
    let wanted = FactorRule::also(chosen.iter().filter_map(|name| Role::named(name)));
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let done = decide_factor_rule(tx, &sealing, &occasion, &wanted).await;
            done.map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(PATH, "两步验证要求已保存")),
        Err(Failure::Refused(refusal)) => {
            form.refuse("roles", refusal);
            Ok(visit.show_again(&page(&rule, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}
