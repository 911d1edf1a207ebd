//! /counselling: my week, the office's week, the wishes that wait.

use std::collections::HashMap;

use access::{Action, Relation};
use axum::extract::State as Held;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out};
use kernel::Day;
use store::{ActorId, Instant, StoreError, SubjectId, Tx};
use web::parts::{Button, Cell, Column, Pager, Row, Tab, Table, Tabs, Tile, Tiles, Trail};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Routes, Tone, Visit, form};

use super::words::{badge, counsellor, day_words, people, staff_names, time_words, when};
use crate::actions::free::{counsellors_near, hours_of};
use crate::actions::requests::{After, count_waiting, waiting_after};
use crate::actions::week::{Diary, between};
use crate::model::State;
use crate::sql::AppointmentRow;

/// How many wishes a page holds.
const PAGE: i64 = 100;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 500;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get("/counselling", Action::Counsel, show)
}

/// Whose appointments are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Mine,
    Office,
    Requests,
}

impl View {
    fn of(query: &Query) -> Self {
        match query.0.text("view") {
            Some("office") => Self::Office,
            Some("requests") => Self::Requests,
            _ => Self::Mine,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Office => "office",
            Self::Requests => "requests",
        }
    }
}

struct Found {
    rows: Vec<AppointmentRow>,
    /// Whether wishes come after them.
    has_more: bool,
    people: HashMap<SubjectId, String>,
    staff: HashMap<ActorId, String>,
    waiting: i64,
    has_hours: bool,
    /// Those of the office who receive people, by name.
    counsellors: Vec<(ActorId, String)>,
}

async fn show(visit: Visit, Held(desk): Held<Desk>, query: Query) -> Result<Response, Problem> {
    let view = View::of(&query);
    if view != View::Mine {
        visit.may(Action::Counsel, Relation::Office)?;
    }
    let asked: Option<Day> = query.0.text("day").and_then(|day| day.parse().ok());
    let day = asked.unwrap_or(visit.today);
    let monday = day.plus_days(1 - i32::from(day.weekday()));
    let asked_staff: Option<ActorId> = query.0.text("staff").and_then(|staff| staff.parse().ok());
    let (trail, after) = Trail::of(&query.0, read_after);
    let wanted = Wanted { view, monday, after, is_whole: query.wants_workbook() };
    let mut found = find(&visit, &desk, wanted).await?;
    if let (View::Office, Some(staff)) = (view, asked_staff) {
        found.rows.retain(|row| row.staff_id == Some(staff));
    }
    let listed = list(&visit, &found, wanted, &trail);
    if query.wants_workbook() {
        let subjects = found.rows.iter().map(|row| row.subject_id);
        return take_out(&visit, &desk, exported_as(view), "职业指导", &listed, subjects).await;
    }
    let page = Page::new("职业指导")
        .section("/counselling")
        .tool(Button::link("小组指导", "/counselling/groups"))
        .tool(Button::link("接待时间与请假", "/counselling/hours"))
        .tool(Button::link("为服务对象预约", "/counselling/book").main())
        .part(&tabs(view, found.waiting));
    let page = if found.has_hours {
        page
    } else {
        page.notice(Notice::note(
            "您还没有设置接待时间，别人无法约您；如您负责职业指导，请先在“接待时间与请假”中设置",
        ))
    };
    let page = if view == View::Requests { page } else { page.part(&tiles(&visit, &found)) };
    let page =
        if view == View::Office { page.part(&filter(&found, monday, asked_staff)) } else { page };
    Ok(visit.show(&page.part(&listed)))
}

/// How one stands to what a view lists: one's own appointments, or the office's.
const fn exported_as(view: View) -> Reach {
    match view {
        View::Mine => Reach::Alike(Relation::Assigned),
        View::Office | View::Requests => Reach::Alike(Relation::Office),
    }
}

/// What is looked at: whose, of which week, and of the wishes after which place; all of them for a workbook.
#[derive(Clone, Copy)]
struct Wanted {
    view: View,
    monday: Day,
    after: Option<After>,
    is_whole: bool,
}

