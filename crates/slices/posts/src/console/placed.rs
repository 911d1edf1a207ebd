//! /posts/people: who is placed, and whose term ends.

use std::collections::HashMap;

use access::{Action, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use duties::{Reach, offer, take_out};
use kernel::Day;
use store::StoreError;
use web::parts::{Cell, Column, Row, Table, Trail};
use web::{Page, Problem, Query, Tone, Visit};

use super::post_path;
use super::register::tabs;
use crate::PostId;
use crate::actions::documents::find_post;
use crate::actions::terms::{Place, Placed, placed_page};
use crate::model::Term;
use crate::sql::PostRow;

/// How many people stand on a page.
const PAGE: i64 = 100;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 500;

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
    let ending = desk.rulebook.public_post_contacts(visit.today)[0];
    let until = if is_ending { visit.today.plus_days(ending) } else { Day::LAST };
    let (trail, after) = Trail::of(&query.0, read_after);
    let reach = Reach::Alike(Relation::Office);
    let mut found = if query.wants_workbook() {
        reach.ask(&visit)?;
        find(&desk, &visit, until, None, AT_ONCE).await?
    } else {
        find(&desk, &visit, until, after, PAGE).await?
    };
    while let Some(next) = found.next.filter(|_| query.wants_workbook()) {
        let more = find(&desk, &visit, until, Some(next), AT_ONCE).await?;
        found.lines.extend(more.lines);
        found.posts.extend(more.posts);
        found.next = more.next;
    }
    let Found { lines, posts, next } = found;
    let path = if is_ending { "/posts/people?show=ending" } else { "/posts/people" };
    let table = table(&visit, (&lines, &posts), (is_ending, ending));
    if query.wants_workbook() {
        let subjects = lines.iter().map(|line| line.placed.subject);
        return take_out(&visit, &desk, reach, "公益性岗位在岗人员", &table, subjects).await;
    }
    let sign = if is_ending { "&" } else { "?" };
    let mut table = offer(&visit, reach, table, format!("{path}{sign}format=xlsx"));
    let next = next.map(|(day, entry)| format!("{day}.{entry}"));
    table.pager = trail.pager(path, next, &format!("本页 {} 人", lines.len()));
    let page = Page::new("公益性岗位在岗人员")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("公益性岗位", "/posts")
        .lead("安置期内继续引导本人参加培训、通过市场就业；期满后符合条件的继续援助（BJ18-30）")
        .part(&tabs(path))
        .part(&table);
    Ok(visit.show(&page))
}

/// A page of those who are placed, and where the next one begins.
struct Found {
    lines: Vec<Line>,
    posts: HashMap<PostId, PostRow>,
    next: Option<Place>,
}

async fn find(
    desk: &Desk,
    visit: &Visit,
    until: Day,
    after: Option<Place>,
    limit: i64,
) -> Result<Found, StoreError> {
    let (desk2, actor) = (desk.clone(), visit.actor.clone());
    let found = desk.db.read(async move |tx| {
        let reads = |office_code, officer| {
            actor.may(Action::ReadFile, actor.relation_to(office_code, officer)).is_ok()
        };
        let what = (actor.area, until);
        let (placed, next) = placed_page(tx, what, after, limit, reads).await?;
        let mut found = Found { lines: Vec::new(), posts: HashMap::new(), next };
        for placed in placed {
            let name = subjects::name_of(tx, &desk2.sealing, placed.subject).await?;
            let name = name.map_or_else(|| "—".to_owned(), |name| name.reveal().to_owned());
            let officer = offices::staff_name(tx, placed.officer).await?;
            if let Some(post) = find_post(tx, placed.post).await? {
                found.posts.insert(placed.post, post);
            }
            found.lines.push(Line { placed, name, officer });
        }
        Ok(found)
    });
    found.await
}

/// A place in the list, as it stands in an address.
fn read_after(text: &str) -> Option<Place> {
    let (day, entry) = text.split_once('.')?;
    Some((day.parse().ok()?, entry.parse().ok()?))
}

fn table(
    visit: &Visit,
    (lines, posts): (&[Line], &HashMap<PostId, PostRow>),
    (is_ending, ending): (bool, i32),
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
        let left = Term { from: placed.on, last: placed.last_day }.days_left(visit.today);
        let (tone, words) = match left {
            ..0 => (Tone::Late, format!("已过期 {} 天", -left)),
            left if left <= ending => (Tone::Soon, format!("{left} 天")),
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
    let caption =
        if is_ending { format!("{ending} 天内期满") } else { "在岗人员".to_owned() };
    Table::new(caption, columns).rows(rows).empty("没有这样的人员")
}
