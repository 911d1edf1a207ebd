//! Who stands in for whom.

use access::{Action, Area, Duties, Failure, OfficeLevel, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{ActorId, StoreError};
use web::parts::{Button, Cell, Column, Prose, Table};
use web::{Choice, Field, Form, Page, Problem, Query, Routes, Submitted, Tone, Visit, workbook};

use crate::actions::cover as actions;
use crate::chooser::OfficeChooser;
use crate::lookup;
use crate::model::cover::{Cover, CoverId, CoverRefusal};
use crate::model::office::Office;
use crate::model::staff::Staff;
use crate::sql;

/// The name under which a page is told the office that a stand-in comes from.
const FROM: &str = "from";

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
        let leads = |code| visit.may(Action::HandOver, visit.actor.relation_to(code, None)).is_ok();
        let is_own = cover.staff_id == visit.actor.id;
        let may_end = is_own || leads(cover.office_code) || leads(cover.base_code);
        let mut buttons: Vec<Button> = way_in(cover, visit).into_iter().collect();
        if may_end {
            let key = visit.once_key();
            let path = format!("/covers/{}/revoke", cover.cover_id);
            let spoken = format!("取消{}的代班", cover.staff_name);
            buttons.push(Button::post("取消", path, &[(web::form::ONCE, &key)]).spoken(spoken));
        }
        let stand_in = Cell::Link {
            text: cover.covered_by_name.clone(),
            path: format!("/staff/{}", cover.covered_by),
            beneath: if cover.is_from_elsewhere() {
                cover.base_name.clone()
            } else {
                String::new()
            },
        };
        // Why somebody is away is for their own office and those above it.
        let is_told = is_own || visit.actor.area.holds(cover.office_code);
        vec![
            Cell::link(&cover.staff_name, format!("/staff/{}", cover.staff_id)),
            stand_in,
            Cell::text(&cover.office_name),
            Cell::Day(cover.first_day),
            Cell::Day(cover.last_day),
            if is_told { Cell::text(&cover.reason) } else { Cell::Nothing },
            state,
            Cell::Buttons(buttons),
        ]
    });
    Table::new("代班", columns).rows(rows).empty("目前没有代班安排")
}

/// The way to what is due to the people of whoever the actor stands in for.
fn way_in(cover: &Cover, visit: &Visit) -> Option<Button> {
    let absent = visit.actor.places.absent.iter().find(|absent| absent.id == cover.staff_id);
    let path = match absent {
        Some(absent) => web::beneath(absent, "/"),
        None if visit.actor.stands_in_for.contains(&cover.staff_id) => {
            format!("/today?officer={}", cover.staff_id)
        }
        None => return None,
    };
    let is_own = cover.covered_by == visit.actor.id && cover.holds_on(visit.today);
    let spoken = format!("代{}办理", cover.staff_name);
    is_own.then(|| Button::link("去办理", path).main().spoken(spoken))
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
        .lead("代班期间，代班人可以办理本人负责的服务对象；由其他机构的人员代班的，在本人的岗位上按本人的权限办理，每条记录写明由谁代办。到期自动结束")
        .part(&table);
    if visit.actor.roles.iter().any(|role| role.duties() == Duties::Service) {
        page = page.tool(Button::link("设置代班", "/covers/new").main());
    }
    Ok(visit.show(&page))
}

/// Among whom a cover is set.
struct Offered {
    /// Who may be away: the actor; for a head those of the office and those below it.
    away: Vec<Staff>,
    /// Who may stand in for them: those of the office that was asked for, or else the same colleagues.
    stand_ins: Vec<Staff>,
    /// The offices of the district that lend a hand; none for whoever is no head.
    offices: OfficeChooser,
    /// The office that was asked for.
    from: Option<Office>,
}

