//! The panels that somebody has to do with.

use access::{Action, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use store::Tx;
use web::parts::{Cell, Column, Tab, Table, Tabs};
use web::{Page, Problem, Query, Tone, Visit, workbook};

use crate::actions::lists::{List, Listed, listed};
use crate::actions::names::Names;
use crate::model::Stage;

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
        None => open.first().copied(),
    };
    let list = list.ok_or(Problem::Missing)?;
    let desk2 = desk.clone();
    let found = desk.db.read(async move |tx: &mut Tx| {
        let rows = listed(tx, &desk2, &occasion, list).await?;
        let panels: Vec<_> = rows.iter().map(|row| row.panel.clone()).collect();
        let names = Names::of_panels(tx, &panels).await?;
        Ok::<_, access::Failure<std::convert::Infallible>>((rows, names))
    });
    let (rows, names) = found.await?;
    let table = table(list, &rows, &names);
    if query.wants_workbook() {
        // What one was called in for is taken along as little as what is the office's.
        let relation = if list == List::Mine { Relation::Assigned } else { Relation::Office };
        visit.may(Action::Export, relation)?;
        return workbook("专家会诊", &table);
    }
    let tabs = open.iter().map(|known| Tab {
        label: known.term().to_owned(),
        path: format!("/panels?list={}", known.name()),
        count: (*known == list).then(|| i64::try_from(rows.len()).unwrap_or(i64::MAX)),
        is_current: *known == list,
    });
    let page = Page::new("专家会诊")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .lead("具备上岗条件而多次推荐没有成功的，由上下两级机构的专家一起研究（BJ18-28）")
        .part(&Tabs { label: "会诊名单".to_owned(), tabs: tabs.collect() });
    let relation = if list == List::Mine { Relation::Assigned } else { Relation::Office };
    let may_export = visit.may(Action::Export, relation).is_ok();
    let table = if may_export {
        table.export(format!("/panels?list={}&format=xlsx", list.name()))
    } else {
        table
    };
    Ok(visit.show(&page.part(&table)))
}

fn table(list: List, rows: &[Listed], names: &Names) -> Table {
    let columns = vec![
        Column::text("姓名"),
        Column::text("申请日期"),
        Column::text("申请机构"),
        Column::text("受理机构"),
        Column::text("会诊日期"),
        Column::number("意见"),
        Column::text("最近意见"),
        Column::text("最近反馈"),
        Column::text("情况"),
    ];
    let day = |day: Option<kernel::Day>| day.map_or(Cell::Nothing, Cell::Day);
    let rows = rows.iter().map(|row| {
        let panel = &row.panel;
        let stage = panel.stage();
        let tone = if stage == Stage::Asked { Tone::Soon } else { Tone::Plain };
        vec![
            Cell::link(row.name.reveal(), format!("/people/{}/panel", panel.subject)),
            Cell::Day(web::day_of(panel.asked_at)),
            Cell::text(names.office(panel.from_office_code)),
            Cell::text(names.office(panel.office_code)),
            day(panel.sits_on),
            Cell::count(row.opinions),
            day(row.last_opinion),
            day(row.last_feedback),
            Cell::Badge(tone, stage.term().to_owned()),
        ]
    });
    let empty = match list {
        List::Mine | List::Office => {
            "没有进行中的会诊。符合条件的人，可以从档案的“专家会诊”申请（BJ18-28）"
        }
        List::Asked => "没有待本机构受理的会诊申请",
        List::Sitting => "您目前没有参加会诊",
    };
    Table::new(list.term(), columns).rows(rows).empty(empty)
}
