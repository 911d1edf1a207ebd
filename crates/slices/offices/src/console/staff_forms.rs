//! Opening, amending and ending accounts of staff.

use std::sync::Arc;

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{ActorId, Once, StoreError};
use web::parts::{Facts, Prose};
use web::{Field, Form, Notice, Page, Problem, Query, Routes, Submitted, Visit};
use zeroize::Zeroizing;

use super::staff::person_at;

use crate::actions::{account as actions, hash, leave as leaving};
use crate::chooser::OfficeChooser;
use crate::model::password;
use crate::model::staff::{Staff, StaffRefusal};
use crate::responsibilities::Responsibilities;

const ACTION: Action = Action::ManageStaff;

pub(super) fn routes(responsibilities: Arc<dyn Responsibilities>) -> Routes<Desk> {
    let for_moving = Arc::clone(&responsibilities);
    Routes::new()
        .get("/staff/new", ACTION, show_new)
        .post("/staff/new", ACTION, open)
        .get("/staff/{staff}/password", ACTION, show_reset)
        .post("/staff/{staff}/password", ACTION, reset)
        .get("/staff/{staff}/edit", ACTION, show_edit)
        .post(
            "/staff/{staff}/edit",
            ACTION,
            move |visit: Visit,
                  State(desk): State<Desk>,
                  Path(id): Path<String>,
                  sent: Submitted| { amend(visit, desk, id, sent, for_moving) },
        )
        .get("/staff/{staff}/leave", ACTION, show_leave)
        .post(
            "/staff/{staff}/leave",
            ACTION,
            move |visit: Visit,
                  State(desk): State<Desk>,
                  Path(id): Path<String>,
                  sent: Submitted| { leave(visit, desk, id, sent, responsibilities) },
        )
}

fn field_of(refusal: &StaffRefusal) -> &'static str {
    match refusal {
        StaffRefusal::UserName | StaffRefusal::Taken => "user_name",
        StaffRefusal::Blank => "name",
        StaffRefusal::Office => "office",
        _ => "",
    }
}

/// The open offices that the actor may put people into.
async fn chooser(desk: &Desk, visit: &Visit) -> Result<OfficeChooser, Problem> {
    let area = visit.actor.area;
    let offices = desk
        .db
        .read::<_, _, StoreError>(async move |tx| OfficeChooser::within(tx, area).await)
        .await?;
    Ok(offices)
}

fn new_form(visit: &Visit, offices: &OfficeChooser, office: &str) -> Form {
    Form::new("/staff/new", "开通账号", visit.once_key())
        .field(offices.field("office", "机构").required().value(offices.value_for(office)))
        .field(Field::line("name", "姓名").required())
        .field(
            Field::line("user_name", "用户名").required().hint(
                "3 到 32 个小写字母、数字、点或连字符，以字母开头，例如 wang.fang；开通后不能改",
            ),
        )
        .cancel("/offices")
}

fn new_page(form: &Form) -> Page {
    Page::new("开通账号")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .lead("系统生成初始密码；岗位由安全管理员另行授予")
        .part(form)
}

async fn show_new(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let offices = chooser(&desk, &visit).await?;
    let own = visit.actor.office.to_string();
    let office = query.0.text("office").unwrap_or(&own);
    Ok(visit.show(&new_page(&new_form(&visit, &offices, office))))
}

