//! Households in which nobody works: found, recognised, counted down.

use access::Failure;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, TakingOut, offer};
use web::parts::{Button, Cell, Column, Table, Tile, Tiles, Trail};
use web::{Notice, Page, Problem, Query, Tone, Visit};

use super::household::{may_recognise, path};
use super::words::standing_words;
use crate::actions::evidence::SeenEvidence;
use crate::actions::households::{
    HouseholdRefusal, Households, Member, WithoutWork, evidence_of, households_in,
};
use crate::model::mask_name;
use crate::sql::{HouseholdCount, HouseholdId};

/// How many households stand on a page.
const PAGE: i64 = 50;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 100;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let office: Option<i64> = query.0.text("office").and_then(|code| code.parse().ok());
    if query.wants_workbook() {
        return download(&visit, &desk, office).await;
    }
    let (trail, after): (_, Option<HouseholdId>) = Trail::of(&query.0, |id| id.parse().ok());
    let (occasion, own) = (Occasion::from(&visit), desk.clone());
    let read = desk
        .db
        .read(async move |tx| households_in(tx, &own, &occasion, office, (after, PAGE)).await);
    let found = read.await?;
    let sum =
        |of: fn(&HouseholdCount) -> i64| found.counts.iter().map(|(_, count)| of(count)).sum();
    let (left, in_work): (i64, i64) = (sum(|count| count.without_work), sum(|count| count.in_work));
    let waiting: i64 = sum(|count| count.waiting);
    let tiles = Tiles(vec![
        Tile::new("现有零就业家庭", left, if left > 0 { Tone::Late } else { Tone::Good })
            .beneath("已认定、仍无人就业（户）"),
        Tile::new("已实现就业", in_work, Tone::Good).beneath("认定后至少一人就业（户）"),
        Tile::new("待认定", waiting, if waiting > 0 { Tone::Soon } else { Tone::Plain })
            .beneath("家中无人在岗、有人登记失业（户）"),
    ]);
    let address = |more: &str| match (office, more) {
        (None, "") => "/households".to_owned(),
        (None, more) => format!("/households?{more}"),
        (Some(code), "") => format!("/households?office={code}"),
        (Some(code), more) => format!("/households?office={code}&{more}"),
    };
    let mut table = list(&found, |one| vec![buttons(&visit, one)]);
    table = offer(&visit, Reach::Each, table, address("format=xlsx"));
    let last = found.without_work.last().filter(|_| found.has_more);
    let next = last.map(|one| one.household.household_id.to_string());
    let words = format!("每页 {PAGE} 户，共 {} 户", left + waiting);
    table.pager = trail.pager(&address(""), next, &words);
    let mut page = Page::new("零就业家庭")
        .section("/people")
        .crumb("服务对象", "/people")
        .lead("按户号归户：有人上岗，这一户就自动退出；目标是动态清零。依据：BJ18-18、《就业促进法》第五十六条");
    if office.is_some() {
        let words = "只看所选机构及其下级的家庭；看全部的，从“服务对象”进入“零就业家庭”";
        page = page.notice(Notice::note(words));
    }
    Ok(visit.show(&page.part(&tiles).part(&streets(&found)).part(&table)))
}

fn streets(found: &Households) -> Table {
    let columns = vec![
        Column::text("街道（乡镇）"),
        Column::number("已认定"),
        Column::number("已实现就业"),
        Column::number("现有"),
        Column::number("待认定"),
    ];
    let row = |name: &str, [recognised, in_work, left, waiting]: [i64; 4]| {
        vec![
            Cell::text(name),
            Cell::Number(recognised),
            Cell::Number(in_work),
            Cell::Number(left),
            Cell::Number(waiting),
        ]
    };
    let numbers = |count: &HouseholdCount| {
        [count.recognised, count.in_work, count.without_work, count.waiting]
    };
    let mut total = [0; 4];
    for (_, count) in &found.counts {
        for (sum, number) in total.iter_mut().zip(numbers(count)) {
            *sum += number;
        }
    }
    let rows = found.counts.iter().map(|(name, count)| row(name, numbers(count)));
    let mut table = Table::new("各街道（乡镇）零就业家庭户数", columns)
        .captioned()
        .rows(rows)
        .empty("还没有认定过零就业家庭");
    if !found.counts.is_empty() {
        table = table.total(row("合计", total));
    }
    table
}

