//! The panels that somebody has to do with.

use std::collections::BTreeMap;

use access::Relation;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out};
use kernel::Day;
use offices::Names;
use store::Tx;
use web::parts::{Cell, Column, Section, Tab, Table, Tabs};
use web::{Page, Problem, Query, Tone, Visit};

use crate::actions::lists::{List, Listed, listed};
use crate::actions::names::names_of;
use crate::model::{Panel, Stage};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let occasion = Occasion::from(&visit);
    let open: Vec<List> =
        List::ALL.into_iter().filter(|list| list.may_be_seen(&occasion).is_ok()).collect();
    let wanted = query.0.text("list");
    let list = match wanted {
        Some(name) => List::ALL.into_iter().find(|list| list.name() == name),
        None => None,
    };
    if wanted.is_some() && list.is_none() {
        return Err(Problem::Missing);
    }
    let (desk2, lists) = (desk.clone(), open.clone());
    let found = desk.db.read(async move |tx: &mut Tx| {
        let mut all = Vec::new();
        for known in lists.iter().copied() {
            all.push((known, listed(tx, &desk2, &occasion, known).await?));
        }
        let counts: Vec<(List, usize)> =
            all.iter().map(|(list, rows)| (*list, rows.len())).collect();
        // Without a wish, the first list in which something waits.
        let first = counts.iter().find(|(_, count)| *count > 0).or(counts.first());
        let Some(list) = list.or(first.map(|(list, _)| *list)) else { return Ok(None) };
        let rows = match all.into_iter().find(|(known, _)| *known == list) {
            Some((_, rows)) => rows,
            // Not theirs to see: asking says so.
            None => listed(tx, &desk2, &occasion, list).await?,
        };
        let panels: Vec<_> = rows.iter().map(|row| row.panel.clone()).collect();
        let names = names_of(tx, &panels).await?;
        Ok::<_, access::Failure<std::convert::Infallible>>(Some((list, rows, names, counts)))
    });
    let (list, rows, names, counts) = found.await?.ok_or(Problem::Missing)?;
    let groups = groups(list, &rows, &names);
    let in_order = groups.iter().flat_map(|group| group.rows.iter().copied());
    let table = table(list.term(), list, in_order, (&names, visit.today));
    // What one was called in for is taken along as little as what is the office's.
    let relation = if list == List::Mine { Relation::Assigned } else { Relation::Office };
    let reach = Reach::Alike(relation);
    if query.wants_workbook() {
        let subjects = rows.iter().map(|row| row.panel.subject);
        return take_out(&visit, &desk, reach, "专家会诊", &table, subjects).await;
    }
    let tabs = counts.iter().map(|(known, count)| Tab {
        label: known.term().to_owned(),
        path: format!("/panels?list={}", known.name()),
        count: i64::try_from(*count).ok(),
        is_current: *known == list,
    });
    let page = Page::new("专家会诊")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .lead("具备上岗条件而多次推荐没有成功的，由上下两级机构的专家一起研究（BJ18-28）")
        .part(&Tabs { label: "会诊名单".to_owned(), tabs: tabs.collect() });
    let path = format!("/panels?list={}&format=xlsx", list.name());
    // One group is the list; of several a first table says what they are and where they stand.
    if groups.len() < 2 {
        return Ok(visit.show(&page.part(&offer(&visit, reach, table, path))));
    }
    let page = page.part(&offer(&visit, reach, overview(list, &groups), path));
    let page = groups.iter().enumerate().fold(page, |page, (place, group)| {
        let rows = group.rows.iter().copied();
        let part = Section::new(group.heading(), mark_of(place));
        page.part(&part.part(&self::table(&group.heading(), list, rows, (&names, visit.today))))
    });
    Ok(visit.show(&page))
}

/// The panels of one stage with one other office.
struct Group<'r> {
    stage: Stage,
    office: &'r str,
    rows: Vec<&'r Listed>,
}

impl Group<'_> {
    fn heading(&self) -> String {
        format!("{}：{}", self.stage.term(), self.office)
    }
}