/// A place in the list of wishes, as it stands in an address.
fn read_after(text: &str) -> Option<After> {
    let (made_at, id) = text.split_once('.')?;
    Some((Instant::from_micros(made_at.parse().ok()?), id.parse().ok()?))
}

fn write_after(row: &AppointmentRow) -> String {
    format!("{}.{}", row.made_at.micros(), row.appointment_id)
}

/// Gives a page of wishes, and whether there are more; all of them for a workbook.
async fn wishes(
    tx: &mut Tx,
    office: i64,
    wanted: Wanted,
) -> Result<(Vec<AppointmentRow>, bool), StoreError> {
    if !wanted.is_whole {
        let mut rows = waiting_after(tx, office, wanted.after, PAGE + 1).await?;
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let has_more = rows.len() > page;
        rows.truncate(page);
        return Ok((rows, has_more));
    }
    let mut rows: Vec<AppointmentRow> = Vec::new();
    loop {
        let after = rows.last().map(|row| (row.made_at, row.appointment_id));
        let more = waiting_after(tx, office, after, AT_ONCE).await?;
        if more.is_empty() {
            return Ok((rows, false));
        }
        rows.extend(more);
    }
}

async fn find(visit: &Visit, desk: &Desk, wanted: Wanted) -> Result<Found, StoreError> {
    let (occasion, own) = (Occasion::from(visit), desk.clone());
    let actor = visit.actor.clone();
    desk.db
        .read(async move |tx| {
            let (office, view) = (actor.area.first, wanted.view);
            let week = (wanted.monday, wanted.monday.plus_days(6));
            let count = count_waiting(tx, office).await?;
            let (rows, has_more) = match view {
                View::Mine => (between(tx, Diary::Staff(actor.serves_as()), week).await?, false),
                View::Office => (between(tx, Diary::Office(office), week).await?, false),
                View::Requests => wishes(tx, office, wanted).await?,
            };
            let people = people(tx, &own, &occasion, rows.iter().map(|row| row.subject_id)).await?;
            let of_rows =
                rows.iter().flat_map(|row| row.staff_id.into_iter().chain([row.booked_by]));
            let staff = staff_names(tx, of_rows).await?;
            let has_hours = !hours_of(tx, actor.serves_as()).await?.is_empty();
            let near =
                if view == View::Office { counsellors_near(tx, office).await? } else { Vec::new() };
            let counsellors = near
                .into_iter()
                .filter(|near| near.office_code == office)
                .map(|near| (near.staff, near.name))
                .collect();
            Ok(Found { counsellors, rows, has_more, people, staff, waiting: count, has_hours })
        })
        .await
}

fn tabs(view: View, waiting: i64) -> Tabs {
    let tab = |of: View, label: &str, count| Tab {
        label: label.to_owned(),
        path: format!("/counselling?view={}", of.text()),
        count,
        is_current: of == view,
    };
    Tabs {
        label: "查看范围".to_owned(),
        tabs: vec![
            tab(View::Mine, "我的预约", None),
            tab(View::Office, "本机构预约", None),
            tab(View::Requests, "待安排", Some(waiting)),
        ],
    }
}

/// The form that leaves the appointments of one counsellor.
fn filter(found: &Found, monday: Day, staff: Option<ActorId>) -> Form {
    let mut choices: Vec<Choice> = found
        .counsellors
        .iter()
        .map(|(staff, name)| Choice::new(staff.to_string(), name))
        .collect();
    choices.sort_by(|one, other| one.label.cmp(&other.label));
    let field = Field::of("staff", "职业指导员", choices);
    Form::asking("/counselling", "查看")
        .hidden("view", View::Office.text())
        .hidden("day", monday.to_string())
        .field(match staff {
            Some(staff) => field.value(staff.to_string()),
            None => field,
        })
}

