//! /stopping: what the gates propose, what is under way, whom to tell, what was ended.

use access::{Action, Denied, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use rules::Gate;
use store::StoreError;
use web::parts::{Cell, Column, Tab, Table, Tabs};
use web::{Page, Problem, Query, Visit, workbook};

use super::case_path;
use crate::actions::board::{Line, Queue, board};
use crate::actions::notices::name_of;

/// How many rows are listed.
const MOST: i64 = 200;
/// How many rows a workbook holds.
const MOST_IN_WORKBOOK: i64 = 5_000;

/// The views of stops, with the one that is shown.
pub(super) fn tabs(current: &str) -> Tabs {
    let tab = |label: &str, path: String| Tab {
        label: label.to_owned(),
        is_current: path == current,
        path,
        count: None,
    };
    let queues = Queue::ALL.map(|queue| tab(queue.term(), path_of(queue)));
    let notices = tab("给登记部门的反馈", "/stopping/notices".to_owned());
    Tabs { label: "停止服务".to_owned(), tabs: queues.into_iter().chain([notices]).collect() }
}

fn path_of(queue: Queue) -> String {
    format!("/stopping?show={}", queue.name())
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = query.0.text("show");
    let queue = Queue::ALL.into_iter().find(|queue| Some(queue.name()) == asked);
    let queue = queue.unwrap_or(Queue::Proposed);
    let as_workbook = query.wants_workbook();
    if as_workbook {
        let action = Action::Export;
        visit.actor.may_ever(action).then_some(()).ok_or(Denied { action })?;
    }
    // Whoever may take out their own people only gets those.
    let action = if as_workbook { Action::Export } else { Action::ReadFile };
    let limit = if as_workbook { MOST_IN_WORKBOOK } else { MOST };
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let lines: Vec<(Line, String, String)> = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let actor = &occasion.actor;
            let mut shown = Vec::new();
            for line in board(tx, &desk2, &occasion, (actor.area, queue), limit).await? {
                let relation = actor.relation_to(line.office_code, line.officer);
                if actor.may(action, relation).is_err() {
                    continue;
                }
                let name = subjects::name_of(tx, &desk2.sealing, line.subject).await?;
                let Some(name) = name else { continue };
                let officer = match line.officer {
                    Some(officer) => name_of(tx, officer).await?,
                    None => String::new(),
                };
                shown.push((line, name.reveal().to_owned(), officer));
            }
            Ok(shown)
        })
        .await?;
    let mut table = table(queue, &lines);
    if as_workbook {
        return workbook("停止服务", &table);
    }
    let takes_out = |(line, _, _): &(Line, String, String)| {
        let relation = visit.actor.relation_to(line.office_code, line.officer);
        visit.may(Action::Export, relation).is_ok()
    };
    if lines.iter().any(takes_out) || visit.may(Action::Export, Relation::Office).is_ok() {
        table = table.export(format!("{}&format=xlsx", path_of(queue)));
    }
    let page = Page::new("停止服务")
        .section("/assistance").crumb("就业援助", "/assistance")
        .lead("系统提示条件，人来核实，另一位负责人批准；告知本人，本人随时可以回来，也可以提出异议（BJ18-13、BJ18-21、BJ18-29）")
        .part(&tabs(&path_of(queue)))
        .part(&table);
    Ok(visit.show(&page))
}

fn table(queue: Queue, lines: &[(Line, String, String)]) -> Table {
    let columns = vec![
        Column::text("服务对象"),
        Column::text("情形"),
        Column::text("自"),
        Column::text("说明"),
        Column::text("依据"),
        Column::text("责任人"),
    ];
    let rows = lines.iter().map(|(line, name, officer)| {
        let path = case_path(line.subject);
        vec![
            Cell::link(name, path),
            Cell::text(line.gate.map_or("本人对停止服务的异议", Gate::allows)),
            Cell::Day(line.day),
            Cell::text(&line.words),
            Cell::text(line.gate.map_or("", Gate::clause)),
            Cell::text(officer),
        ]
    });
    Table::new(queue.term(), columns).rows(rows).empty("没有这样的事项")
}
