//! 今日应办: the page that the day begins on.

use std::collections::HashMap;

use access::{Action, Area};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::{ActorId, StoreError, SubjectId};
use web::parts::Order::Rising;
use web::parts::{Button, Cell, Column, Row, Tab, Table, Tabs, Trail};
use web::{Choice, Field, Form, Page, Problem, Query, Visit};

use super::agenda_book;
use super::agenda_figures::{empty, nothing, tiles, with};
use super::covered;
use super::own::Own;
use super::rest_day;
use super::results::{household_tile, households};
use super::taking_out::{Reach, offer};
use super::waiting;
use super::words::{
    bound_by, button_as, due_cell, names_on, others_turn, owes, person_cell, relation_in,
    relation_to_all, rule_of, tone, why,
};
use crate::actions::agenda::{
    After, Counts, OfRule, Order, Wanted, Whose, count_for_community, count_for_officer, fallen,
    listed, loads,
};
use crate::model::{Bucket, CameOverdue, Figure, of_which_rest};
use crate::sql::{DutyRow, ListedRow, LoadRow};

/// How many rows a page holds.
const PAGE: i64 = 50;

/// What was asked for in the address.
#[derive(Clone)]
pub(super) struct Asked {
    bucket: Option<Bucket>,
    rule: String,
    order: Order,
    pub(super) after: After,
    trail: Trail,
    office: Option<i64>,
    officer: Option<ActorId>,
    as_workbook: bool,
}

impl Asked {
    fn read(query: &Query) -> Self {
        let text = |name| query.0.text(name);
        let (trail, after) = Trail::of(&query.0, read_after);
        let after = after.unwrap_or_else(After::nothing);
        Self {
            bucket: text("bucket").and_then(Bucket::named),
            rule: text("rule").unwrap_or_default().to_owned(),
            order: text("order").map_or(Order::Due, read_order),
            after,
            trail,
            office: text("office").and_then(|code| code.parse().ok()),
            officer: text("officer").and_then(|id| id.parse().ok()),
            as_workbook: query.wants_workbook(),
        }
    }

    fn days(&self, today: Day) -> (Day, Day) {
        self.bucket.map_or((Day::FIRST, Day::LAST), |bucket| bucket.days(today))
    }
}

fn read_order(name: &str) -> Order {
    match name {
        "rule" => Order::Rule,
        "officer" => Order::Officer,
        _ => Order::Due,
    }
}

/// The word of an order in an address; empty for the one that nobody has to ask for.
const fn name_of_order(order: Order) -> &'static str {
    match order {
        Order::Due => "",
        Order::Rule => "rule",
        Order::Officer => "officer",
    }
}

pub(super) fn read_after(text: &str) -> Option<After> {
    let mut pieces = text.splitn(6, '~');
    let due = pieces.next()?.parse().ok()?;
    let subject = pieces.next()?.parse().ok()?;
    let because = pieces.next()?.parse().ok()?;
    let office = pieces.next()?.parse().ok()?;
    let officer = pieces.next()?.parse().ok()?;
    Some(After { due, subject, because, office, officer, rule: pieces.next()?.to_owned() })
}

pub(super) fn write_after(row: &DutyRow) -> String {
    let After { due, subject, because, office, officer, rule } = After::from(row);
    format!("{due}~{subject}~{because}~{office}~{officer}~{rule}")
}

/// What a page shows.
pub(super) struct Found {
    pub(super) rows: Vec<ListedRow>,
    pub(super) names: HashMap<SubjectId, String>,
    pub(super) staff: HashMap<ActorId, String>,
    pub(super) counts: Counts,
}

