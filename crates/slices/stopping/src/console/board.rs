//! /stopping: what the gates propose, what is under way, whom to tell, what was ended.

use access::{Action, Actor, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, Scope, take_out};
use rules::Gate;
use store::{ActorId, StoreError, Tx};
use web::parts::{Cell, Column, Tab, Table, Tabs, Trail};
use web::{Page, Problem, Query, Visit};

use super::{case_path, path_of as path_to};
use crate::actions::board::{Line, Place, Queue, board_page};
use crate::actions::counts::{Counts, counts_within};

/// How many lines stand on a page.
const PAGE: i64 = 50;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 500;
/// Of how many people with open gates the ledger is asked to say in the tab how many wait to be verified.
const FEW: i64 = 50;

/// The views of stops, with the one that is shown.
pub(super) fn tabs(current: &str, counts: &Counted) -> Tabs {
    let tab = |label: &str, path: String, count: Option<i64>| Tab {
        label: label.to_owned(),
        is_current: path == current,
        path,
        count,
    };
    let queues = Queue::ALL.into_iter();
    let mut tabs: Vec<Tab> = queues
        .map(|queue| tab(queue.term(), path_of(queue, counts.scope), counts.of(queue)))
        .collect();
    let letters = Some(counts.counts.letters);
    tabs.push(tab("给登记部门的反馈", letters_path(counts.scope), letters));
    Tabs { label: "停止服务".to_owned(), tabs }
}

/// How many things each view holds for somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    scope: Scope,
    counts: Counts,
    /// Of those on whom gates stand open, how many wait to be verified; nothing where they are too many to ask the ledger
    /// for a tab.
    proposed: Option<i64>,
}

impl Counted {
    const fn of(&self, queue: Queue) -> Option<i64> {
        match queue {
            Queue::Proposed => self.proposed,
            _ => self.counts.of(queue),
        }
    }

    /// Gives the first view that holds something, else the first. Where nobody knows yet, it may.
    fn first(&self) -> Queue {
        let holds = |queue: &Queue| self.of(*queue) != Some(0);
        Queue::ALL.into_iter().find(holds).unwrap_or(Queue::Proposed)
    }
}

/// Counts what somebody may see in each view.
pub(super) async fn counts(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    scope: Scope,
) -> Result<Counted, StoreError> {
    let actor = &occasion.actor;
    let sees = seen_by(actor, scope, Action::ReadFile);
    let counts = counts_within(tx, actor.area, &sees).await?;
    let proposed = if counts.candidates <= FEW {
        let what = (actor.area, Queue::Proposed);
        let (lines, _) = board_page(tx, desk, occasion, what, None, FEW, &sees).await?;
        i64::try_from(lines.len()).ok()
    } else {
        counts.of(Queue::Proposed)
    };
    Ok(Counted { scope, counts, proposed })
}

/// Tells of whom an actor sees a line, by office and officer.
pub(super) fn seen_by(
    actor: &Actor,
    scope: Scope,
    action: Action,
) -> impl Fn(i64, Option<ActorId>) -> bool + '_ {
    move |office_code, officer| {
        scope.holds(actor, office_code, officer)
            && actor.may(action, actor.relation_to(office_code, officer)).is_ok()
    }
}

fn path_of(queue: Queue, scope: Scope) -> String {
    format!("/stopping?show={}&whose={}", queue.name(), scope.name())
}

pub(super) fn letters_path(scope: Scope) -> String {
    format!("/stopping/notices?whose={}", scope.name())
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let scope = Scope::asked(&visit.actor, &query);
    let asked = query.0.text("show");
    let queue = Queue::ALL.into_iter().find(|queue| Some(queue.name()) == asked);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let counts = desk.db.read(async move |tx| counts(tx, &desk2, &occasion, scope).await).await?;
    let queue = queue.unwrap_or_else(|| counts.first());
    let path = path_of(queue, scope);
    if query.wants_workbook() {
        Reach::Each.ask(&visit)?;
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let what = (queue, scope, Action::Export);
            let (lines, next) = find(&visit, &desk, what, after, AT_ONCE).await?;
            all.extend(lines);
            after = next;
            if after.is_none() {
                break;
            }
        }
        let subjects = all.iter().map(|seen| seen.line.subject);
        let table = table(queue, &all);
        return take_out(&visit, &desk, Reach::Each, "停止服务", &table, subjects).await;
    }
    let (trail, after) = Trail::of(&query.0, |place| place.parse().ok());
    let what = (queue, scope, Action::ReadFile);
    let (lines, next) = find(&visit, &desk, what, after, PAGE).await?;
    let mut table = table(queue, &lines);
    let takes_out = |seen: &Seen| {
        let relation = visit.actor.relation_to(seen.line.office_code, seen.line.officer);
        visit.may(Action::Export, relation).is_ok()
    };
    if lines.iter().any(takes_out) || visit.may(Action::Export, Relation::Office).is_ok() {
        table = table.export(format!("{path}&format=xlsx"));
    }
    let next = next.map(|next| next.to_string());
    table.pager = trail.pager(&path, next, &format!("本页 {} 件", lines.len()));
    let mut page = Page::new("停止服务")
        .section("/assistance").crumb("就业援助", "/assistance")
        .lead("系统提示条件，人来核实，另一位负责人批准；告知本人，本人随时可以回来，也可以提出异议（BJ18-13、BJ18-21、BJ18-29）");
    if let Some(scopes) = scope.tabs(&visit, |scope| path_of(queue, scope)) {
        page = page.part(&scopes);
    }
    Ok(visit.show(&page.part(&tabs(&path, &counts)).part(&table)))
}

async fn find(
    visit: &Visit,
    desk: &Desk,
    (queue, scope, action): (Queue, Scope, Action),
    after: Option<Place>,
    limit: i64,
) -> Result<(Vec<Seen>, Option<Place>), StoreError> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let found = desk.db.read(async move |tx| {
        let actor = &occasion.actor;
        let (what, after) = ((actor.area, queue), after.clone());
        // Whoever may take out their own people only gets those.
        let sees = seen_by(actor, scope, action);
        let (lines, next) = board_page(tx, &desk2, &occasion, what, after, limit, sees).await?;
        let mut shown = Vec::new();
        for line in lines {
            let name = subjects::name_of(tx, &desk2.sealing, line.subject).await?;
            let name = name.map_or_else(|| "—".to_owned(), |name| name.reveal().to_owned());
            let officer = offices::staff_name(tx, line.officer).await?;
            let office = offices::office_name(tx, line.office_code).await?;
            shown.push(Seen { line, name, officer, office });
        }
        Ok((shown, next))
    });
    found.await
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
        let (grounds, path) = match line.against {
            Some(against) => {
                (format!("本人对{}的异议", against.term()), path_to(against, line.subject))
            }
            None => (seen.grounds(Gate::allows), case_path(line.subject)),
        };
        let cells = [Cell::link(&seen.name, path), Cell::text(grounds), Cell::Day(line.day)];
        let clause = (queue != Queue::Objections).then(|| Cell::text(seen.grounds(Gate::clause)));
        let cells = cells.into_iter().chain(contact).chain(said).chain(clause);
        cells.chain([seen.next()]).collect::<Vec<_>>()
    });
    Table::new(queue.term(), columns).rows(rows).empty("没有这样的事项")
}
