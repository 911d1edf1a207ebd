//! 今日应办: the page that the day begins on.

use std::collections::HashMap;

use access::{Action, Area, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::{ActorId, StoreError, SubjectId};
use web::parts::{Button, Cell, Column, Pager, Row, Tab, Table, Tabs, Tile, Tiles};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Tone, Visit, workbook};

use super::words::{button, due_cell, names, owes, tone, why};
use crate::actions::agenda::{After, Counts, Whose, count_for_officer, loads, open_duties};
use crate::actions::pause::paused_until;
use crate::model::Bucket;
use crate::sql::{DutyRow, LoadRow};

/// How many rows a page holds.
const PAGE: i64 = 50;
/// How many rows a workbook holds at most.
const WORKBOOK: i64 = 20_000;

/// What was asked for in the address.
#[derive(Clone)]
struct Asked {
    bucket: Option<Bucket>,
    rule: String,
    after: After,
    office: Option<i64>,
    officer: Option<ActorId>,
    as_workbook: bool,
}

impl Asked {
    fn read(query: &Query) -> Self {
        let text = |name| query.0.text(name);
        let after = text("after").and_then(read_after).unwrap_or_else(After::nothing);
        Self {
            bucket: text("bucket").and_then(Bucket::named),
            rule: text("rule").unwrap_or_default().to_owned(),
            after,
            office: text("office").and_then(|code| code.parse().ok()),
            officer: text("officer").and_then(|id| id.parse().ok()),
            as_workbook: text("format") == Some("xlsx"),
        }
    }

    fn days(&self, today: Day) -> (Day, Day) {
        self.bucket.map_or((Day::FIRST, Day::LAST), |bucket| bucket.days(today))
    }
}

fn read_after(text: &str) -> Option<After> {
    let mut pieces = text.splitn(4, '~');
    let due = pieces.next()?.parse().ok()?;
    let subject = pieces.next()?.parse().ok()?;
    let because = pieces.next()?.parse().ok()?;
    Some(After { due, subject, because, rule: pieces.next()?.to_owned() })
}

fn write_after(row: &DutyRow) -> String {
    format!("{}~{}~{}~{}", row.due_day, row.subject_id, row.because_id, in_address(&row.rule))
}

/// What a page shows.
struct Found {
    rows: Vec<DutyRow>,
    names: HashMap<SubjectId, String>,
    paused: HashMap<SubjectId, Day>,
    staff: HashMap<ActorId, String>,
    counts: Counts,
}

/// What the actor answers for.
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&query);
    // Somebody's whom the actor stands in for, or their own.
    let absent = asked.officer.filter(|officer| visit.actor.stands_in_for.contains(officer));
    let whose = Whose::Officer(absent.unwrap_or(visit.actor.id));
    let found = find(&visit, &desk, whose, &Asked { officer: None, ..asked.clone() }).await?;
    let path = absent.map_or("/today".to_owned(), |officer| format!("/today?officer={officer}"));
    let list = table(&visit, &desk, &found, &asked, &path, None);
    if asked.as_workbook {
        visit.may(Action::Export, Relation::Assigned)?;
        return workbook("今日应办", &list);
    }
    let covered = covered(&visit, &desk).await?;
    let title = absent.and_then(|officer| covered.iter().find(|(id, _)| *id == officer));
    let title = title.map_or("今日应办".to_owned(), |(_, name)| format!("代{name}办理的应办"));
    let page = Page::new(title)
        .section("/today")
        .lead(lead(&visit, &found.counts))
        .tool(Button::link("走访清单", "/people/visits"))
        .tool(Button::link("日历订阅", "/today/calendar"));
    let page = if visit.actor.may_ever(Action::SeeOfficeDuties) {
        page.part(&tabs("/today"))
    } else {
        page
    };
    let page =
        page.part(&tiles(&found.counts, &asked, &path)).part(&filter(&found.counts, &asked, &path));
    let page = if found.rows.is_empty() && asked.bucket.is_none() && asked.rule.is_empty() {
        page.notice(Notice::done("您负责的服务对象目前没有待办事项"))
    } else {
        page
    };
    Ok(visit.show(&page.part(&list)))
}

/// Gives the colleagues that the actor stands in for today, with their names.
async fn covered(visit: &Visit, desk: &Desk) -> Result<Vec<(ActorId, String)>, StoreError> {
    let absent = visit.actor.stands_in_for.clone();
    if absent.is_empty() {
        return Ok(Vec::new());
    }
    desk.db
        .read(async move |tx| {
            let mut covered = Vec::new();
            for officer in &absent {
                if let Some(member) = offices::find_staff(tx, *officer).await? {
                    covered.push((*officer, member.name));
                }
            }
            Ok(covered)
        })
        .await
}

