//! /counselling/groups: sessions near, and announcing one.

use std::collections::HashMap;

use access::{Action, Relation};
use axum::extract::State as Held;
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{ActorId, SubjectId};
use web::parts::{Button, Cell, Column, Row, Section, Table};
use web::{
    Choice, Field, Form, Page, Problem, Query, Routes, Submitted, Tone, Usual, Visit, workbook,
};

use super::words::{staff_names, time_words};
use super::{problem, refused};
use crate::actions::free::{Counsellor, counsellors_near};
use crate::actions::groups::{NewSession, announce, sessions_near};
use crate::actions::receive::enter;
use crate::model::group::SessionState;
use crate::model::{Planned, read_clock};
use crate::sql::SessionRow;
use web::id;

const PATH: &str = "/counselling/groups";
/// How many days back sessions are listed, so that their outcome can still be noted.
const BACK: i32 = 30;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get(PATH, Action::Counsel, show).post(PATH, Action::Counsel, take)
}

struct Found {
    rows: Vec<SessionRow>,
    staff: HashMap<ActorId, String>,
    leaders: Vec<Counsellor>,
    /// The person to be signed up, with the office whose sessions they can come to.
    person: Option<(SubjectId, String)>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "it lists sessions, and names nobody who comes to them"
)]
async fn show(visit: Visit, Held(desk): Held<Desk>, query: Query) -> Result<Response, Problem> {
    let subject = query.0.text("subject").map(id).transpose()?;
    let found = find(&visit, &desk, subject).await?;
    if query.wants_workbook() {
        visit.may(Action::Export, Relation::Office)?;
        return workbook("小组指导", &table(&visit, &found));
    }
    Ok(visit.show(&page(&visit, &found, None)))
}

async fn find(visit: &Visit, desk: &Desk, subject: Option<SubjectId>) -> Result<Found, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    desk.db
        .write(async move |tx| {
            let mut code = occasion.actor.area.first;
            let mut person = None;
            if let Some(subject) = subject {
                let entered = enter(tx, &own, &occasion, subject).await?;
                code = entered.held.office_code;
                person = Some((subject, entered.label.name.reveal().to_owned()));
            }
            let rows = sessions_near(tx, code, occasion.today.plus_days(-BACK)).await?;
            let staff = staff_names(tx, rows.iter().map(|row| row.staff_id)).await?;
            let own_office = occasion.actor.area.first;
            let mut leaders = counsellors_near(tx, own_office).await?;
            leaders.retain(|leader| leader.office_code == own_office);
            Ok(Found { rows, staff, leaders, person })
        })
        .await
        .map_err(problem)
}

fn page(visit: &Visit, found: &Found, form: Option<Form>) -> Page {
    let page = Page::new("小组指导")
        .section("/counselling")
        .crumb("职业指导", "/counselling")
        .lead("分类指导：为有共性问题的求职者一起制订并实施指导方案（BJ18-14），可采取座谈、沙龙、论坛等形式");
    let page = match &found.person {
        Some((subject, name)) => {
            page.crumb(name, format!("/people/{subject}")).part(&table(visit, found))
        }
        None => page.part(&table(visit, found)),
    };
    let form = form.unwrap_or_else(|| new_form(visit, &found.leaders));
    if found.leaders.is_empty() {
        let words = "本机构还没有人设置接待时间；先在“接待时间与请假”中设置，再安排小组指导";
        return page.part(&web::Notice::note(words));
    }
    page.part(&Section::new("安排一场", "new").folded().part(&form))
}

