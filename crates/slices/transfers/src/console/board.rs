//! The transfers that somebody has to do with.

use access::{Action, Failure, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out};
use offices::Names;
use store::Tx;
use web::parts::{Button, Cell, Column, Tab, Table, Tabs};
use web::{Page, Problem, Query, Tone, Visit};

use crate::actions::lists::{List, Listed, listed};
use crate::model::Turn;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let occasion = Occasion::from(&visit);
    let open: Vec<List> =
        List::ALL.into_iter().filter(|list| list.may_be_seen(&occasion).is_ok()).collect();
    let wanted = match query.0.text("list") {
        Some(name) => {
            let named = List::ALL.into_iter().find(|list| list.name() == name);
            Some(named.ok_or(Problem::Missing)?)
        }
        None => None,
    };
    if let Some(list) = wanted {
        list.may_be_seen(&occasion)?;
    }
    let desk2 = desk.clone();
    let found = desk.db.read(async move |tx: &mut Tx| {
        let mut all = Vec::new();
        for list in &open {
            all.push((*list, listed(tx, &desk2, &occasion, *list).await?));
        }
        let counts: Vec<(List, usize)> =
            all.iter().map(|(list, rows)| (*list, rows.len())).collect();
        // Without a wish, the first list in which something waits.
        let first = counts.iter().find(|(_, count)| *count > 0).or(counts.first());
        let chosen = wanted.or(first.map(|(list, _)| *list));
        let first = all.into_iter().find(|(list, _)| Some(*list) == chosen);
        let mut names = Names::default();
        for row in first.iter().flat_map(|(_, rows)| rows) {
            names.learn_office(tx, row.office_code).await?;
            names.learn_office(tx, row.to_office_code).await?;
            if let Some(staff) = row.officer {
                names.learn_staff(tx, staff).await?;
            }
        }
        let found = first.map(|(list, rows)| (list, rows, names, counts));
        Ok::<_, Failure<std::convert::Infallible>>(found)
    });
    let (list, rows, names, counts) = found.await?.ok_or(Problem::Missing)?;
    let reach = reach_of(list);
    // Whoever may take out their own people alone only gets those.
    let takes_out = |row: &Listed| {
        let relation = visit.actor.relation_to(row.office_code, row.officer);
        visit.may(Action::Export, relation).is_ok()
    };
    let may_take_out = reach != Reach::Each || rows.is_empty() || rows.iter().any(takes_out);
    let rows: Vec<Listed> = match reach {
        Reach::Each if query.wants_workbook() => rows.into_iter().filter(takes_out).collect(),
        _ => rows,
    };
    let table = table(list, &rows, &names);
    if query.wants_workbook() {
        let (name, subjects) =
            (format!("服务关系划转 {}", list.term()), rows.iter().map(|row| row.subject));
        return take_out(&visit, &desk, reach, &name, &table, subjects).await;
    }
    let tabs = counts.iter().map(|(known, count)| Tab {
        label: known.term().to_owned(),
        path: format!("/transfers?list={}", known.name()),
        count: i64::try_from(*count).ok(),
        is_current: *known == list,
    });
    let path = format!("/transfers?list={}&format=xlsx", list.name());
    let table = if may_take_out { offer(&visit, reach, table, path) } else { table };
    let mut page = Page::new("服务关系划转")
        .section("/assistance").crumb("就业援助", "/assistance")
        .lead("户籍地或常住地变了，改由新的街道服务：同区由区级机构批准，跨区由市级机构批准（BJ18-23、BJ18-24）")
        .part(&Tabs { label: "划转名单".to_owned(), tabs: tabs.collect() })
        .part(&table);
    if visit.actor.may_ever(Action::HandOver) {
        page = page.tool(Button::link("机构整体划转", "/transfers/office"));
    }
    Ok(visit.show(&page))
}

/// How the actor stands to those whom a list takes along: to each as to their file; those whom the office is still to
/// accept are shown to it, and not yet its own.
const fn reach_of(list: List) -> Reach {
    match list {
        List::Receive => Reach::Alike(Relation::Consulted),
        _ => Reach::Each,
    }
}

fn table(list: List, rows: &[Listed], names: &Names) -> Table {
    let columns = vec![
        Column::text("姓名"),
        Column::text("申请日期"),
        Column::text("谁提出"),
        Column::text("理由"),
        Column::text("现服务机构"),
        Column::text("新服务机构"),
        Column::text("情况"),
        Column::buttons("办理"),
    ];
    let rows = rows.iter().map(|row| {
        let path = match list {
            List::Sign => format!("/people/{}/agreement/sign", row.subject),
            List::CarryOn => format!("/people/{}/transfer#carried", row.subject),
            _ => format!("/people/{}/transfer", row.subject),
        };
        let label = match list {
            List::Sign => "签协议",
            List::CarryOn => "接着办",
            List::Mine => "查看",
            _ => "办理",
        };
        let state = match (list, row.turn) {
            (List::Sign, _) => "待签协议",
            (List::CarryOn, _) => "待接着办",
            (_, Turn::Submit) => "待提交",
            (_, Turn::PassOn { .. }) => "待上报",
            _ => row.step.state(),
        };
        let officer = row.officer.map_or("未指定专员", |officer| names.staff(officer));
        let name = row.name.reveal();
        vec![
            Cell::link(name, format!("/people/{}/transfer", row.subject)),
            Cell::Day(row.asked_on),
            Cell::text(row.asked_for.term()),
            Cell::text(row.ground.term()),
            Cell::Two(names.office(row.office_code).to_owned(), officer.to_owned()),
            Cell::text(names.office(row.to_office_code)),
            Cell::Badge(Tone::Soon, state.to_owned()),
            Cell::Buttons(vec![Button::link(label, path).spoken(format!("{label}：{name}"))]),
        ]
    });
    Table::new(list.term(), columns).rows(rows).empty(empty(list))
}

const fn empty(list: List) -> &'static str {
    match list {
        List::Verify => "没有待您核实的申请。本人要求划转的，从档案的“划转”提出（BJ18-24）",
        List::Submit => "没有待本机构提交的申请",
        List::PassOn => "没有待上报市级机构的申请",
        List::Decide => "没有待本机构批准的申请",
        List::Receive => "没有待本机构接收的人员",
        List::Sign => "接收的人员都已签订协议，或者不需要签订",
        List::CarryOn => "您接收的人员没有划转前遗留的事项",
        List::Mine => "您提出的申请都已办完",
    }
}
