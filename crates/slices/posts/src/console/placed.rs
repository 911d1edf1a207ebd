//! /posts/people: who is placed, and whose term ends.

use std::collections::HashMap;

use access::{Action, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use duties::{Reach, offer, take_out};
use kernel::Day;
use store::StoreError;
use web::parts::{Cell, Column, Row, Table};
use web::{Page, Problem, Query, Tone, Visit};

use super::post_path;
use super::register::tabs;
use crate::PostId;
use crate::actions::documents::find_post;
use crate::actions::terms::{Placed, placed_within};
use crate::model::ENDING;
use crate::sql::PostRow;

/// How many rows are looked at.
const MOST: i64 = 1_000;

struct Line {
    placed: Placed,
    name: String,
    officer: String,
}

pub(super) async fn list(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let is_ending = query.0.text("show") == Some("ending");
    let until = if is_ending { visit.today.plus_days(ENDING) } else { Day::LAST };
    let (desk2, actor) = (desk.clone(), visit.actor.clone());
    let (lines, posts) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let mut lines = Vec::new();
            let mut posts: HashMap<PostId, PostRow> = HashMap::new();
            for placed in placed_within(tx, actor.area, until, MOST).await? {
                let relation = actor.relation_to(placed.office_code, placed.officer);
                if actor.may(Action::ReadFile, relation).is_err() {
                    continue;
                }
                let name = subjects::name_of(tx, &desk2.sealing, placed.subject).await?;
                let Some(name) = name else { continue };
                let officer = offices::staff_name(tx, placed.officer).await?;
                if let Some(post) = find_post(tx, placed.post).await? {
                    posts.insert(placed.post, post);
                }
                lines.push(Line { placed, name: name.reveal().to_owned(), officer });
            }
            Ok((lines, posts))
        })
        .await?;
    let path = if is_ending { "/posts/people?show=ending" } else { "/posts/people" };
    let table = table(&visit, &lines, &posts, is_ending);
    let reach = Reach::Alike(Relation::Office);
    if query.wants_workbook() {
        let subjects = lines.iter().map(|line| line.placed.subject);
        return take_out(&visit, &desk, reach, "公益性岗位在岗人员", &table, subjects).await;
    }
    let sign = if is_ending { "&" } else { "?" };
    let table = offer(&visit, reach, table, format!("{path}{sign}format=xlsx"));
    let page = Page::new("公益性岗位在岗人员")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("公益性岗位", "/posts")
        .lead("安置期内继续引导本人参加培训、通过市场就业；期满后符合条件的继续援助（BJ18-30）")
        .part(&tabs(path))
        .part(&table);
    Ok(visit.show(&page))
}

fn table(
    visit: &Visit,
    lines: &[Line],
    posts: &HashMap<PostId, PostRow>,
    is_ending: bool,
) -> Table {
    let columns = vec![
        Column::text("服务对象"),
        Column::text("用人组织和岗位"),
        Column::text("安置日期"),
        Column::text("安置至"),
        Column::text("还有"),
        Column::text("责任人"),
    ];
    let rows = lines.iter().map(|line| {
        let placed = &line.placed;
        let left = placed.last_day.days_since(visit.today);
        let (tone, words) = match left {
            ..0 => (Tone::Late, format!("已过期 {} 天", -left)),
            0..=ENDING => (Tone::Soon, format!("{left} 天")),
            _ => (Tone::Plain, format!("{left} 天")),
        };
        let post = posts.get(&placed.post);
        Row::from(vec![
            Cell::link(&line.name, post_path(placed.subject)),
            post.map_or(Cell::Nothing, |post| {
                Cell::Two(post.organisation.clone(), post.kind.clone())
            }),
            Cell::Day(placed.on),
            Cell::Day(placed.last_day),
            Cell::Badge(tone, words),
            Cell::text(&line.officer),
        ])
    });
    let caption = if is_ending { "60 天内期满" } else { "在岗人员" };
    Table::new(caption, columns).rows(rows).empty("没有这样的人员")
}
