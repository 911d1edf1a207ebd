//! What the offices of a district or a city have of agreements, one row each: the people stand in the list of one
//! office at a time.

use std::collections::BTreeMap;

use access::{Action, Area, Relation};
use axum::response::Response;
use desk::Desk;
use web::parts::{Cell, Column, Row, Table};
use web::{Page, Problem, Tone, Visit, workbook};

use super::words;
use crate::actions::list::{OfficeCount, counts};

/// Shows the offices of an area; each leads to its own list, to `shown` of it.
#[expect(clippy::disallowed_methods, reason = "it counts, and names nobody")]
pub(super) async fn show(
    visit: &Visit,
    desk: &Desk,
    area: Area,
    (shown, wants_workbook): (&str, bool),
) -> Result<Response, Problem> {
    let action = if wants_workbook { Action::Export } else { Action::ReadFile };
    visit.may(action, Relation::Below)?;
    let today = visit.today;
    let (counts, names) = desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| {
            let offices = offices::offices_within(tx, area).await?;
            let names = offices.into_iter().map(|office| (office.code, office.name)).collect();
            Ok((counts(tx, area, today).await?, names))
        })
        .await?;
    let table = table(visit, &counts, &names, shown);
    if wants_workbook {
        return workbook("各机构就业援助服务协议", &table);
    }
    let page = Page::new("就业援助服务协议")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .lead("登记并认定困难的，5 个工作日内签订（BJ18-23，本地规范）；从机构进入名单，可看期满和签字情况")
        .part(&table)
        .aside(&words::basis(&["BJ18-23"]));
    Ok(visit.show(&page))
}

fn table(
    visit: &Visit,
    counts: &BTreeMap<i64, OfficeCount>,
    names: &BTreeMap<i64, String>,
    shown: &str,
) -> Table {
    let rows = counts.iter().map(|(code, count)| {
        let name = names.get(code).map_or("（已撤并的机构）", String::as_str);
        let cells = vec![
            Cell::link(name, format!("/agreements?show={shown}&office={code}")),
            Cell::count(usize::try_from(count.in_force).unwrap_or(0)),
            Cell::count(usize::try_from(count.owed).unwrap_or(0)),
            Cell::count(usize::try_from(count.overdue).unwrap_or(0)),
        ];
        Row { cells, tone: if count.overdue > 0 { Tone::Late } else { Tone::Plain } }
    });
    let columns = vec![
        Column::text("机构"),
        Column::number("在执行"),
        Column::number("应签未签"),
        Column::number("其中逾期"),
    ];
    let table =
        Table::new("各机构的协议", columns).rows(rows).empty("没有在执行的协议，也没有应签未签的");
    if visit.may(Action::Export, Relation::Below).is_ok() {
        table.export(format!("/agreements?show={shown}&format=xlsx"))
    } else {
        table
    }
}
