//! Households in which nobody works: found, recognised, counted down.

use access::Action;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use web::parts::{Button, Cell, Column, Table, Tile, Tiles};
use web::{Page, Problem, Tone, Visit};

use super::words::standing_words;
use crate::actions::households::{Households, WithoutWork, households};

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
    let names: Vec<&str> = one.members.iter().map(|member| member.name.as_str()).collect();
    let words = |standing: &Option<_>| standing.as_ref().map_or("—".to_owned(), standing_words);
    let standings: Vec<String> = one.members.iter().map(|member| words(&member.standing)).collect();
    let relation = visit.actor.relation_to(one.household.street_code, None);
    let mut buttons: Vec<Button> = one
        .members
        .iter()
        .filter(|member| member.standing.is_some())
        .map(|member| Button::link(&member.name, format!("/people/{}", member.subject)))
        .collect();
    if visit.may(Action::RecogniseHardship, relation).is_ok() && waits(one) {
        let is_new = one.household.recognised_on.is_none();
        let (label, of) = if is_new {
            ("认定", "认定零就业家庭")
        } else {
            ("成员认定", "为成员办理认定")
        };
        let path = super::recognising::path(one.household.household_id);
        buttons.push(Button::link(label, path).spoken(format!("{of}：{}", names.join("、"))));
    }
    vec![
        Cell::text(&one.street),
        Cell::text(names.join("、")),
        Cell::text(standings.join("；")),
        one.household.recognised_on.map_or(Cell::Badge(Tone::Soon, "待认定".to_owned()), Cell::Day),
        Cell::Buttons(buttons),
    ]
}

/// Tells whether something is to be done for a household: for itself, or for a member who is not yet recognised.
fn waits(one: &WithoutWork) -> bool {
    let is_recognised = |standing: &rules::Standing| standing.hardship_recognised;
    one.household.recognised_on.is_none()
        || one
            .members
            .iter()
            .filter_map(|member| member.standing.as_ref())
            .any(|one| !is_recognised(one))
}