/// What the actor answers for; of a community assistant, what those who live in the community are owed (BJ18-4).
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&query);
    let Own { whose, absent, is_asked_for: is_own } = Own::of(&visit.actor, asked.officer);
    let relation = relation_to_all(&visit.actor, whose);
    visit.may(Action::SeeOwnDuties, relation)?;
    let of_all = Asked { officer: None, ..asked.clone() };
    if asked.as_workbook {
        return agenda_book::give(&visit, &desk, whose, of_all, "今日应办").await;
    }
    let found = find(&visit, &desk, whose, &of_all).await?;
    let of_community = visit.actor.community().filter(|_| is_own);
    let named = absent.or(of_community.map(|_| visit.actor.serves_as()));
    let path = named.map_or("/today".to_owned(), |officer| format!("/today?officer={officer}"));
    let list = table(&visit, &desk, &found, &asked, &path, whose);
    let waiting = waiting::find(&visit, &desk, waiting::Wanted::beside(absent)).await?;
    let title = match absent.or(visit.actor.places.taken.as_ref().map(|taken| taken.id)) {
        Some(officer) => format!("代{}办理的应办", covered::name_of(&visit, &desk, officer).await?),
        None => "今日应办".to_owned(),
    };
    let page = Page::new(title)
        .section("/today")
        .lead(lead(&visit, &found.counts, &waiting))
        .tool(Button::link("随身走访", "/visits"))
        .tool(Button::link("走访清单", "/people/visits"))
        .tool(Button::link("日历订阅", "/today/calendar"));
    let page = if visit.actor.may_ever(Action::SeeOfficeDuties) {
        let current = if is_own { path.as_str() } else { "/today" };
        page.part(&tabs(&visit, current, Some(waiting.count())))
    } else {
        page
    };
    let mut tiles = tiles(&found.counts, asked.bucket, &path);
    tiles.0.push(household_tile(&visit, visit.actor.area, households(&desk, &visit).await?));
    let page = page.part(&tiles);
    let page = rest_day::notice(&visit, &desk, whose).await?.into_iter().fold(page, Page::notice);
    let is_whole =
        asked.bucket.is_none() && asked.rule.is_empty() && asked.after == After::nothing();
    // Where nothing is listed there is nothing to choose from.
    let is_empty = found.rows.is_empty() && is_whole;
    let page =
        if is_empty { page } else { page.part(&filter(&found.counts, &asked, &path, false)) };
    let page = if is_empty && waiting.count() == 0 {
        page.notice(nothing(whose, &found.counts))
    } else {
        page
    };
    // What the law asks for by a day comes first.
    let page = if is_empty && waiting.count() > 0 { page } else { page.part(&list) };
    let page = if is_whole && waiting.count() > 0 {
        page.part(&waiting::block(&visit, &waiting))
    } else {
        page
    };
    // Beside one's own stands what is due to the people of whoever is away.
    let is_own_page = is_whole && absent.is_none() && !is_own;
    let covered = if is_own_page { covered::block(&visit, &desk).await? } else { None };
    Ok(visit.show(&covered.into_iter().fold(page, |page, block| page.part(&block))))
}

/// What an office and those below it, or one of its officers, answer for.
pub(super) async fn show_office(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&query);
    let area = visit.actor.reach(Action::SeeOfficeDuties, asked.office)?;
    if asked.as_workbook {
        return agenda_book::give(&visit, &desk, Whose::Office(area), asked, "机构应办").await;
    }
    let found = find(&visit, &desk, Whose::Office(area), &asked).await?;
    let path = format!("/today/office/list?office={}", area.first);
    let path = asked.officer.map_or(path.clone(), |officer| format!("{path}&officer={officer}"));
    let list = table(&visit, &desk, &found, &asked, &path, Whose::Office(area));
    let officer = asked.officer.and_then(|officer| found.staff.get(&officer)).cloned();
    let title = officer.map_or("机构应办".to_owned(), |name| format!("{name}的应办"));
    let page = Page::new(title)
        .section("/today")
        .crumb("机构应办", format!("/today/office?office={}", area.first))
        .lead("每一行都可以展开依据")
        .part(&tiles(&found.counts, asked.bucket, &path));
    let is_asked =
        asked.bucket.is_some() || !asked.rule.is_empty() || asked.after != After::nothing();
    let page = if found.rows.is_empty() && !is_asked {
        page
    } else {
        page.part(&filter(&found.counts, &asked, &path, true))
    };
    Ok(visit.show(&page.part(&list)))
}

/// Says what part of what is open was asked for.
pub(super) fn wanted(whose: Whose, asked: &Asked, today: Day) -> Wanted {
    // Within an office, one officer's work is a filter on it.
    let (whose, within) = match (whose, asked.officer) {
        (Whose::Office(area), Some(officer)) => (Whose::Officer(officer), Some(area)),
        (Whose::Office(area), None) => (whose, Some(area)),
        // The staff of the street above a community, too, are named.
        (Whose::Community(code), _) => (whose, Some(Area::of_code(code - code % 1_000))),
        (Whose::Officer(_), _) => (whose, None),
    };
    let (days, rule, order, after) =
        (asked.days(today), asked.rule.clone(), asked.order, asked.after.clone());
    Wanted { whose, within, days, rule, order, after }
}