/// Puts together what stands alike: what waits to be accepted first, and of each the offices in the order of their
/// codes. Whoever asks sees whom they asked; whoever is asked, who asks.
fn groups<'r>(list: List, rows: &'r [Listed], names: &'r Names) -> Vec<Group<'r>> {
    let other = |row: &Listed| match list {
        List::Mine | List::Office => row.panel.office_code,
        List::Asked | List::Sitting => row.panel.from_office_code,
    };
    let mut found: BTreeMap<(Stage, i64), Group<'r>> = BTreeMap::new();
    for row in rows {
        let (stage, code) = (row.panel.stage(), other(row));
        let group = found.entry((stage, code));
        let group =
            group.or_insert_with(|| Group { stage, office: names.office(code), rows: Vec::new() });
        group.rows.push(row);
    }
    found.into_values().collect()
}

fn mark_of(place: usize) -> String {
    format!("group-{place}")
}

/// How many stand where, each leading to its group.
fn overview(list: List, groups: &[Group<'_>]) -> Table {
    let office = match list {
        List::Mine | List::Office => "受理机构",
        List::Asked | List::Sitting => "申请机构",
    };
    let columns = vec![Column::text(office), Column::text("情况"), Column::number("人数")];
    let rows = groups.iter().enumerate().map(|(place, group)| {
        vec![
            Cell::link(group.office, format!("#{}-heading", mark_of(place))),
            Cell::Badge(tone(group.stage), group.stage.term().to_owned()),
            Cell::count(group.rows.len()),
        ]
    });
    Table::new(format!("{}：按机构和情况", list.term()), columns).rows(rows)
}

const fn tone(stage: Stage) -> Tone {
    match stage {
        Stage::Recorded | Stage::Asked => Tone::Soon,
        Stage::Sitting | Stage::Over => Tone::Plain,
    }
}

/// The office above; of what the ledger alone knows of the one that would be asked.
fn receiving(panel: &Panel, names: &Names) -> Cell {
    let name = names.office(panel.office_code);
    match panel.stage() {
        Stage::Recorded if panel.office_code == 0 => Cell::text("没有上一级机构"),
        Stage::Recorded => Cell::Two("还没有提交".to_owned(), format!("应由{name}受理")),
        _ => Cell::text(name),
    }
}

fn table<'r>(
    caption: &str,
    list: List,
    rows: impl Iterator<Item = &'r Listed>,
    (names, today): (&Names, Day),
) -> Table {
    let columns = vec![
        Column::text("姓名"),
        Column::text("申请日期"),
        Column::text("申请机构"),
        Column::text("受理机构"),
        Column::text("会诊日期"),
        Column::number("意见"),
        Column::text("最近意见"),
        Column::text("最近反馈"),
        Column::text("再反馈不迟于"),
        Column::text("情况"),
    ];
    let day = |day: Option<Day>| day.map_or(Cell::Nothing, Cell::Day);
    let next = |row: &Listed| match row.next_feedback {
        Some(until) if until < today => Cell::Badge(Tone::Late, until.to_string()),
        other => day(other),
    };
    let rows = rows.map(|row| {
        let panel = &row.panel;
        let stage = panel.stage();
        vec![
            Cell::link(row.name.reveal(), format!("/people/{}/panel", panel.subject)),
            Cell::Day(panel.asked_on),
            Cell::text(names.office(panel.from_office_code)),
            receiving(panel, names),
            day(panel.sits_on),
            Cell::count(row.opinions),
            day(row.last_opinion),
            day(row.last_feedback),
            next(row),
            Cell::Badge(tone(stage), stage.term().to_owned()),
        ]
    });
    let empty = match list {
        List::Mine | List::Office => {
            "没有进行中的会诊。符合条件的人，可以从档案的“专家会诊”申请（BJ18-28）"
        }
        List::Asked => "没有待本机构受理的会诊申请",
        List::Sitting => "您目前没有参加会诊",
    };
    Table::new(caption, columns).rows(rows).empty(empty)
}
