//! /surveys/groups: the other groups that a city or a district helps in the same way (BJ18-33).

use std::collections::HashMap;

use access::{Action, Failure, OfficeLevel};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use kernel::Day;
use store::StoreError;
use web::form::ONCE;
use web::parts::{Button, Cell, Column, Section, Table};
use web::{Field, Form, Page, Problem, Query, Submitted, Tone, Visit, id, workbook};

use super::words::{office_names, place_name, problem, whole_city};
use crate::actions::groups::{NewGroup, end_group, groups, put_group};
use crate::model::{AssistanceGroup, GroupId};

struct Known {
    groups: Vec<AssistanceGroup>,
    offices: HashMap<i64, String>,
}

async fn know(visit: &Visit, desk: &Desk) -> Result<Known, Problem> {
    let (own, all) = (visit.actor.area, whole_city(visit.actor.area));
    let known = desk.db.read::<_, _, StoreError>(async move |tx| {
        let mut groups = groups(tx).await?;
        groups.retain(|group| group.area().holds(own.first) || own.holds(group.area_code));
        Ok(Known { groups, offices: office_names(tx, all).await? })
    });
    Ok(known.await?)
}

#[expect(clippy::disallowed_methods, reason = "it lists groups, and names nobody")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let known = know(&visit, &desk).await?;
    if query.wants_workbook() {
        return workbook("其他重点帮扶群体", &table(&visit, &known));
    }
    Ok(visit.show(&page(&visit, &known, &form(&visit))))
}

pub(super) async fn put(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let known = know(&visit, &desk).await?;
    let mut form = form(&visit);
    form.take(&sent);
    if form.is_sound() {
        let new = NewGroup {
            name: form.words("name"),
            issuer: form.words("issuer"),
            document: form.words("document"),
            since: form.day("since").unwrap_or(visit.today),
            until: form.day("until"),
        };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            put_group(tx, &own, &occasion, &new).await.map(|id| id.to_string())
        });
        match outcome.await {
            Ok(_) => return Ok(visit.go_on("/surveys/groups", "已加入；执行期内可以认定这一群体")),
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&visit, &known, &form)))
}

/// Ends a group with a day; with today where none is given.
pub(super) async fn end(
    visit: Visit,
    State(desk): State<Desk>,
    Path(group): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let group: GroupId = id(&group)?;
    let (key, occasion) = (sent.once_key()?, Occasion::from(&visit));
    let until: Day = sent.text("until").and_then(|day| day.parse().ok()).unwrap_or(visit.today);
    let ended =
        desk.once(&visit, &key, async move |tx| end_group(tx, &occasion, group, until).await).await;
    ended.map_err(problem)?;
    Ok(visit.go_on("/surveys/groups", "已终止；此后不能再按这一群体认定，已经认定的到办理退出为止"))
}

fn form(visit: &Visit) -> Form {
    Form::new("/surveys/groups", "加入", visit.once_key())
        .field(Field::line("name", "群体名称").required().hint("台账里就写这个名称"))
        .field(Field::line("issuer", "确定机关").required().value(visit.actor.office_name.clone()))
        .field(Field::line("document", "文件").required().hint("文件名称和文号"))
        .field(Field::day("since", "执行起始日").required().value(visit.today.to_string()))
        .field(Field::day("until", "执行截止日").hint("文件没有写明的不填，以后再终止"))
}

fn page(visit: &Visit, known: &Known, form: &Form) -> Page {
    let page = Page::new("其他重点帮扶群体")
        .section("/assistance").crumb("就业援助", "/assistance")
        .crumb("就业意愿摸查", "/surveys")
        .lead("市、区确定的其他应予重点就业帮扶的人员，参照就业困难人员服务（BJ18-33）；在执行期内，认定时可选")
        .part(&table(visit, known));
    if visit.actor.area.level() > OfficeLevel::District {
        return page;
    }
    let words = format!("适用于 {} 及下级机构", visit.actor.office_name);
    page.part(&Section::new("加入一个群体", "new").lead(words).part(form))
}

fn table(visit: &Visit, known: &Known) -> Table {
    let rows = known.groups.iter().map(|group| {
        let is_ended = group.until.is_some_and(|until| until < visit.today);
        let (tone, state) = match () {
            () if is_ended => (Tone::Plain, "已终止"),
            () if group.since > visit.today => (Tone::Note, "未开始"),
            () => (Tone::Good, "执行中"),
        };
        let relation = visit.actor.relation_to(group.area_code, None);
        let may_end = !is_ended
            && group.since <= visit.today
            && group.until != Some(visit.today)
            && visit.may(Action::ConductSurvey, relation).is_ok();
        let buttons = if may_end {
            let path = format!("/surveys/groups/{}/end", group.group_id);
            let once = visit.once_key();
            let button = Button::post("今天起终止", path, &[(ONCE, &once)]);
            vec![button.spoken(format!("今天起终止{}", group.name))]
        } else {
            Vec::new()
        };
        vec![
            Cell::text(&group.name),
            Cell::Two(group.issuer.clone(), group.document.clone()),
            Cell::text(place_name(&known.offices, group.area_code)),
            Cell::Day(group.since),
            group.until.map_or(Cell::Nothing, Cell::Day),
            Cell::Badge(tone, state.to_owned()),
            Cell::Buttons(buttons),
        ]
    });
    let columns = vec![
        Column::text("群体"),
        Column::text("确定机关、文件"),
        Column::text("适用地区"),
        Column::text("起始日"),
        Column::text("截止日"),
        Column::text("状态"),
        Column::buttons("办理"),
    ];
    Table::new("其他重点帮扶群体", columns)
        .rows(rows)
        .empty("还没有另外确定的群体；规定的就业困难人员类别一直可选（BJ18-18）")
        .export("/surveys/groups?format=xlsx")
}