async fn find(
    visit: &Visit,
    desk: &Desk,
    whose: Whose,
    asked: &Asked,
) -> Result<Found, StoreError> {
    let today = visit.today;
    let (wanted, officer) = (wanted(whose, asked, today), asked.officer);
    let list = bound_by(wanted.whose);
    let (rows, counts, staff) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let rows = listed(tx, &wanted, today, PAGE + 1).await?;
            let (counts, staff) = match (wanted.whose, wanted.within) {
                (Whose::Officer(officer), None) => {
                    (count_for_officer(tx, officer, today).await?, HashMap::new())
                }
                (Whose::Community(code), area) => {
                    let staff = match area {
                        Some(area) => offices::staff_names(tx, area).await?,
                        None => HashMap::new(),
                    };
                    (count_for_community(tx, code, today).await?, staff)
                }
                (_, Some(area)) => {
                    let staff = offices::staff_names(tx, area).await?;
                    let mut loads = loads(tx, area, today).await?;
                    loads.retain(|load| officer.is_none() || load.officer_id == officer);
                    let fallen = fallen(tx, area, Day::LAST).await?;
                    let (figure, came_to) = match officer {
                        Some(_) => (Figure::Officer(area, officer), CameOverdue::ToOfficer),
                        None => (Figure::Office(area), CameOverdue::ToOffice),
                    };
                    let came_overdue = figure.came(&fallen);
                    (Counts { came_overdue, came_to, ..sum(&loads) }, staff)
                }
                (Whose::Office(_), None) => (Counts::default(), HashMap::new()),
            };
            Ok((rows, counts, staff))
        })
        .await?;
    let names = names_on(desk, &visit.actor, list, &rows)?;
    Ok(Found { rows, names, staff, counts })
}

/// Adds up what offices and officers have open.
pub(super) fn sum(loads: &[LoadRow]) -> Counts {
    let mut counts = Counts::default();
    for load in loads {
        for (sum, figure) in counts.buckets.iter_mut().zip(load.open()) {
            *sum += figure;
        }
        for (sum, figure) in counts.resting.iter_mut().zip(load.resting()) {
            *sum += figure;
        }
    }
    counts
}

fn lead(visit: &Visit, counts: &Counts, waiting: &waiting::Found) -> String {
    let weekday = ["一", "二", "三", "四", "五", "六", "日"];
    let weekday = weekday[usize::from(visit.today.weekday() - 1)];
    let said = |name: &str, bucket| {
        let rest = of_which_rest(counts.resting_of(bucket));
        let rest = rest.map_or_else(String::new, |rest| format!("（{rest}）"));
        format!("{name} {} 件{rest}", counts.of(bucket))
    };
    let (overdue, today) = (said("逾期", Bucket::Overdue), said("今天到期", Bucket::Today));
    let due = match (counts.of(Bucket::Overdue), counts.of(Bucket::Today)) {
        (0, 0) => None,
        (0, _) => Some(today),
        _ => Some(format!("{overdue}，{today}")),
    };
    let words: Vec<String> = due.into_iter().chain(waiting.words()).collect();
    let words = if words.is_empty() {
        "今天没有必须办结的事项".to_owned()
    } else {
        words.join("，")
    };
    format!("{} 星期{weekday}，{words}", visit.today)
}

/// The views of what is due: one's own, what waits beside it with how much that is where it is known, the office's; of
/// a community assistant the community's first. Each is shown to whoever may open it: whoever only supervises or analyses
/// has no day of their own.
pub(super) fn tabs(visit: &Visit, current: &str, waiting: Option<i64>) -> Tabs {
    let tab = |label: &str, path: &str| Tab {
        label: label.to_owned(),
        path: path.to_owned(),
        count: waiting.filter(|_| path == "/today/waiting"),
        is_current: path == current,
    };
    let mut tabs = Vec::new();
    if visit.actor.may_ever(Action::SeeOwnDuties) {
        match visit.actor.community() {
            Some(_) => tabs.extend([
                tab("本社区居民", "/today"),
                tab("我负责的", &format!("/today?officer={}", visit.actor.serves_as())),
            ]),
            None => tabs.push(tab("我负责的", "/today")),
        }
        tabs.push(tab("等我处理", "/today/waiting"));
    }
    if visit.actor.may_ever(Action::SeeOfficeDuties) {
        tabs.extend([tab("本机构", "/today/office"), tab("权利与权限", "/today/gates")]);
    }
    Tabs { label: "看谁的应办".to_owned(), tabs }
}

/// Writes a rule as it can stand in an address.
fn in_address(rule: &str) -> String {
    rule.replace('(', "%28").replace(')', "%29").replace(' ', "%20")
}

