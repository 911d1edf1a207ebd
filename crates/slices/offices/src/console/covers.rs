//! Who stands in for whom.

use access::{Action, Duties, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{ActorId, StoreError};
use web::parts::{Button, Cell, Column, Prose, Table};
use web::{Choice, Field, Form, Page, Problem, Query, Routes, Submitted, Tone, Visit, workbook};

use crate::actions::cover as actions;
use crate::lookup;
use crate::model::cover::{Cover, CoverId, CoverRefusal};
use crate::model::staff::Staff;
use crate::sql;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/covers", Action::SeeOffices, list)
        .get("/covers/new", Action::KeepOwnAccount, show_new)
        .post("/covers/new", Action::KeepOwnAccount, set)
        .post("/covers/{cover}/revoke", Action::KeepOwnAccount, revoke)
}

/// Shows covers, with a button for those that the actor may end.
pub(super) fn cover_rows(covers: &[Cover], visit: &Visit) -> Table {
    let columns = vec![
        Column::text("本人"),
        Column::text("代班人"),
        Column::text("机构"),
        Column::text("开始"),
        Column::text("结束"),
        Column::text("原因"),
        Column::text("状态"),
        Column::buttons("操作"),
    ];
    let rows = covers.iter().map(|cover| {
        let state = if cover.holds_on(visit.today) {
            Cell::Badge(Tone::Note, "代班中".to_owned())
        } else {
            Cell::Badge(Tone::Plain, "未开始".to_owned())
        };
        let relation = visit.actor.relation_to(cover.office_code, None);
        let may_end =
            cover.staff_id == visit.actor.id || visit.may(Action::HandOver, relation).is_ok();
        let mut buttons = Vec::new();
        if may_end {
            let key = visit.once_key();
            let path = format!("/covers/{}/revoke", cover.cover_id);
            let spoken = format!("取消{}的代班", cover.staff_name);
            buttons.push(Button::post("取消", path, &[(web::form::ONCE, &key)]).spoken(spoken));
        }
        vec![
            Cell::link(&cover.staff_name, format!("/staff/{}", cover.staff_id)),
            Cell::link(&cover.covered_by_name, format!("/staff/{}", cover.covered_by)),
            Cell::text(&cover.office_name),
            Cell::Day(cover.first_day),
            Cell::Day(cover.last_day),
            Cell::text(&cover.reason),
            state,
            Cell::Buttons(buttons),
        ]
    });
    Table::new("代班", columns).rows(rows).empty("目前没有代班安排")
}

#[expect(clippy::disallowed_methods, reason = "it names staff alone")]
async fn list(visit: Visit, State(desk): State<Desk>, query: Query) -> Result<Response, Problem> {
    let (area, today) = (visit.actor.area, visit.today);
    let covers: Vec<Cover> = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            tx.all(sql::COVERS_WITHIN, &[&area.first, &area.last, &today]).await
        })
        .await?;
    let table = cover_rows(&covers, &visit).export("/covers?format=xlsx");
    if query.wants_workbook() {
        return workbook("代班", &table);
    }
    let mut page = Page::new("代班")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .lead("代班期间，代班人可以办理本人负责的服务对象；到期自动结束")
        .part(&table);
    if visit.actor.roles.iter().any(|role| role.duties() == Duties::Service) {
        page = page.tool(Button::link("设置代班", "/covers/new").main());
    }
    Ok(visit.show(&page))
}

/// The colleagues among whom a cover can be set: those of the office, and for a head those below it.
async fn colleagues(desk: &Desk, visit: &Visit) -> Result<Vec<Staff>, Problem> {
    let is_head = visit.may(Action::HandOver, Relation::Below).is_ok();
    let (area, office) = (visit.actor.area, visit.actor.office);
    let staff: Vec<Staff> = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            if is_head {
                tx.all(sql::STAFF_WITHIN, &[&area.first, &area.last]).await
            } else {
                lookup::staff_of(tx, office).await
            }
        })
        .await?;
    let serves =
        |person: &Staff| person.is_active() && person.roles.duties() == Some(Duties::Service);
    Ok(staff.into_iter().filter(serves).collect())
}

