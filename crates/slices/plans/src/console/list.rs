//! /plans: the people under an agreement in an office, and how it stands with their plans.

use access::{Action, Area};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use duties::{Reach, offer, take_out};
use kernel::Day;
use store::StoreError;
use web::parts::{Button, Cell, Column, Row, Tab, Table, Tabs, Trail};
use web::{Page, Problem, Query, Tone, Visit};

use crate::actions::list::{Listed, Place, View, list_plans};

/// How many people stand on a page.
const PAGE: i64 = 50;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 500;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = query.0.text("office").and_then(|code| code.parse().ok());
    let area = visit.actor.reach(Action::SeeOfficeDuties, asked)?;
    let relation = visit.actor.relation_to(area.first, None);
    let reach = Reach::Alike(relation);
    let view = query.0.text("view").and_then(View::named).unwrap_or(View::All);
    let (trail, after) = Trail::of(&query.0, |place| place.parse().ok());
    if query.wants_workbook() {
        reach.ask(&visit)?;
        let people = find_all(&visit, &desk, (area, view)).await?;
        let (list, subjects) = (table(&people, visit.today), people.iter().map(|one| one.subject));
        return take_out(&visit, &desk, reach, "援助方案", &list, subjects).await;
    }
    let (people, next) = find(&visit, &desk, (area, view), after, PAGE).await?;
    let path = format!("/plans?office={}&view={}", area.first, view.text());
    let mut list = offer(&visit, reach, table(&people, visit.today), format!("{path}&format=xlsx"));
    let next_place = next.map(|next| next.to_string());
    list.pager = trail.pager(&path, next_place, &format!("本页 {} 人", people.len()));
    let tabs = View::ALL.map(|(other, label)| Tab {
        label: label.to_owned(),
        path: format!("/plans?office={}&view={}", area.first, other.text()),
        count: None,
        is_current: other == view,
    });
    let mut page = Page::new("援助方案")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .lead("协议在执行的就业困难人员：谁还没有方案，谁的行动逾期；您负责的在前，急的在前（BJ18-25、BJ18-26）")
        .part(&Tabs { label: "看哪些人".to_owned(), tabs: tabs.to_vec() });
    if visit.actor.may_ever(Action::SeeFigures) {
        let path = format!("/plans/effect?office={}", area.first);
        page = page.tool(Button::link("措施效果", path));
    }
    Ok(visit.show(&page.part(&list)))
}

/// Finds everybody, page after page.
async fn find_all(
    visit: &Visit,
    desk: &Desk,
    what: (Area, View),
) -> Result<Vec<Listed>, StoreError> {
    let (mut people, mut after) = (Vec::new(), None);
    loop {
        let (some, next) = find(visit, desk, what, after, AT_ONCE).await?;
        people.extend(some);
        if next.is_none() {
            return Ok(people);
        }
        after = next;
    }
}

async fn find(
    visit: &Visit,
    desk: &Desk,
    what: (Area, View),
    after: Option<Place>,
    limit: i64,
) -> Result<(Vec<Listed>, Option<Place>), StoreError> {
    let (own, actor, today) = (desk.clone(), visit.actor.clone(), visit.today);
    desk.db
        .read(async move |tx| list_plans(tx, &own, (&actor, today), what, after, limit).await)
        .await
}

fn table(people: &[Listed], today: Day) -> Table {
    let columns = vec![
        Column::text("姓名"),
        Column::text("机构"),
        Column::text("专员"),
        Column::text("方案"),
        Column::text("应办到"),
        Column::number("行动"),
        Column::number("完成"),
        Column::number("逾期"),
        Column::text("最近到期"),
    ];
    let rows = people.iter().map(|person| {
        let path = format!("/people/{}/plan", person.subject);
        let name =
            if person.may_read { Cell::link(&person.name, path) } else { Cell::text(&person.name) };
        let due = person.adopt_by.or(person.revise_by);
        let is_late = due.is_some_and(|due| due < today);
        let (tone, words) = match (person.adopt_by, person.revise_by, person.plan_on) {
            (Some(_), ..) => (Tone::Soon, "应制定（BJ18-26(1)）".to_owned()),
            (_, Some(_), _) => (Tone::Soon, "应按会诊意见修订（BJ18-28）".to_owned()),
            (.., Some(on)) => (Tone::Good, format!("{on} 定稿")),
            (.., None) => (Tone::Plain, "没有方案".to_owned()),
        };
        let tone = if is_late { Tone::Late } else { tone };
        let come = person.come;
        let count = |of: fn(&crate::actions::list::Come) -> i64| {
            come.as_ref().map_or(Cell::Nothing, |come| Cell::Number(of(come)))
        };
        let late = come.is_some_and(|come| come.late > 0);
        Row {
            cells: vec![
                name,
                Cell::text(&person.office),
                Cell::text(&person.officer),
                Cell::Badge(tone, words),
                due.map_or(Cell::Nothing, Cell::Day),
                count(|come| come.steps),
                count(|come| come.done),
                count(|come| come.late),
                come.and_then(|come| come.next_due).map_or(Cell::Nothing, Cell::Day),
            ],
            tone: if late || is_late { Tone::Late } else { Tone::Plain },
        }
    });
    Table::new("援助方案", columns).rows(rows).empty("没有这样的人；协议在执行的人会列在这里")
}