fn filter(counts: &Counts, asked: &Asked, path: &str, of_office: bool) -> Form {
    let mut choices = vec![Choice::new("", "全部事项")];
    if counts.rules.is_empty() {
        let rules = rules::RuleIndex::all().map(rules::RuleIndex::rule);
        choices
            .extend(rules.map(|rule| Choice::new(rule.id, format!("{} {}", rule.id, rule.duty))));
    } else {
        choices.extend(counts.rules.iter().map(|OfRule { rule, number, resting }| {
            let rest = of_which_rest(*resting).map_or_else(String::new, |rest| format!("，{rest}"));
            Choice::new(rule, format!("{}（{number}{rest}）", owes(rule)))
        }));
    }
    let mut orders = vec![Choice::new("", "期限"), Choice::new("rule", "事项")];
    if of_office {
        orders.push(Choice::new("officer", "机构和责任人"));
    }
    let (base, query) = path.split_once('?').unwrap_or((path, ""));
    let mut form = Form::asking(base, "筛选")
        .field(Field::of("rule", "事项", choices).value(asked.rule.clone()))
        .field(Field::of("order", "排列", orders).value(name_of_order(asked.order)));
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

/// Gives the address of what was asked for, without its order.
fn filtered(path: &str, asked: &Asked) -> String {
    let mut here = path.to_owned();
    if let Some(bucket) = asked.bucket {
        here = with(&here, "bucket", bucket.name());
    }
    if !asked.rule.is_empty() {
        here = with(&here, "rule", &in_address(&asked.rule));
    }
    here
}

/// Lists what was found: one officer's, or, with each one's officer, an area's.
pub(super) fn table(
    visit: &Visit,
    desk: &Desk,
    found: &Found,
    asked: &Asked,
    path: &str,
    whose: Whose,
) -> Table {
    let names_officers = !matches!(whose, Whose::Officer(_));
    let relation = relation_to_all(&visit.actor, whose);
    let here = filtered(path, asked);
    let sorted = |heading: &str, order: Order| {
        let by = |path: &str| match name_of_order(order) {
            "" => path.to_owned(),
            name => with(path, "order", name),
        };
        let column = Column::text(heading).sorted_by(by(&here));
        if asked.order == order { column.in_order(Rising) } else { column }
    };
    let mut columns = vec![
        sorted("期限", Order::Due),
        Column::text("服务对象"),
        sorted("应办事项", Order::Rule),
        Column::text("依据"),
    ];
    if names_officers {
        // Of one community the officers are few, and stand in no order of their own.
        columns.push(match whose {
            Whose::Community(_) => Column::text("责任人"),
            _ => sorted("责任人", Order::Officer),
        });
    }
    columns.push(Column::buttons("办理"));
    let law = desk.rulebook.law();
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let shown = if asked.as_workbook { found.rows.len() } else { page };
    let rows = found.rows.iter().take(shown).map(|row| {
        let ListedRow { duty: row, paused_until, .. } = row;
        let name = found.names.get(&row.subject_id).map_or("—", String::as_str);
        let own = relation_in(&visit.actor, row, bound_by(whose));
        let paused = paused_until.map_or_else(String::new, |until| format!("暂缓至 {until}"));
        let mut cells = vec![
            due_cell(law, row, visit.today),
            person_cell(&visit.actor, own, row.subject_id, name, paused),
            Cell::text(owes(&row.rule)),
            why(law, row),
        ];
        if names_officers {
            let officer = row.officer_id.and_then(|officer| found.staff.get(&officer));
            cells.push(officer.map_or(Cell::text("本机构"), Cell::text));
        }
        // Whoever works through a list is back at its next row with each thing that is done.
        let button = button_as(&visit.actor, own, row, name);
        let button = button.map(|button| button.returning(&format!("{here}#next")));
        cells.push(match (button, whose) {
            (Some(button), _) => Cell::Buttons(vec![button]),
            // On somebody's own day it is said whose turn it is, where it is not theirs.
            (None, Whose::Officer(_) | Whose::Community(_)) => rule_of(&row.rule)
                .map_or(Cell::Nothing, |rule| {
                    others_turn(rule, |action| visit.may(action, own).is_ok())
                }),
            (None, Whose::Office(_)) => Cell::Nothing,
        });
        Row { cells, tone: tone(row, visit.today) }
    });
    let rows: Vec<Row> = rows.collect();
    let mut here = here;
    if asked.order != Order::Due {
        here = with(&here, "order", name_of_order(asked.order));
    }
    let has_more = found.rows.len() > shown;
    let caption = match asked.order {
        Order::Due => "应办事项，按期限排列",
        Order::Rule => "应办事项，按事项排列",
        Order::Officer => "应办事项，按机构和责任人排列",
    };
    let mut table = Table::new(caption, columns).rows(rows).empty(empty(&found.counts));
    table = offer(visit, Reach::Alike(relation), table, with(&here, "format", "xlsx"));
    let last = found.rows.get(shown.saturating_sub(1)).filter(|_| has_more);
    let next = last.map(|row| write_after(&row.duty));
    table.pager = asked.trail.pager(&here, next, &format!("每页 {PAGE} 条"));
    table
}