/// What an office and those below it, or one of its officers, answer for.
pub(super) async fn show_office(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&query);
    let area = Area::of_code(asked.office.unwrap_or(visit.actor.area.first));
    visit.may(Action::SeeOfficeDuties, visit.actor.relation_to(area.first, None))?;
    let found = find(&visit, &desk, Whose::Office(area), &asked).await?;
    let path = format!("/today/office/list?office={}", area.first);
    let path = asked.officer.map_or(path.clone(), |officer| format!("{path}&officer={officer}"));
    let list = table(&visit, &desk, &found, &asked, &path, Some(area));
    if asked.as_workbook {
        visit.may(Action::Export, visit.actor.relation_to(area.first, None))?;
        return workbook("机构应办", &list);
    }
    let officer = asked.officer.and_then(|officer| found.staff.get(&officer)).cloned();
    let title = officer.map_or("机构应办".to_owned(), |name| format!("{name}的应办"));
    let page = Page::new(title)
        .section("/today")
        .crumb("机构应办", format!("/today/office?office={}", area.first))
        .lead("按期限排列；每一行都可以展开依据")
        .part(&tiles(&found.counts, &asked, &path))
        .part(&filter(&found.counts, &asked, &path))
        .part(&list);
    Ok(visit.show(&page))
}

async fn find(
    visit: &Visit,
    desk: &Desk,
    whose: Whose,
    asked: &Asked,
) -> Result<Found, StoreError> {
    let today = visit.today;
    let limit = if asked.as_workbook { WORKBOOK } else { PAGE + 1 };
    let (days, after, rule) = (asked.days(today), asked.after.clone(), asked.rule.clone());
    let (desk, actor, officer) = (desk.clone(), visit.actor.clone(), asked.officer);
    let db = desk.db.clone();
    db.read(async move |tx| {
        // Within an office, one officer's work is a filter on it: nobody's, where none is named.
        let (list, area) = match (whose, officer) {
            (Whose::Office(area), Some(officer)) => (Whose::Officer(officer), Some(area)),
            (Whose::Office(area), None) => (whose, Some(area)),
            (Whose::Officer(_), _) => (whose, None),
        };
        let mut rows = open_duties(tx, list, days, &after, &rule, limit).await?;
        if let Some(area) = area {
            rows.retain(|row| area.holds(row.office_code));
        }
        let places = rows.iter().map(|row| (row.subject_id, row.office_code, row.officer_id));
        let names = names(tx, &desk, &actor, places).await?;
        let mut paused = HashMap::new();
        for subject in names.keys() {
            if let Some(until) = paused_until(tx, *subject, today).await? {
                paused.insert(*subject, until);
            }
        }
        let (counts, staff) = match (list, area) {
            (Whose::Officer(officer), None) => {
                (count_for_officer(tx, officer, today).await?, HashMap::new())
            }
            (_, Some(area)) => {
                let staff = offices::staff_names(tx, area).await?;
                let mut loads = loads(tx, area, today).await?;
                loads.retain(|load| officer.is_none() || load.officer_id == officer);
                (sum(&loads), staff)
            }
            (Whose::Office(_), None) => (Counts::default(), HashMap::new()),
        };
        Ok(Found { rows, names, paused, staff, counts })
    })
    .await
}

/// Adds up what offices and officers have open.
pub(super) fn sum(loads: &[LoadRow]) -> Counts {
    let mut counts = Counts::default();
    for load in loads {
        let figures = [load.overdue, load.today, load.week, load.later];
        for (sum, figure) in counts.buckets.iter_mut().zip(figures) {
            *sum += figure;
        }
    }
    counts
}

fn lead(visit: &Visit, counts: &Counts) -> String {
    let weekday = ["一", "二", "三", "四", "五", "六", "日"];
    let weekday = weekday[usize::from(visit.today.weekday() - 1)];
    let words = match (counts.of(Bucket::Overdue), counts.of(Bucket::Today)) {
        (0, 0) => "今天没有必须办结的事项".to_owned(),
        (0, today) => format!("今天到期 {today} 件"),
        (overdue, today) => format!("逾期 {overdue} 件，今天到期 {today} 件"),
    };
    format!("{} 星期{weekday}，{words}", visit.today)
}

/// The two views of what is due: one's own, the office's.
pub(super) fn tabs(current: &str) -> Tabs {
    let tab = |label: &str, path: &str| Tab {
        label: label.to_owned(),
        path: path.to_owned(),
        count: None,
        is_current: path == current,
    };
    Tabs {
        label: "看谁的应办".to_owned(),
        tabs: vec![
            tab("我负责的", "/today"),
            tab("本机构", "/today/office"),
            tab("权利与权限", "/today/gates"),
        ],
    }
}

