//! 按决定暂不办: what rests of somebody's day, or of an office's, with the decision by which it does. The figures count it;
//! the lists of what is to be done do not name it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use access::{Action, Actor, Area, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::{ActorId, StoreError, SubjectId};
use web::parts::{Cell, Column, Table, Trail};
use web::{Page, Problem, Query, Visit};

use super::agenda::{read_after, write_after};
use super::own::Own;
use super::taking_out::{Reach, offer, take_out};
use super::words::{
    bound_by, due_cell, names_on, owes, person_cell, relation_in, relation_to_all, why,
};
use crate::actions::agenda::{After, Whose};
use crate::actions::rest::{Resting, resting};
use crate::sql::ListedRow;

/// How many rows a page holds.
const PAGE: i64 = 100;
/// How many are read at a time for a workbook, which has all of them.
const AT_ONCE: i64 = 500;
const TITLE: &str = "按决定暂不办";
const LEAD: &str = "核实后暂不停止服务、没有批准停止服务或者本人异议成立的：期限不变，仍计入各项数字，与台账核对一致；到日子或有新的记录以前，不列入应办清单和日历（BJ18-13、BJ18-21、BJ18-29）";

/// What rests of a list, and what its rows name.
struct Found {
    rows: Vec<Resting>,
    names: HashMap<SubjectId, String>,
    staff: HashMap<ActorId, String>,
    /// After which place the next page begins.
    next: Option<After>,
}

/// What rests of what the actor answers for, or of the day of a colleague whom they stand in for.
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let officer: Option<ActorId> = query.0.text("officer").and_then(|id| id.parse().ok());
    let whose = Own::of(&visit.actor, officer).whose;
    visit.may(Action::SeeOwnDuties, relation_to_all(&visit.actor, whose))?;
    let within = match whose {
        Whose::Community(code) => Some(Area::of_code(code - code.rem_euclid(1_000))),
        _ => None,
    };
    let path = officer.map_or_else(String::new, |officer| format!("officer={officer}"));
    let page = Page::new(TITLE).section("/today").crumb("今日应办", "/today").lead(LEAD);
    answer(&visit, &desk, page, &query, (whose, within), &address("/today/resting", &path)).await
}

/// What rests of what an office and those below it, or one of its officers, answer for.
pub(super) async fn show_office(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let code = query.0.text("office").and_then(|code| code.parse().ok());
    let area = visit.actor.reach(Action::SeeOfficeDuties, code)?;
    let officer: Option<ActorId> = query.0.text("officer").and_then(|id| id.parse().ok());
    let whose = officer.map_or(Whose::Office(area), Whose::Officer);
    let of_officer = officer.map_or_else(String::new, |officer| format!("&officer={officer}"));
    let path = address("/today/office/resting", &format!("office={}{of_officer}", area.first));
    let page = Page::new(TITLE)
        .section("/today/office")
        .crumb("机构应办", format!("/today/office?office={}", area.first))
        .lead(LEAD);
    answer(&visit, &desk, page, &query, (whose, Some(area)), &path).await
}

fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

async fn answer(
    visit: &Visit,
    desk: &Desk,
    page: Page,
    query: &Query,
    (whose, within): (Whose, Option<Area>),
    path: &str,
) -> Result<Response, Problem> {
    // Within an office one officer's is the office's to take out.
    let relation = match (whose, within) {
        (Whose::Officer(_), Some(area)) => visit.actor.relation_to(area.first, None),
        _ => relation_to_all(&visit.actor, whose),
    };
    let reach = Reach::Alike(relation);
    let (trail, after) = Trail::of(&query.0, read_after);
    if query.wants_workbook() {
        reach.ask(visit)?;
        let mut found = find(visit, desk, (whose, within), After::nothing(), AT_ONCE).await?;
        while let Some(after) = found.next.take() {
            let more = find(visit, desk, (whose, within), after, AT_ONCE).await?;
            found.rows.extend(more.rows);
            found.names.extend(more.names);
            found.next = more.next;
        }
        let subjects = found.rows.iter().map(|row| row.rest.subject);
        let table = table(desk, &found, (&visit.actor, bound_by(whose)), visit.today);
        return take_out(visit, desk, reach, TITLE, &table, subjects).await;
    }
    let after = after.unwrap_or_else(After::nothing);
    let found = find(visit, desk, (whose, within), after, PAGE).await?;
    let sign = if path.contains('?') { '&' } else { '?' };
    let table = table(desk, &found, (&visit.actor, bound_by(whose)), visit.today);
    let mut table = offer(visit, reach, table, format!("{path}{sign}format=xlsx"));
    let last = found.rows.last().filter(|_| found.next.is_some());
    let next = last.map(|row| write_after(&row.listed.duty));
    table.pager = trail.pager(path, next, &format!("每页 {PAGE} 条"));
    Ok(visit.show(&page.part(&table)))
}

async fn find(
    visit: &Visit,
    desk: &Desk,
    (whose, within): (Whose, Option<Area>),
    after: After,
    limit: i64,
) -> Result<Found, StoreError> {
    let (own, today) = (desk.clone(), visit.today);
    let (mut rows, staff) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let rows = resting(tx, &own, (whose, within), (today, &after), limit + 1).await?;
            let mut staff = HashMap::new();
            for row in &rows {
                // Whoever decides on an objection belongs to an office above.
                for one in row.decided_by.into_iter().chain(row.listed.duty.officer_id) {
                    if let Entry::Vacant(unknown) = staff.entry(one) {
                        unknown.insert(offices::staff_name(tx, one).await?);
                    }
                }
            }
            Ok((rows, staff))
        })
        .await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    let listed: Vec<ListedRow> = rows.iter().map(|row| row.listed.clone()).collect();
    let names = names_on(desk, &visit.actor, bound_by(whose), &listed)?;
    let next = listed.last().filter(|_| has_more).map(|row| After::from(&row.duty));
    Ok(Found { rows, names, staff, next })
}

/// Lists what rests, to an actor to whom the list binds its people where nothing else does.
fn table(desk: &Desk, found: &Found, (actor, list): (&Actor, Relation), today: Day) -> Table {
    let columns = vec![
        Column::text("服务对象"),
        Column::text("暂不办的事项"),
        Column::text("期限"),
        Column::text("依据"),
        Column::text("决定"),
        Column::text("决定日期"),
        Column::text("决定人"),
        Column::text("到何时"),
        Column::text("责任人"),
    ];
    let law = desk.rulebook.law();
    let staff = |one: Option<ActorId>| one.and_then(|one| found.staff.get(&one));
    let rows = found.rows.iter().map(|Resting { listed, rest, decided_by }| {
        let row = &listed.duty;
        let name = found.names.get(&row.subject_id).map_or("—", String::as_str);
        vec![
            person_cell(actor, relation_in(actor, row, list), row.subject_id, name, String::new()),
            Cell::text(owes(&row.rule)),
            due_cell(law, row, today),
            why(law, row),
            Cell::text(rest.because.term()),
            Cell::Day(rest.decided_on),
            staff(*decided_by).map_or(Cell::Nothing, Cell::text),
            Cell::text(rest.until_words()),
            staff(row.officer_id).map_or(Cell::text("本机构"), Cell::text),
        ]
    });
    Table::new("按决定暂不办的事项，按期限排列", columns)
        .rows(rows.collect::<Vec<_>>())
        .empty("没有按决定暂不办的事项")
}