fn tiles(visit: &Visit, found: &Found) -> Tiles {
    let count = |wanted: &dyn Fn(&AppointmentRow) -> bool| {
        found.rows.iter().filter(|row| wanted(row)).count()
    };
    let today = count(&|row| row.day == Some(visit.today) && row.state == State::Booked);
    let unsettled = count(&|row| row.day < Some(visit.today) && row.state == State::Booked);
    let held = count(&|row| row.state == State::Held);
    let missed = count(&|row| row.state == State::Missed);
    Tiles(vec![
        Tile::new("今天还有", today, Tone::Note),
        Tile::new("未登记结果", unsettled, if unsettled > 0 { Tone::Late } else { Tone::Plain })
            .beneath("约定日期已过"),
        Tile::new("本周已完成", held, Tone::Good),
        Tile::new("本周未到", missed, Tone::Plain),
    ])
}

fn list(visit: &Visit, found: &Found, wanted: Wanted, trail: &Trail) -> Table {
    let Wanted { view, monday, .. } = wanted;
    let sunday = monday.plus_days(6);
    let week = format!("{}至{}", day_words(monday), day_words(sunday));
    let caption = match view {
        View::Mine => format!("我的预约：{week}"),
        View::Office => format!("本机构预约：{week}"),
        View::Requests => "等待安排时间的预约".to_owned(),
    };
    let columns = vec![
        Column::text("时间"),
        Column::text("服务对象"),
        Column::text("形式"),
        Column::text("职业指导员"),
        Column::text("登记"),
        Column::text("状态"),
        Column::buttons("办理"),
    ];
    let rows = found.rows.iter().map(|row| line(visit, found, row));
    let empty = match view {
        View::Requests => "没有等待安排的预约",
        View::Mine | View::Office => {
            "这一周没有预约；可从“为服务对象预约”开始，或从服务对象的档案进入"
        }
    };
    let path = |day: Day| format!("/counselling?view={}&day={day}", view.text());
    let table = Table::new(caption, columns).captioned().rows(rows).empty(empty);
    let workbook = format!("{}&format=xlsx", path(monday));
    let mut table = offer(visit, exported_as(view), table, workbook);
    if view == View::Requests {
        let next = found.rows.last().filter(|_| found.has_more).map(write_after);
        let words = format!("共 {} 个，每页 {PAGE} 个", found.waiting);
        table.pager = trail.pager(&path(monday), next, &words);
        return table;
    }
    table.pager(Pager {
        first: None,
        before: Some(path(monday.plus_days(-7))),
        after: Some(path(monday.plus_days(7))),
        words: week,
    })
}

fn line(visit: &Visit, found: &Found, row: &AppointmentRow) -> Row {
    let path = format!("/counselling/{}", row.appointment_id);
    let name = found.people.get(&row.subject_id).cloned().unwrap_or_default();
    let booked_by = found.staff.get(&row.booked_by).cloned().unwrap_or_default();
    let buttons = match row.state {
        State::Requested => {
            let book = format!(
                "/counselling/book?subject={}&request={}",
                row.subject_id, row.appointment_id
            );
            let key = visit.once_key();
            vec![
                Button::link("安排时间", book).main().spoken(format!("为{name}安排时间")),
                Button::post("就近指定", format!("{path}/nearest"), &[(form::ONCE, &key)])
                    .spoken(format!("为{name}就近指定")),
            ]
        }
        State::Booked => {
            let button = Button::link("登记结果", path.clone()).spoken(format!("登记{name}的结果"));
            vec![if row.day <= Some(visit.today) {
                button.main()
            } else {
                Button::link("查看", path.clone())
            }]
        }
        _ => Vec::new(),
    };
    let is_late = row.state == State::Booked && row.day < Some(visit.today);
    let cells = vec![
        Cell::text(time_words(row.day, row.minute, row.minutes)),
        Cell::link(name, path),
        Cell::text(row.form.term()),
        Cell::text(counsellor(&found.staff, row)),
        Cell::Two(when(row.made_at), booked_by),
        badge(row.state),
        if buttons.is_empty() { Cell::Nothing } else { Cell::Buttons(buttons) },
    ];
    Row { cells, tone: if is_late { Tone::Late } else { Tone::Plain } }
}