/// Writes a rule as it can stand in an address.
fn in_address(rule: &str) -> String {
    rule.replace('(', "%28").replace(')', "%29").replace(' ', "%20")
}

fn with(path: &str, name: &str, value: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}{name}={value}")
}

fn tiles(counts: &Counts, asked: &Asked, path: &str) -> Tiles {
    let tile = |bucket: Bucket, tone| {
        let is_current = asked.bucket == Some(bucket);
        // A second press shows everything again.
        let leads_to =
            if is_current { path.to_owned() } else { with(path, "bucket", bucket.name()) };
        let number = counts.of(bucket);
        let tone = if number == 0 { Tone::Plain } else { tone };
        Tile { is_current, ..Tile::new(bucket.term(), number, tone).leads_to(leads_to) }
    };
    Tiles(vec![
        tile(Bucket::Overdue, Tone::Late),
        tile(Bucket::Today, Tone::Soon),
        tile(Bucket::Week, Tone::Note),
        tile(Bucket::Later, Tone::Plain),
    ])
}

fn filter(counts: &Counts, asked: &Asked, path: &str) -> Form {
    let mut choices = vec![Choice::new("", "全部事项")];
    if counts.rules.is_empty() {
        let rules = rules::RuleIndex::all().map(rules::RuleIndex::rule);
        choices
            .extend(rules.map(|rule| Choice::new(rule.id, format!("{} {}", rule.id, rule.duty))));
    } else {
        choices.extend(
            counts
                .rules
                .iter()
                .map(|(rule, number)| Choice::new(rule, format!("{}（{number}）", owes(rule)))),
        );
    }
    let (base, query) = path.split_once('?').unwrap_or((path, ""));
    let mut form = Form::asking(base, "筛选")
        .field(Field::of("rule", "事项", choices).value(asked.rule.clone()));
    for pair in query.split('&') {
        if let Some((name, value)) = pair.split_once('=') {
            form = form.hidden(name, value);
        }
    }
    match asked.bucket {
        Some(bucket) => form.hidden("bucket", bucket.name()),
        None => form,
    }
}

/// Lists what was found: one officer's, or, with each one's officer, an area's.
fn table(
    visit: &Visit,
    desk: &Desk,
    found: &Found,
    asked: &Asked,
    path: &str,
    area: Option<Area>,
) -> Table {
    let names_officers = area.is_some();
    let relation =
        area.map_or(Relation::Assigned, |area| visit.actor.relation_to(area.first, None));
    let mut columns = vec![
        Column::text("期限"),
        Column::text("服务对象"),
        Column::text("应办事项"),
        Column::text("依据"),
    ];
    if names_officers {
        columns.push(Column::text("责任人"));
    }
    columns.push(Column::buttons("办理"));
    let law = desk.rulebook.law();
    let shown = if asked.as_workbook { WORKBOOK } else { PAGE };
    let shown = usize::try_from(shown).unwrap_or(usize::MAX);
    let rows = found.rows.iter().take(shown).map(|row| {
        let name = found.names.get(&row.subject_id).map_or("—", String::as_str);
        let mut cells = vec![
            due_cell(row, visit.today),
            Cell::Link {
                text: name.to_owned(),
                path: format!("/people/{}", row.subject_id),
                beneath: found
                    .paused
                    .get(&row.subject_id)
                    .map_or_else(String::new, |until| format!("暂缓至 {until}")),
            },
            Cell::text(owes(&row.rule)),
            why(law, row),
        ];
        if names_officers {
            let officer = row.officer_id.and_then(|officer| found.staff.get(&officer));
            cells.push(officer.map_or(Cell::text("本机构"), Cell::text));
        }
        cells.push(Cell::Buttons(button(&visit.actor, row, name).into_iter().collect()));
        Row { cells, tone: tone(row, visit.today) }
    });
    let rows: Vec<Row> = rows.collect();
    let mut here = path.to_owned();
    if let Some(bucket) = asked.bucket {
        here = with(&here, "bucket", bucket.name());
    }
    if !asked.rule.is_empty() {
        here = with(&here, "rule", &in_address(&asked.rule));
    }
    let has_more = found.rows.len() > shown;
    let mut table =
        Table::new("应办事项，按期限排列", columns).rows(rows).empty("没有符合条件的待办事项");
    if visit.may(Action::Export, relation).is_ok() {
        table = table.export(with(&here, "format", "xlsx"));
    }
    if has_more || asked.after != After::nothing() {
        let last = found.rows.get(shown - 1).filter(|_| has_more);
        table.pager = Some(Pager {
            before: (asked.after != After::nothing()).then(|| here.clone()),
            after: last.map(|row| with(&here, "after", &write_after(row))),
            words: format!("每页 {PAGE} 条"),
        });
    }
    table
}