fn choices(staff: &[Staff], own_office: &str) -> Vec<Choice> {
    let label = |person: &Staff| {
        if person.office_name == own_office {
            format!("{}（{}）", person.name, person.roles)
        } else {
            format!("{}（{}，{}）", person.name, person.office_name, person.roles)
        }
    };
    staff.iter().map(|person| Choice::new(person.staff_id.to_string(), label(person))).collect()
}

fn new_form(visit: &Visit, staff: &[Staff]) -> Form {
    let is_head = visit.may(Action::HandOver, Relation::Office).is_ok();
    let me = visit.actor.id.to_string();
    let away: Vec<Staff> = staff
        .iter()
        .filter(|person| is_head || person.staff_id == visit.actor.id)
        .cloned()
        .collect();
    let office = &visit.actor.office_name;
    Form::new("/covers/new", "设置代班", visit.once_key())
        .field(Field::of("staff", "本人", choices(&away, office)).required().value(me))
        .field(Field::of("covered_by", "代班人", choices(staff, office)).required())
        .field(Field::day("first_day", "开始日期").required().value(visit.today.to_string()))
        .field(Field::day("last_day", "结束日期").required().hint("含当日；到期自动结束"))
        .field(Field::line("reason", "原因").required().hint("例如：年休假、外出培训"))
        .cancel("/covers")
}

fn new_page(form: &Form) -> Page {
    Page::new("设置代班")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb("代班", "/covers")
        .part(&Prose::new("本人可以为自己设置代班；负责人可以为本机构和下级机构的人员设置。"))
        .part(form)
}

async fn show_new(visit: Visit, State(desk): State<Desk>) -> Result<Response, Problem> {
    let staff = colleagues(&desk, &visit).await?;
    Ok(visit.show(&new_page(&new_form(&visit, &staff))))
}

/// The field that a refusal belongs to.
const fn field_of(refusal: CoverRefusal) -> &'static str {
    match refusal {
        CoverRefusal::Oneself
        | CoverRefusal::Offices
        | CoverRefusal::NotServing
        | CoverRefusal::Away => "covered_by",
        CoverRefusal::Order | CoverRefusal::Long => "last_day",
        CoverRefusal::Past | CoverRefusal::Overlap | CoverRefusal::Covering => "first_day",
        CoverRefusal::Reason => "reason",
        CoverRefusal::Over | CoverRefusal::Missing => "",
    }
}

async fn set(visit: Visit, State(desk): State<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let staff = colleagues(&desk, &visit).await?;
    let mut form = new_form(&visit, &staff);
    form.take(&sent);
    let id = |name| form.text(name).and_then(|id| id.parse::<ActorId>().ok());
    let new = match (id("staff"), id("covered_by"), form.day("first_day"), form.day("last_day")) {
        (Some(staff), Some(covered_by), Some(first_day), Some(last_day)) if form.is_sound() => {
            let reason = form.words("reason");
            actions::NewCover { staff, covered_by, first_day, last_day, reason }
        }
        _ => return Ok(visit.show_again(&new_page(&form))),
    };
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let id = actions::set_cover(tx, &sealing, &occasion, &new).await?;
            Ok::<_, Failure<CoverRefusal>>(id.to_string())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on("/covers", "代班已设置")),
        Err(Failure::Refused(refusal)) => {
            form.refuse(field_of(refusal), refusal);
            Ok(visit.show_again(&new_page(&form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn revoke(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let cover: CoverId = id.parse().map_err(|_| Problem::Missing)?;
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    desk.once(&visit, &sent.once_key()?, async move |tx| {
        actions::revoke_cover(tx, &sealing, &occasion, cover).await.map(|()| String::new())
    })
    .await?;
    Ok(visit.go_on("/covers", "代班已取消"))
}