async fn open(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let offices = chooser(&desk, &visit).await?;
    let mut form = new_form(&visit, &offices, "");
    form.take(&sent);
    let office = offices.chosen(&mut form, "office").map(|office| office.office_id);
    let Some(office) = office.filter(|_| form.is_sound()) else {
        return Ok(visit.show_again(&new_page(&form)));
    };
    let (initial, hashed) = initial_password(&desk).await?;
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    let (user_name, name) = (form.words("user_name"), form.words("name"));
    let outcome = desk
        .once_told(&visit, form.once(), async move |tx| {
            let names = (user_name.as_str(), name.as_str());
            let id = actions::open_account(tx, &sealing, &occasion, office, names, &hashed).await?;
            Ok::<_, Failure<StaffRefusal>>(id.to_string())
        })
        .await;
    match outcome {
        Ok(id) => tell_password(&desk, &visit, id, &initial, "账号已开通").await,
        Err(Failure::Refused(refusal)) => {
            form.refuse(field_of(&refusal), refusal);
            Ok(visit.show_again(&new_page(&form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn initial_password(desk: &Desk) -> Result<(Zeroizing<String>, String), Problem> {
    let initial = password::initial(desk.sealing.entropy.as_ref());
    let hashed = hash(initial.clone(), desk.sealing.entropy.clone()).await?;
    Ok((initial, hashed))
}

/// Shows a password to begin with, this once: it is stored nowhere. A form that is sent twice has another one
/// in its second answer, which opens nothing and is therefore not shown.
async fn tell_password(
    desk: &Desk,
    visit: &Visit,
    id: Once<String>,
    initial: &str,
    done: &str,
) -> Result<Response, Problem> {
    let (id, is_first) = match id {
        Once::First(id) => (id, true),
        Once::Again(id) => (id, false),
    };
    let person = person_at(desk, &id).await?;
    let path = format!("/staff/{id}");
    if !is_first {
        let page = Page::new(done)
            .section("/offices")
            .crumb(&person.name, path)
            .notice(Notice::note("此前已经办理，初始密码只在那时显示一次；没有记下的，请重置密码"));
        return Ok(visit.show(&page));
    }
    let facts = Facts::new("")
        .words("姓名", &person.name)
        .words("机构", &person.office_name)
        .words("用户名", &person.user_name)
        .words("初始密码", initial);
    let page = Page::new(done)
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&person.name, path)
        .notice(Notice::soon("初始密码只显示这一次，请当面交给本人；首次登录时须改为自己的密码"))
        .part(&facts);
    Ok(visit.show(&page))
}

/// Finds the member of staff of a path, whom the actor must be allowed to manage.
async fn managed_at(desk: &Desk, visit: &Visit, id: &str) -> Result<Staff, Problem> {
    let person = person_at(desk, id).await?;
    visit.may(ACTION, visit.actor.relation_to(person.office_code, None))?;
    Ok(person)
}

fn person_page(title: &str, person: &Staff, form: &Form, words: &str) -> Page {
    Page::new(format!("{title}：{}", person.name))
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&person.name, format!("/staff/{}", person.staff_id))
        .part(&Prose::new(words))
        .part(form)
}

fn button_form(visit: &Visit, person: &Staff, what: &str, label: &str) -> Form {
    let back = format!("/staff/{}", person.staff_id);
    Form::new(format!("{back}/{what}"), label, visit.once_key()).cancel(back)
}

fn reset_page(person: &Staff, form: &Form) -> Page {
    let words = "系统将生成新的初始密码，原密码立即失效，其进行中的会话全部结束；两步验证不变。";
    person_page("重置密码", person, form, words)
}

async fn show_reset(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = managed_at(&desk, &visit, &id).await?;
    let form = button_form(&visit, &person, "password", "重置密码");
    Ok(visit.show(&reset_page(&person, &form)))
}

async fn reset(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let person = managed_at(&desk, &visit, &id).await?;
    let (initial, hashed) = initial_password(&desk).await?;
    let (sealing, occasion, staff) =
        (desk.sealing.clone(), Occasion::from(&visit), person.staff_id);
    let outcome = desk
        .once_told(&visit, &sent.once_key()?, async move |tx| {
            let done = actions::reset_password(tx, &sealing, &occasion, staff, &hashed).await;
            done.map(|()| staff.to_string())
        })
        .await;
    match outcome {
        Ok(id) => tell_password(&desk, &visit, id, &initial, "密码已重置").await,
        Err(Failure::Refused(refusal)) => {
            let mut form = button_form(&visit, &person, "password", "重置密码");
            form.refuse("", refusal);
            Ok(visit.show_again(&reset_page(&person, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn edit_form(visit: &Visit, person: &Staff, offices: &OfficeChooser) -> Form {
    let office = offices
        .field("office", "机构")
        .required()
        .value(offices.value_for(&person.office_id.to_string()))
        .hint("调动前，其名下的服务对象应已移交；调动后会话结束、代班取消");
    button_form(visit, person, "edit", "保存")
        .field(Field::line("name", "姓名").required().value(&person.name))
        .field(office)
}

async fn show_edit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = managed_at(&desk, &visit, &id).await?;
    let form = edit_form(&visit, &person, &chooser(&desk, &visit).await?);
    Ok(visit.show(&person_page("修改、调动", &person, &form, "用户名和岗位不变。")))
}

async fn amend(
    visit: Visit,
    desk: Desk,
    id: String,
    sent: Submitted,
    responsibilities: Arc<dyn Responsibilities>,
) -> Result<Response, Problem> {
    let person = managed_at(&desk, &visit, &id).await?;
    let offices = chooser(&desk, &visit).await?;
    let mut form = edit_form(&visit, &person, &offices);
    form.take(&sent);
    let again = |form: &Form| {
        visit.show_again(&person_page("修改、调动", &person, form, "用户名和岗位不变。"))
    };
    let office = offices.chosen(&mut form, "office").map(|office| office.office_id);
    let Some(office) = office.filter(|_| form.is_sound()) else { return Ok(again(&form)) };
    let (sealing, occasion, staff) =
        (desk.sealing.clone(), Occasion::from(&visit), person.staff_id);
    let name = form.words("name");
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let new = (name.as_str(), office);
            let hook = responsibilities.as_ref();
            let done = actions::amend_account(tx, &sealing, &occasion, hook, staff, new).await;
            done.map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(&format!("/staff/{staff}"), "账号已修改")),
        Err(Failure::Refused(refusal)) => {
            form.refuse(field_of(&refusal), refusal);
            Ok(again(&form))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn leave_page(person: &Staff, form: &Form) -> Page {
    let words = "办理后，其岗位收回、会话结束、代班取消，账号不能再登录；姓名和历史记录保留。\
        办理前，其名下的服务对象应已全部移交。";
    person_page("办理离岗", person, form, words)
}

async fn show_leave(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = managed_at(&desk, &visit, &id).await?;
    let form = button_form(&visit, &person, "leave", "办理离岗");
    Ok(visit.show(&leave_page(&person, &form)))
}

async fn leave(
    visit: Visit,
    desk: Desk,
    id: String,
    sent: Submitted,
    responsibilities: Arc<dyn Responsibilities>,
) -> Result<Response, Problem> {
    let person = managed_at(&desk, &visit, &id).await?;
    let staff: ActorId = person.staff_id;
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    let outcome = desk
        .once(&visit, &sent.once_key()?, async move |tx| {
            let hook = responsibilities.as_ref();
            leaving::leave(tx, &sealing, &occasion, hook, staff).await.map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(&format!("/staff/{staff}"), "离岗已办理")),
        Err(Failure::Refused(refusal)) => {
            let mut form = button_form(&visit, &person, "leave", "办理离岗");
            form.refuse("", refusal);
            Ok(visit.show_again(&leave_page(&person, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}
