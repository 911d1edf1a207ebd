//! /counselling/hours: one's own hours and leave.

use access::Action;
use axum::extract::State as Held;
use axum::response::Response;
use desk::{Desk, Occasion};
use kernel::Day;
use store::StoreError;
use web::parts::{Button, Cell, Column, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Routes, Submitted, Usual, Visit};

use super::words::day_words;
use super::{problem, refused};
use crate::actions::free::hours_of;
use crate::actions::hours::{end_leave, leave_of, set_hours, take_leave};
use crate::model::hours::read_spans;
use crate::model::{CounselRefusal, LeaveCause, WEEK, WeeklyHours};
use crate::sql::LeaveRow;

const PATH: &str = "/counselling/hours";
const LEAVE: &str = "/counselling/hours/leave";
const END: &str = "/counselling/hours/leave/end";

/// The fields of the days, in the order of [`WEEK`].
const FIELDS: [&str; 8] = ["made_up", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get(PATH, Action::Counsel, show)
        .post(PATH, Action::Counsel, take)
        .post(LEAVE, Action::Counsel, leave)
        .post(END, Action::Counsel, end)
}

async fn show(visit: Visit, Held(desk): Held<Desk>) -> Result<Response, Problem> {
    Ok(visit.show(&page(&visit, &desk, None, None).await?))
}

async fn page(
    visit: &Visit,
    desk: &Desk,
    hours: Option<Form>,
    leave: Option<Form>,
) -> Result<Page, Problem> {
    let (actor, today) = (visit.actor.id, visit.today);
    let (stored, leaves): (WeeklyHours, Vec<LeaveRow>) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            Ok((hours_of(tx, actor).await?, leave_of(tx, actor, today).await?))
        })
        .await?;
    let page = Page::new("接待时间与请假")
        .section("/counselling")
        .crumb("职业指导", "/counselling")
        .lead("法定节假日自动不排；调休上班日按单独设置的时间接待。改动不影响已经约好的预约");
    let page = if stored.is_empty() {
        page.notice(Notice::note("还没有设置接待时间。下面填好了常用的时间，核对后保存即可"))
    } else {
        page
    };
    let filled = if stored.is_empty() { WeeklyHours::usual() } else { stored };
    let hours = hours.unwrap_or_else(|| {
        let mut form = hours_form(visit);
        let fields = form.groups.iter_mut().flat_map(|group| &mut group.fields);
        for field in fields {
            let place = FIELDS.iter().position(|name| *name == field.name).unwrap_or(0);
            field.values = vec![filled.words(place)];
        }
        form
    });
    let leave = leave.unwrap_or_else(|| leave_form(visit));
    Ok(page
        .part(&Section::new("每周接待时间", "hours").part(&hours))
        .part(&Section::new("请假", "leave").part(&leave_table(visit, &leaves)).part(&leave)))
}

fn hours_form(visit: &Visit) -> Form {
    let lead = "写成 09:00-11:30 13:30-17:00，两段之间空一格；不接待的日子留空。以一刻钟为单位";
    let mut form = Form::new(PATH, "保存接待时间", visit.once_key()).group("", lead);
    for place in (1..=7).chain([0]) {
        let field = Field::line(FIELDS[place], WEEK[place]);
        form = form.field(if place == 0 {
            field.hint("国务院办公厅通知规定上班的周末")
        } else {
            field
        });
    }
    form
}

fn leave_form(visit: &Visit) -> Form {
    let causes = LeaveCause::ALL.map(|cause| Choice::new(cause.text(), cause.term()));
    Form::new(LEAVE, "登记请假", visit.once_key())
        .group("登记请假", "")
        .field(Field::day("first", "第一天").required())
        .field(Field::day("last", "最后一天").required())
        .field(
            Field::of("cause", "事由", causes.to_vec())
                .required()
                .value(LeaveCause::Other.text())
                .hint("同事可以看到；事假、病假等选“其他”，不必说明"),
        )
}

fn leave_table(visit: &Visit, leaves: &[LeaveRow]) -> Table {
    let columns = vec![
        Column::text("第一天"),
        Column::text("最后一天"),
        Column::text("事由"),
        Column::buttons("办理"),
    ];
    let rows = leaves.iter().map(|leave| {
        let (key, first) = (visit.once_key(), leave.first_day.to_string());
        let values = [(web::form::ONCE, key.as_str()), ("first", first.as_str())];
        let button = Button::post("撤销", END, &values).spoken(format!("撤销 {first} 起的请假"));
        vec![
            Cell::text(day_words(leave.first_day)),
            Cell::text(day_words(leave.last_day)),
            Cell::text(leave.cause.term()),
            Cell::Buttons(vec![button]),
        ]
    });
    Table::new("已登记的请假", columns).rows(rows).empty("没有登记请假")
}

async fn take(visit: Visit, Held(desk): Held<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let mut form = hours_form(&visit);
    form.take(&sent);
    let mut hours = WeeklyHours::default();
    for (place, name) in FIELDS.into_iter().enumerate() {
        let kept = read_spans(&form.words(name)).and_then(|spans| hours.set(place, spans));
        if let Err(why) = kept {
            form.refuse(name, format!("{}：{why}", WEEK[place]));
        }
    }
    if !form.is_sound() {
        return Ok(visit.show_again(&page(&visit, &desk, Some(form), None).await?));
    }
    let occasion = Occasion::from(&visit);
    desk.once(&visit, form.once(), async move |tx| {
        set_hours(tx, &occasion, &hours).await.map(|()| String::new())
    })
    .await
    .map_err(problem)?;
    Ok(visit.go_on(PATH, "已保存接待时间"))
}

async fn leave(visit: Visit, Held(desk): Held<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let mut form = leave_form(&visit);
    form.take(&sent);
    for name in ["first", "last"] {
        form.doubt_day(name, visit.today, Usual::PLAN);
    }
    let days = form.day("first").zip(form.day("last"));
    let cause = LeaveCause::named(&form.words("cause"));
    if let (Some((first, last)), Some(cause), true) = (days, cause, form.is_sound()) {
        let occasion = Occasion::from(&visit);
        let taken = desk
            .once(&visit, form.once(), async move |tx| {
                let booked = take_leave(tx, &occasion, (first, last), cause).await?;
                Ok(booked.to_string())
            })
            .await;
        match taken {
            Ok(booked) if booked == "0" => return Ok(visit.go_on(PATH, "已登记请假")),
            Ok(booked) => {
                let day = format!("/counselling?day={first}");
                let words = format!("已登记请假；这几天已有 {booked} 个预约，请逐个改约");
                return Ok(visit.go_on(&day, &words));
            }
            Err(failure) => {
                let refusal = refused(failure)?;
                let field =
                    if matches!(refusal, CounselRefusal::LeaveOrder) { "last" } else { "first" };
                form.refuse(field, refusal);
            }
        }
    }
    Ok(visit.show_again(&page(&visit, &desk, None, Some(form)).await?))
}

async fn end(visit: Visit, Held(desk): Held<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let key = sent.once_key()?;
    let first: Option<Day> = sent.text("first").and_then(|day| day.parse().ok());
    let Some(first) = first else {
        return Err(Problem::Garbled("请假日期无法识别".to_owned()));
    };
    let occasion = Occasion::from(&visit);
    desk.once(&visit, &key, async move |tx| {
        end_leave(tx, &occasion, first).await.map(|()| String::new())
    })
    .await
    .map_err(problem)?;
    Ok(visit.go_on(PATH, "已撤销请假"))
}
