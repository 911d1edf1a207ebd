//! The visit list, to take along.

use access::Relation;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out, take_out_on_paper};
use store::SubjectId;
use web::parts::{Button, Cell, Column, Table};
use web::{Notice, Page, Problem, Query, Visit};

use crate::actions::visits::{AHEAD, Stop, visits};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    if query.wants_workbook() {
        return give_workbook(&visit, &desk).await;
    }
    list(&visit, &desk, false).await
}

/// How the actor stands to those on the list: those who live in a community are not its assistant's to take out.
fn reach(visit: &Visit) -> Reach {
    let is_communitys = visit.actor.community().is_some();
    Reach::Alike(if is_communitys { Relation::Resident } else { Relation::Assigned })
}

/// Gives the list as a workbook; addresses and numbers stay masked, as in every list that is taken out.
async fn give_workbook(visit: &Visit, desk: &Desk) -> Result<Response, Problem> {
    reach(visit).ask(visit)?;
    let (occasion, inner) = (Occasion::from(visit), desk.clone());
    let write = desk.db.write(async move |tx| visits(tx, &inner, &occasion, false).await);
    let mut stops = write.await?;
    for there in visit.actor.in_their_places() {
        let mut visit = visit.clone();
        visit.actor = there;
        let is_there = |stop: &Stop| stop.place_of == visit.actor.places.taken;
        // What is another office's is taken out as from there, by whoever may; it stays on the page and on paper.
        if reach(&visit).ask(&visit).is_err() {
            stops.retain(|stop| !is_there(stop));
            continue;
        }
        let theirs: Vec<SubjectId> =
            stops.iter().filter(|stop| is_there(stop)).map(|stop| stop.subject).collect();
        take_out_on_paper(&visit, desk, reach(&visit), theirs).await?;
    }
    let here = &visit.actor.places.taken;
    let own = stops.iter().filter(|stop| stop.place_of == *here).map(|stop| stop.subject);
    take_out(visit, desk, reach(visit), "走访清单", &table(visit, &stops), own).await
}

/// Shows addresses and numbers in full; a deliberate act, noted in every file.
pub(super) async fn reveal(visit: Visit, State(desk): State<Desk>) -> Result<Response, Problem> {
    list(&visit, &desk, true).await
}

async fn list(visit: &Visit, desk: &Desk, reveals: bool) -> Result<Response, Problem> {
    let (occasion, inner) = (Occasion::from(visit), desk.clone());
    let stops = desk.db.write(async move |tx| visits(tx, &inner, &occasion, reveals).await).await?;
    let page = Page::new("走访清单").section("/today").crumb("今日应办", "/today").lead(format!(
        "{} · {} · {AHEAD} 天内要办的 {} 人，按日期排列，同一天同一社区的排在一起",
        visit.actor.name,
        visit.today,
        stops.len()
    ));
    let page = if reveals {
        page.notice(Notice::soon(
            "清单上有完整的住址和电话，用后请销毁；这次查看已记入每个人的查阅记录",
        ))
    } else {
        page.tool(Button::post("显示完整住址和电话", "/people/visits", &[]).main())
    };
    let table = offer(visit, reach(visit), table(visit, &stops), "/people/visits?format=xlsx");
    Ok(visit.show(&page.part(&table)))
}

/// Where the file is: of another office's people, in the place of whoever is away.
fn path(visit: &Visit, stop: &Stop) -> String {
    let path = format!("/people/{}", stop.subject);
    match &stop.place_of {
        Some(absent) if visit.actor.places.taken.is_none() => web::beneath(absent, &path),
        _ => path,
    }
}

fn table(visit: &Visit, stops: &[Stop]) -> Table {
    let columns = vec![
        Column::text("姓名"),
        Column::text("日期"),
        Column::text("居住地"),
        Column::text("详细地址"),
        Column::text("电话"),
        Column::text("要办什么"),
        Column::text("结果（手写）"),
    ];
    let rows = stops.iter().map(|stop| {
        let kind = if stop.is_planned { "计划" } else { "期限" };
        vec![
            Cell::Link {
                text: stop.name.clone(),
                path: path(visit, stop),
                beneath: match stop.instead_of.as_str() {
                    "" => String::new(),
                    absent => format!("代{absent}走访"),
                },
            },
            Cell::Two(stop.day.to_string(), kind.to_owned()),
            Cell::text(stop.place.clone()),
            Cell::text(stop.address.clone()),
            Cell::text(stop.phone.clone()),
            Cell::text(stop.tasks.join("；")),
            Cell::text(""),
        ]
    });
    Table::new("走访清单", columns)
        .rows(rows)
        .empty(format!("{AHEAD} 天内没有要办的事项，不必走访"))
}
