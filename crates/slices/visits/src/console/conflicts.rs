//! /visits/conflicts: what waits for a decision.

use access::{Action, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out};
use store::StoreError;
use web::parts::{Cell, Column, Table};
use web::{Page, Problem, Query, Visit};

use super::words::moment;
use crate::actions::waiting::{Waiting, waiting};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let read = desk.db.read::<_, _, StoreError>(async move |tx| waiting(tx, &own, &occasion).await);
    let list = read.await?;
    // What is listed is one's own, or one's office's.
    let is_own = visit.may(Action::Export, Relation::Assigned).is_ok();
    let reach = Reach::Alike(if is_own { Relation::Assigned } else { Relation::Office });
    if query.wants_workbook() {
        let named = list.iter().filter(|waiting| waiting.name.is_some());
        let (table, subjects) = (table(&list), named.map(|waiting| waiting.subject));
        return take_out(&visit, &desk, reach, "等待决定的走访记录", &table, subjects).await;
    }
    let page = Page::new("等待决定的走访记录")
        .section("/assistance").crumb("就业援助", "/assistance")
        .crumb("随身走访", "/visits")
        .lead("没有网络时记下的一条，与带走清单以后的另一次摸查或回访并存，或者记录人已不再负责：由人看过再决定怎样记")
        .part(&offer(&visit, reach, table(&list), "/visits/conflicts?format=xlsx"));
    Ok(visit.show(&page))
}

fn table(list: &[Waiting]) -> Table {
    let columns = vec![
        Column::text("服务对象"),
        Column::text("记录人"),
        Column::text("为什么等待"),
        Column::text("收到"),
    ];
    let rows = list.iter().map(|waiting| {
        let person = match &waiting.name {
            Some(name) => Cell::Link {
                text: name.clone(),
                path: format!("/visits/conflicts/{}/{}", waiting.subject, waiting.record),
                beneath: "查看并决定".to_owned(),
            },
            None => Cell::text("（已由其他机构负责，由其决定）"),
        };
        vec![
            person,
            Cell::text(waiting.by.clone()),
            Cell::text(waiting.waits_for.term()),
            Cell::text(moment(waiting.received_at)),
        ]
    });
    Table::new("等待决定的走访记录", columns).rows(rows).empty("没有等待决定的走访记录")
}
