//! /surveys/{round}/people: the people behind a figure, for whoever may read them.

use access::{Action, Area};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, TakingOut, offer};
use store::StoreError;
use subjects::name_of;
use web::parts::{Cell, Column, Pager, Table};
use web::{Page, Problem, Query, Visit, id};

use super::picture_page::part_of;
use super::words::{office_names, place_name, problem, staff_name, whole_city};
use crate::actions::picture::{Counted, counted};
use crate::model::{Figure, RoundId};

/// How many people stand on a page.
const PAGE: usize = 100;
/// How many are opened at a time for a workbook, which has all of them.
const AT_ONCE: usize = 500;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(round): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let round: RoundId = id(&round)?;
    let figure = query.0.text("figure").and_then(Figure::named).unwrap_or(Figure::Target);
    let place: Option<i64> = query.0.text("place").and_then(|code| code.parse().ok());
    let exports = query.wants_workbook();
    let action = if exports { Action::Export } else { Action::ReadFile };
    let (part, occasion) = (part_of(&query), Occasion::from(&visit));
    let (round, area, people) = desk
        .db
        .read(async move |tx| counted(tx, &occasion, action, round, part, place, figure).await)
        .await
        .map_err(problem)?;
    let reach = Reach::Alike(visit.actor.relation_to(area.first, None));
    if exports {
        let mut out = TakingOut::begin(&visit, &desk, reach)?;
        // Nobody behind a figure is a workbook with its headings.
        let pages =
            if people.is_empty() { vec![&people[..]] } else { people.chunks(AT_ONCE).collect() };
        for some in pages {
            let page = table(&desk, &visit, area, some).await?;
            if !out.add(&page, some.iter().map(|one| one.subject))? {
                break;
            }
        }
        return out.give(&format!("摸查-{}", figure.term())).await;
    }
    let from: usize = query.0.text("from").and_then(|from| from.parse().ok()).unwrap_or_default();
    let from = from.min(people.len());
    let some: Vec<Counted> = people.iter().skip(from).take(PAGE).cloned().collect();
    let path = format!("/surveys/{}", round.round_id);
    let place_asked = place.map_or_else(String::new, |place| format!("&place={place}"));
    let own = format!("{path}/people?area={}{place_asked}&figure={}", area.first, figure.name());
    let mut table = table(&desk, &visit, area, &some).await?;
    table = offer(&visit, reach, table, format!("{own}&format=xlsx"));
    if people.len() > PAGE {
        let last = (from + PAGE).min(people.len());
        table = table.pager(Pager {
            first: (from > PAGE).then(|| own.clone()),
            before: (from > 0).then(|| format!("{own}&from={}", from.saturating_sub(PAGE))),
            after: (last < people.len()).then(|| format!("{own}&from={last}")),
            words: format!("{} 至 {last}，共 {} 人", from + 1, people.len()),
        });
    }
    let page = Page::new(format!("{}：{} 人", figure.term(), people.len()))
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("就业意愿摸查", "/surveys")
        .crumb(&round.name, format!("{path}?area={}", area.first))
        .lead("按这一轮日期内的台账记录；每人以最后一次摸查为准（BJ18-20）")
        .part(&table);
    Ok(visit.show(&page))
}

async fn table(
    desk: &Desk,
    visit: &Visit,
    area: Area,
    people: &[Counted],
) -> Result<Table, Problem> {
    let (own, some, all) = (desk.clone(), people.to_vec(), whole_city(visit.actor.area));
    let found = desk.db.read::<_, _, StoreError>(async move |tx| {
        let (offices, staff) =
            (office_names(tx, area).await?, offices::staff_names(tx, all).await?);
        let mut names = Vec::with_capacity(some.len());
        for one in &some {
            let name = name_of(tx, &own.sealing, one.subject).await?;
            names.push(name.map_or_else(String::new, |name| name.reveal().to_owned()));
        }
        Ok((offices, staff, names))
    });
    let (offices, staff, names) = found.await?;
    let columns = vec![
        Column::text("姓名"),
        Column::text("居住地"),
        Column::text("负责人"),
        Column::text("摸查日期"),
        Column::text("结果"),
        Column::number("联系未果（次）"),
    ];
    let rows = people.iter().zip(names).map(|(one, name)| {
        vec![
            Cell::link(name, format!("/people/{}", one.subject)),
            Cell::text(place_name(&offices, one.residence_code)),
            Cell::text(staff_name(&staff, one.officer)),
            one.survey.map_or(Cell::Nothing, |survey| Cell::Day(survey.on)),
            one.survey.map_or(Cell::text(Figure::NotReached.term()), |survey| {
                Cell::text(survey.willingness.term())
            }),
            Cell::Number(one.reached.attempts),
        ]
    });
    Ok(Table::new("名单", columns).rows(rows).empty("这里没有人"))
}
