//! What the security administrator does to an account.

use std::sync::Arc;

use access::{Action, Failure, Role};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::{Desk, Occasion};
use store::{ActorId, Tx};
use subjects::Sealing;
use web::{Choice, Field, Form, Page, Problem, Routes, Submitted, Visit};

use super::staff::{page, person_at};

use crate::actions::{brakes_of_user_name, security as actions};
use crate::model::staff::{Roles, Staff, StaffRefusal};
use crate::responsibilities::Responsibilities;

const ACTION: Action = Action::ManageSecurity;

pub(super) fn routes(responsibilities: Arc<dyn Responsibilities>) -> Routes<Desk> {
    Routes::new()
        .get("/staff/{staff}/roles", ACTION, show_roles)
        .post(
            "/staff/{staff}/roles",
            ACTION,
            move |visit: Visit,
                  State(desk): State<Desk>,
                  Path(id): Path<String>,
                  sent: Submitted| {
                change_roles(visit, desk, id, sent, responsibilities)
            },
        )
        .post("/staff/{staff}/sessions/end", ACTION, end_sessions)
        .post("/staff/{staff}/lift", ACTION, lift)
}

/// The digest under which the failures of an account are kept.
pub(super) fn lock_of(desk: &Desk, person: &Staff) -> Result<[u8; 32], Problem> {
    Ok(brakes_of_user_name(desk.sealing.keys.as_ref(), &person.user_name)?)
}

fn roles_form(visit: &Visit, person: &Staff) -> Form {
    let back = format!("/staff/{}", person.staff_id);
    let choices = Role::ALL.iter().map(|role| Choice::new(role.text(), role.term())).collect();
    let mut field = Field::any("roles", "岗位", choices).hint(
        "业务、系统管理、安全管理、审计四类岗位相互分离，不能由一人兼任；全不选即收回全部岗位",
    );
    for role in person.roles.as_slice() {
        field = field.value(role.text());
    }
    Form::new(format!("{back}/roles"), "保存", visit.once_key()).field(field).cancel(back)
}

fn roles_page(person: &Staff, form: &Form) -> Page {
    Page::new("调整岗位")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&person.name, format!("/staff/{}", person.staff_id))
        .lead("保存后立即生效，其进行中的会话会全部结束")
        .part(form)
}

async fn show_roles(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = person_at(&desk, &id).await?;
    visit.may(ACTION, visit.actor.relation_to(person.office_code, None))?;
    if person.staff_id == visit.actor.id {
        return Err(Problem::refused(StaffRefusal::Oneself));
    }
    Ok(visit.show(&roles_page(&person, &roles_form(&visit, &person))))
}

async fn change_roles(
    visit: Visit,
    desk: Desk,
    id: String,
    sent: Submitted,
    responsibilities: Arc<dyn Responsibilities>,
) -> Result<Response, Problem> {
    let person = person_at(&desk, &id).await?;
    let mut form = roles_form(&visit, &person);
    form.take(&sent);
    let chosen = form.chosen("roles");
    let roles = Roles::new(chosen.iter().filter_map(|name| Role::named(name)));
    let roles = match roles {
        Ok(roles) => roles,
        Err(refusal) => {
            form.refuse("roles", refusal);
            Roles::none()
        }
    };
    if !form.is_sound() {
        return Ok(visit.show_again(&roles_page(&person, &form)));
    }
    let (sealing, occasion, staff) =
        (desk.sealing.clone(), Occasion::from(&visit), person.staff_id);
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let hook = responsibilities.as_ref();
            let done = actions::change_roles(tx, &sealing, &occasion, hook, staff, &roles).await;
            done.map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(&format!("/staff/{staff}"), "岗位已调整")),
        Err(Failure::Refused(refusal)) => {
            form.refuse("roles", refusal);
            Ok(visit.show_again(&roles_page(&person, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn end_sessions(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    press(
        &visit,
        &desk,
        &id,
        &sent,
        "会话已全部结束",
        async |tx, sealing, occasion, staff| {
            actions::end_others_sessions(tx, sealing, occasion, staff).await.map(drop)
        },
    )
    .await
}

async fn lift(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    press(
        &visit,
        &desk,
        &id,
        &sent,
        "登录限制已解除",
        async |tx, sealing, occasion, staff| actions::lift_lock(tx, sealing, occasion, staff).await,
    )
    .await
}

/// Does what one button of somebody's page asks for.
async fn press<F>(
    visit: &Visit,
    desk: &Desk,
    id: &str,
    sent: &Submitted,
    done: &str,
    case: F,
) -> Result<Response, Problem>
where
    F: AsyncFn(&mut Tx, &Sealing, &Occasion, ActorId) -> Result<(), Failure<StaffRefusal>>
        + Send
        + 'static,
{
    let staff: ActorId = id.parse().map_err(|_| Problem::Missing)?;
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(visit));
    let outcome = desk
        .once(visit, &sent.once_key()?, async move |tx| {
            case(tx, &sealing, &occasion, staff).await.map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(&format!("/staff/{staff}"), done)),
        Err(Failure::Refused(refusal)) => {
            let person = person_at(desk, id).await?;
            let page = page(desk, visit, &person, Some(refusal.to_string())).await?;
            Ok(visit.show_again(&page).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}