/// The households, with what stands in the last cells of each row.
fn list(found: &Households, last: impl Fn(&WithoutWork) -> Vec<Cell>) -> Table {
    let columns = vec![
        Column::text("街道（乡镇）"),
        Column::text("家庭成员"),
        Column::text("成员状态"),
        Column::text("认定日期"),
        Column::buttons("办理"),
    ];
    let rows = found.without_work.iter().map(|one| {
        let mut cells = known(one);
        cells.extend(last(one));
        cells
    });
    Table::new("无人就业的家庭", columns)
        .captioned()
        .rows(rows)
        .empty("目前没有无人就业的家庭；在档案中填写户号后，系统自动归户")
}

/// What is known of a household.
fn known(one: &WithoutWork) -> Vec<Cell> {
    let words = |standing: &Option<_>| standing.as_ref().map_or("—".to_owned(), standing_words);
    let standings: Vec<String> = one.members.iter().map(|member| words(&member.standing)).collect();
    vec![
        Cell::text(&one.street),
        Cell::text(names(one).join("、")),
        Cell::text(standings.join("；")),
        one.household.recognised_on.map_or(Cell::Badge(Tone::Soon, "待认定".to_owned()), Cell::Day),
    ]
}

fn names(one: &WithoutWork) -> Vec<&str> {
    one.members.iter().map(|member| member.name.as_str()).collect()
}

fn buttons(visit: &Visit, one: &WithoutWork) -> Cell {
    let mut buttons: Vec<Button> = one
        .members
        .iter()
        .filter(|member| member.standing.is_some())
        .map(|member| Button::link(&member.name, format!("/people/{}", member.subject)))
        .collect();
    let names = names(one).join("、");
    if may_recognise(visit, one) && waits(one) {
        let is_new = one.household.recognised_on.is_none();
        let (label, of) = if is_new {
            ("认定", "认定零就业家庭")
        } else {
            ("成员认定", "为成员办理认定")
        };
        let path = super::recognising::path(one.household.household_id);
        buttons.push(Button::link(label, path).spoken(format!("{of}：{names}")));
    }
    let file = Button::link("核对情况", path(one.household.household_id));
    buttons.push(file.spoken(format!("核对情况：{names}")));
    Cell::Buttons(buttons)
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

/// Gives the households as a workbook, page after page, with what was looked at: of those whom the actor may take out.
async fn download(visit: &Visit, desk: &Desk, office: Option<i64>) -> Result<Response, Problem> {
    let mut out = TakingOut::begin(visit, desk, Reach::Each)?;
    let mut after: Option<HouseholdId> = None;
    loop {
        let (occasion, own) = (Occasion::from(visit), desk.clone());
        let read = desk.db.read::<_, _, Failure<HouseholdRefusal>>(async move |tx| {
            let found = households_in(tx, &own, &occasion, office, (after, AT_ONCE)).await?;
            let mut evidence = Vec::with_capacity(found.without_work.len());
            for one in &found.without_work {
                evidence.push(evidence_of(tx, &own, one, true).await?);
            }
            Ok((found, evidence))
        });
        let (mut found, evidence) = read.await?;
        let mut exported = Vec::new();
        for member in found.without_work.iter_mut().flat_map(|one| &mut one.members) {
            if member.may_export {
                exported.push(member.subject);
            } else {
                hide(member);
            }
        }
        let mut page = list(&found, |_| vec![Cell::Nothing]);
        page.columns.push(Column::text("核对情况"));
        for (row, evidence) in page.rows.iter_mut().zip(&evidence) {
            row.cells.push(Cell::text(lines(evidence).join("；")));
        }
        let fits = out.add(&page, exported)?;
        let last = found.without_work.last().filter(|_| fits && found.has_more);
        after = last.map(|one| one.household.household_id);
        if after.is_none() {
            return out.give("零就业家庭").await;
        }
    }
}

fn hide(member: &mut Member) {
    member.name = mask_name(&member.name);
    member.standing = None;
}

/// What was looked at, a line each.
fn lines(evidence: &[SeenEvidence]) -> Vec<String> {
    evidence
        .iter()
        .map(|one| {
            let found = &one.evidence;
            let words =
                if found.words.is_empty() { String::new() } else { format!("：{}", found.words) };
            let sources = super::household::what_was_done(one);
            format!("{} {sources}{words}（{}）", found.seen_on, one.staff)
        })
        .collect()
}
