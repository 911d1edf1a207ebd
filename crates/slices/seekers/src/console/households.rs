//! Households in which nobody works: found, recognised, counted down.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use web::form::ONCE;
use web::parts::{Button, Cell, Column, Table, Tile, Tiles};
use web::{Page, Problem, Submitted, Tone, Visit};

use super::words::standing_words;
use crate::actions::households::{Households, WithoutWork, households, recognise_household};
use crate::sql::HouseholdId;

pub(super) async fn show(visit: Visit, State(desk): State<Desk>) -> Result<Response, Problem> {
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let found = desk.db.read(async move |tx| households(tx, &case_desk, &occasion).await).await?;
    let recognised: i64 = found.counts.iter().map(|(_, count)| count.recognised).sum();
    let in_work: i64 = found.counts.iter().map(|(_, count)| count.in_work).sum();
    let left = recognised - in_work;
    let waiting =
        found.without_work.iter().filter(|one| one.household.recognised_on.is_none()).count();
    let tiles = Tiles(vec![
        Tile::new("现有零就业家庭", left, if left > 0 { Tone::Late } else { Tone::Good })
            .beneath("已认定、仍无人就业（户）"),
        Tile::new("已实现就业", in_work, Tone::Good).beneath("认定后至少一人就业（户）"),
        Tile::new("待认定", waiting, if waiting > 0 { Tone::Soon } else { Tone::Plain })
            .beneath("家中无人在岗、有人登记失业（户）"),
    ]);
    let page = Page::new("零就业家庭")
        .section("/people")
        .crumb("服务对象", "/people")
        .lead("按户号归户：有人上岗，这一户就自动退出；目标是动态清零。依据：《153 号文》第十八条、就业促进法第五十六条")
        .part(&tiles)
        .part(&streets(&found))
        .part(&list(&visit, &found));
    Ok(visit.show(&page))
}

fn streets(found: &Households) -> Table {
    let columns = vec![
        Column::text("街道（乡镇）"),
        Column::number("已认定"),
        Column::number("已实现就业"),
        Column::number("现有"),
    ];
    let row = |name: &str, recognised: i64, in_work: i64| {
        vec![
            Cell::text(name),
            Cell::Number(recognised),
            Cell::Number(in_work),
            Cell::Number(recognised - in_work),
        ]
    };
    let rows = found.counts.iter().map(|(name, count)| row(name, count.recognised, count.in_work));
    let total = row(
        "合计",
        found.counts.iter().map(|(_, count)| count.recognised).sum(),
        found.counts.iter().map(|(_, count)| count.in_work).sum(),
    );
    let mut table = Table::new("各街道（乡镇）零就业家庭户数", columns)
        .captioned()
        .rows(rows)
        .empty("还没有认定过零就业家庭");
    if !found.counts.is_empty() {
        table = table.total(total);
    }
    table
}

fn list(visit: &Visit, found: &Households) -> Table {
    let columns = vec![
        Column::text("街道（乡镇）"),
        Column::text("家庭成员"),
        Column::text("成员状态"),
        Column::text("认定日期"),
        Column::buttons("办理"),
    ];
    Table::new("无人就业的家庭", columns)
        .captioned()
        .rows(found.without_work.iter().map(|one| row(visit, one)))
        .empty("目前没有无人就业的家庭；在档案中填写户号后，系统自动归户")
}

fn row(visit: &Visit, one: &WithoutWork) -> Vec<Cell> {
    let names: Vec<&str> = one.members.iter().map(|(_, name, _)| name.as_str()).collect();
    let standings: Vec<String> =
        one.members.iter().map(|(_, _, standing)| standing_words(standing)).collect();
    let relation = visit.actor.relation_to(one.household.street_code, None);
    let mut buttons: Vec<Button> = one
        .members
        .iter()
        .map(|(subject, name, _)| Button::link(name, format!("/people/{subject}")))
        .collect();
    let may = visit.may(Action::RecogniseHardship, relation).is_ok();
    if may && one.household.recognised_on.is_none() {
        let path = format!("/households/{}/recognise", one.household.household_id);
        let key = visit.once_key();
        buttons.push(
            Button::post("认定", path, &[(ONCE, &key)])
                .spoken(format!("认定零就业家庭：{}", names.join("、"))),
        );
    }
    vec![
        Cell::text(&one.street),
        Cell::text(names.join("、")),
        Cell::text(standings.join("；")),
        one.household.recognised_on.map_or(Cell::Badge(Tone::Soon, "待认定".to_owned()), Cell::Day),
        Cell::Buttons(buttons),
    ]
}

pub(super) async fn recognise(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let household: HouseholdId = household.parse().map_err(|_| Problem::Missing)?;
    let key = sent.text(ONCE).unwrap_or_default().to_owned();
    let occasion = Occasion::from(&visit);
    desk.once(&visit, &key, async move |tx| {
        recognise_household(tx, &occasion, household).await?;
        Ok::<_, Failure<_>>("recognised".to_owned())
    })
    .await?;
    Ok(visit.go_on("/households", "已认定为零就业家庭；请为每名成员办理就业困难人员认定"))
}
