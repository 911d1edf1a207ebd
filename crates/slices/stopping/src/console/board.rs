//! /stopping: what the gates propose, what is under way, whom to tell, what was ended.

use access::{Action, Denied, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, take_out};
use rules::Gate;
use store::{StoreError, Tx};
use web::parts::{Cell, Column, Tab, Table, Tabs};
use web::{Page, Problem, Query, Visit};

use super::case_path;
use crate::actions::board::{Line, Queue, board};
use crate::actions::notices::notices_within;

/// How many rows are listed.
const MOST: i64 = 200;
/// How many rows a workbook holds.
const MOST_IN_WORKBOOK: i64 = 5_000;

/// The views of stops, with the one that is shown.
pub(super) fn tabs(current: &str, counts: &Counts) -> Tabs {
    let tab = |label: &str, path: String, count: usize| Tab {
        label: label.to_owned(),
        is_current: path == current,
        path,
        count: i64::try_from(count).ok(),
    };
    let queues = counts.queues.iter();
    let mut tabs: Vec<Tab> =
        queues.map(|(queue, count)| tab(queue.term(), path_of(*queue), *count)).collect();
    let notices = "/stopping/notices".to_owned();
    tabs.push(tab("给登记部门的反馈", notices, counts.letters));
    Tabs { label: "停止服务".to_owned(), tabs }
}

/// How many things each view holds for somebody.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    queues: Vec<(Queue, usize)>,
    /// The letters that are still to be delivered.
    letters: usize,
}

impl Counts {
    /// Gives the first view that holds something, else the first.
    fn first(&self) -> Queue {
        let holds = self.queues.iter().find(|(_, count)| *count > 0);
        holds.map_or(Queue::Proposed, |(queue, _)| *queue)
    }
}

/// Counts what somebody may see in each view, as far as a page lists it.
pub(super) async fn counts(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Counts, StoreError> {
    let actor = &occasion.actor;
    let reads = |office_code, officer| {
        actor.may(Action::ReadFile, actor.relation_to(office_code, officer)).is_ok()
    };
    let mut queues = Vec::new();
    for queue in Queue::ALL {
        let lines = board(tx, desk, occasion, (actor.area, queue), MOST).await?;
        let seen = lines.iter().filter(|line| reads(line.office_code, line.officer));
        queues.push((queue, seen.count()));
    }
    let letters = notices_within(tx, actor.area, MOST).await?;
    let waits = letters.iter().filter(|letter| {
        letter.delivered_on.is_none()
            && !letter.is_void
            && reads(letter.office_code, letter.officer)
    });
    Ok(Counts { queues, letters: waits.count() })
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
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let counts = desk.db.read(async move |tx| counts(tx, &desk2, &occasion).await).await?;
    let queue = queue.unwrap_or_else(|| counts.first());
    let as_workbook = query.wants_workbook();
    if as_workbook {
        let action = Action::Export;
        visit.actor.may_ever(action).then_some(()).ok_or(Denied { action })?;
    }
    // Whoever may take out their own people only gets those.
    let action = if as_workbook { Action::Export } else { Action::ReadFile };
    let limit = if as_workbook { MOST_IN_WORKBOOK } else { MOST };
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let lines: Vec<Seen> = desk
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
                let officer = offices::staff_name(tx, line.officer).await?;
                let office = offices::office_name(tx, line.office_code).await?;
                let name = name.reveal().to_owned();
                shown.push(Seen { line, name, officer, office });
            }
            Ok(shown)
        })
        .await?;
    let mut table = table(queue, &lines);
    if as_workbook {
        let subjects = lines.iter().map(|seen| seen.line.subject);
        return take_out(&visit, &desk, Reach::Each, "停止服务", &table, subjects).await;
    }
    let takes_out = |seen: &Seen| {
        let relation = visit.actor.relation_to(seen.line.office_code, seen.line.officer);
        visit.may(Action::Export, relation).is_ok()
    };
    if lines.iter().any(takes_out) || visit.may(Action::Export, Relation::Office).is_ok() {
        table = table.export(format!("{}&format=xlsx", path_of(queue)));
    }
    let page = Page::new("停止服务")
        .section("/assistance").crumb("就业援助", "/assistance")
        .lead("系统提示条件，人来核实，另一位负责人批准；告知本人，本人随时可以回来，也可以提出异议（BJ18-13、BJ18-21、BJ18-29）")
        .part(&tabs(&path_of(queue), &counts))
        .part(&table);
    Ok(visit.show(&page))
}

/// A line as it is shown.
struct Seen {
    line: Line,
    name: String,
    officer: String,
    office: String,
}

impl Seen {
    /// Who is to look next: the officer by name, else the office.
    fn next(&self) -> Cell {
        if self.officer.is_empty() {
            let words = "未指定，由就业援助服务专员或负责人办理";
            return Cell::Two(self.office.clone(), words.to_owned());
        }
        Cell::Two(self.officer.clone(), self.office.clone())
    }

    fn grounds(&self, words: impl Fn(Gate) -> &'static str) -> String {
        self.line.gates.iter().map(|gate| words(*gate)).collect::<Vec<_>>().join("；")
    }
}

fn table(queue: Queue, lines: &[Seen]) -> Table {
    // Where nothing is to be said of anybody, there is no column for it.
    let is_said = lines.iter().any(|seen| !seen.line.words.is_empty());
    let is_verified = queue == Queue::Proposed;
    let said = is_said.then(|| Column::text("说明"));
    let contact = is_verified.then(|| Column::text("最近联系"));
    let clause = (queue != Queue::Objections).then(|| Column::text("依据"));
    let who = Column::text(if is_verified { "由谁核实" } else { "责任人" });
    let columns = ["服务对象", "情形", "自"].map(Column::text).into_iter();
    let columns = columns.chain(contact).chain(said).chain(clause).chain([who]).collect();
    let rows = lines.iter().map(|seen| {
        let line = &seen.line;
        let contact = is_verified.then(|| match line.last_contact {
            Some((day, kind)) => Cell::Two(day.to_string(), kind.term().to_owned()),
            None => Cell::text("没有记录"),
        });
        let said = is_said.then(|| Cell::text(&line.words));
        let grounds = match seen.grounds(Gate::allows) {
            none if none.is_empty() => "本人对停止服务的异议".to_owned(),
            grounds => grounds,
        };
        let cells = [
            Cell::link(&seen.name, case_path(line.subject)),
            Cell::text(grounds),
            Cell::Day(line.day),
        ];
        let clause = (queue != Queue::Objections).then(|| Cell::text(seen.grounds(Gate::clause)));
        let cells = cells.into_iter().chain(contact).chain(said).chain(clause);
        cells.chain([seen.next()]).collect::<Vec<_>>()
    });
    Table::new(queue.term(), columns).rows(rows).empty("没有这样的事项")
}