/// Reads them. `from` names the office that the stand-in comes from; blank for the colleagues.
async fn offered(desk: &Desk, visit: &Visit, from: &str) -> Result<Offered, Problem> {
    let is_head = visit.may(Action::HandOver, Relation::Office).is_ok();
    let (area, office, from) = (visit.actor.area, visit.actor.office, from.to_owned());
    let (me, district) = (visit.actor.id, Area::of_code(area.first - area.first % 1_000_000));
    let serves =
        |person: &Staff| person.is_active() && person.roles.duties() == Some(Duties::Service);
    let offered = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let mut away = if is_head {
                tx.all(sql::STAFF_WITHIN, &[&area.first, &area.last]).await?
            } else {
                lookup::staff_of(tx, office).await?
            };
            away.retain(serves);
            let offices = match area.level() {
                _ if !is_head => OfficeChooser::default(),
                // Whoever leads a city lends nobody across its districts.
                OfficeLevel::City => OfficeChooser::default(),
                _ => OfficeChooser::within(tx, district).await?,
            };
            let from = offices.find(&from).ok().cloned();
            let mut stand_ins = match &from {
                Some(from) => lookup::staff_of(tx, from.office_id).await?,
                None => away.clone(),
            };
            stand_ins.retain(serves);
            away.retain(|person| is_head || person.staff_id == me);
            Ok(Offered { away, stand_ins, offices, from })
        })
        .await?;
    Ok(offered)
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

fn new_form(visit: &Visit, offered: &Offered) -> Form {
    let me = visit.actor.id.to_string();
    let office = &visit.actor.office_name;
    let stand_ins = choices(&offered.stand_ins, office);
    let stand_in = Field::of("covered_by", "代班人", stand_ins).required();
    let stand_in = match &offered.from {
        Some(from) => stand_in.hint(format!("{}的人员", from.name)),
        None => stand_in,
    };
    let form = Form::new("/covers/new", "设置代班", visit.once_key())
        .field(Field::of("staff", "本人", choices(&offered.away, office)).required().value(me))
        .field(stand_in)
        .field(Field::day("first_day", "开始日期").required().value(visit.today.to_string()))
        .field(Field::day("last_day", "结束日期").required().hint("含当日；到期自动结束"))
        .field(Field::line("reason", "原因").required().hint("例如：年休假、外出培训"))
        .cancel("/covers");
    match &offered.from {
        Some(from) => form.hidden(FROM, from.office_id.to_string()),
        None => form,
    }
}

fn new_page(form: &Form, offered: &Offered) -> Page {
    let page = Page::new("设置代班")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb("代班", "/covers");
    if !offered.offices.has_choice() {
        let words = "本人可以为自己设置由同事代班；负责人可以为本机构和下级机构的人员设置，也可以请本区其他机构的人员代班。";
        return page.part(&Prose::new(words)).part(form);
    }
    let words = "可以由同事代班；街道、社区缺人时，也可以请本区其他街道、社区或区级机构的人员代班。\
                 代班人在本人的岗位上按本人的权限办理，看不到其他机构的服务对象，到期自动结束（BJ18-4）。";
    let from = offered.from.as_ref().map(|from| from.office_id.to_string()).unwrap_or_default();
    let from = offered.offices.value_for(&from);
    let asking = Form::asking("/covers/new", "列出人员")
        .field(offered.offices.field(FROM, "代班人所在机构").value(from));
    page.part(&Prose::new(words)).part(&asking).part(form)
}

async fn show_new(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let offered = offered(&desk, &visit, query.0.text(FROM).unwrap_or_default()).await?;
    Ok(visit.show(&new_page(&new_form(&visit, &offered), &offered)))
}

/// The field that a refusal belongs to.
const fn field_of(refusal: CoverRefusal) -> &'static str {
    match refusal {
        CoverRefusal::Oneself
        | CoverRefusal::Offices
        | CoverRefusal::NotHead
        | CoverRefusal::NotServing
        | CoverRefusal::Away => "covered_by",
        CoverRefusal::Order | CoverRefusal::Long => "last_day",
        CoverRefusal::Past | CoverRefusal::Overlap | CoverRefusal::Covering => "first_day",
        CoverRefusal::Reason => "reason",
        CoverRefusal::Over | CoverRefusal::Missing => "",
    }
}

async fn set(visit: Visit, State(desk): State<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let offered = offered(&desk, &visit, sent.text(FROM).unwrap_or_default()).await?;
    let mut form = new_form(&visit, &offered);
    form.take(&sent);
    let id = |name| form.text(name).and_then(|id| id.parse::<ActorId>().ok());
    let new = match (id("staff"), id("covered_by"), form.day("first_day"), form.day("last_day")) {
        (Some(staff), Some(covered_by), Some(first_day), Some(last_day)) if form.is_sound() => {
            let reason = form.words("reason");
            actions::NewCover { staff, covered_by, first_day, last_day, reason }
        }
        _ => return Ok(visit.show_again(&new_page(&form, &offered))),
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
            Ok(visit.show_again(&new_page(&form, &offered)))
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