fn table(visit: &Visit, found: &Found) -> Table {
    let columns = vec![
        Column::text("时间"),
        Column::text("主题"),
        Column::text("主持"),
        Column::text("地点"),
        Column::number("已报名"),
        Column::number("上限"),
        Column::text("状态"),
        Column::buttons("办理"),
    ];
    let rows = found.rows.iter().map(|row| {
        let path = format!("{PATH}/{}", row.session_id);
        let is_open = row.state == SessionState::Planned
            && row.day >= visit.today
            && row.signed < row.capacity;
        let button = match &found.person {
            Some((subject, name)) if is_open => {
                let (key, subject) = (visit.once_key(), subject.to_string());
                let values = [(web::form::ONCE, key.as_str()), ("subject", subject.as_str())];
                Cell::Buttons(vec![
                    Button::post("报名", format!("{path}/join"), &values)
                        .main()
                        .spoken(format!("为{name}报名：{}", row.topic)),
                ])
            }
            _ => Cell::Nothing,
        };
        let tone = match row.state {
            SessionState::Planned if row.day < visit.today => Tone::Late,
            SessionState::Planned => Tone::Note,
            SessionState::Held => Tone::Good,
            SessionState::Cancelled => Tone::Plain,
        };
        Row::from(vec![
            Cell::text(time_words(Some(row.day), Some(row.minute), row.minutes)),
            Cell::link(&row.topic, path.clone()),
            Cell::text(found.staff.get(&row.staff_id).cloned().unwrap_or_default()),
            if row.place.is_empty() { Cell::Nothing } else { Cell::text(&row.place) },
            Cell::Number(row.signed),
            Cell::Number(row.capacity),
            Cell::Badge(tone, row.state.term().to_owned()),
            button,
        ])
    });
    let table =
        Table::new("近期的小组指导", columns).captioned().rows(rows).empty("近期没有安排小组指导");
    if visit.may(Action::Export, Relation::Office).is_ok() {
        table.export(format!("{PATH}?format=xlsx"))
    } else {
        table
    }
}

fn new_form(visit: &Visit, leaders: &[Counsellor]) -> Form {
    let choices: Vec<Choice> =
        leaders.iter().map(|leader| Choice::new(leader.staff.to_string(), &leader.name)).collect();
    let own = leaders.iter().find(|leader| leader.staff == visit.actor.serves_as());
    let staff = Field::of("staff", "主持", choices).required();
    let staff = match own {
        Some(own) => staff.value(own.staff.to_string()),
        None => staff,
    };
    Form::new(PATH, "安排", visit.once_key())
        .field(Field::line("topic", "主题").required().hint("例如：简历怎么写、转岗求职座谈"))
        .field(staff)
        .field(Field::day("day", "日期").required())
        .field(
            Field::line("time", "开始时间").required().hint("例如 14:00；应在主持人的接待时间内"),
        )
        .field(Field::number("minutes", "时长", (30, 240), "分钟").required().value("60"))
        .field(Field::line("place", "地点"))
        .field(Field::number("capacity", "人数上限", (2, 200), "人").required().value("12"))
}

async fn take(visit: Visit, Held(desk): Held<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let found = find(&visit, &desk, None).await?;
    let mut form = new_form(&visit, &found.leaders);
    form.take(&sent);
    form.doubt_day("day", visit.today, Usual::PLAN);
    let minute = read_clock(&form.words("time"));
    if form.text("time").is_some() && minute.is_none() {
        form.refuse("time", "开始时间请写成 14:00 这样的形式");
    }
    let staff = form.text("staff").and_then(|staff| staff.parse().ok());
    let numbers = (form.number("minutes"), form.number("capacity"));
    let (Some(staff), Some(day), Some(minute), (Some(minutes), Some(capacity)), true) =
        (staff, form.day("day"), minute, numbers, form.is_sound())
    else {
        return Ok(visit.show_again(&page(&visit, &found, Some(form))));
    };
    let new = NewSession {
        staff,
        planned: Planned { day, minute, minutes },
        topic: form.words("topic"),
        place: form.words("place"),
        capacity,
    };
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let made = desk
        .once(&visit, form.once(), async move |tx| {
            announce(tx, &own, &occasion, &new).await.map(|id| id.to_string())
        })
        .await;
    match made {
        Ok(made) => Ok(visit.go_on(&format!("{PATH}/{made}"), "已安排，可以报名")),
        Err(failure) => {
            form.refuse("time", refused(failure)?);
            Ok(visit.show_again(&page(&visit, &found, Some(form))))
        }
    }
}
