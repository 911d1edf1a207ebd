//! /counselling/groups/{session}: who takes part, and what came of it.

use std::collections::HashMap;

use access::Action;
use axum::extract::{Path, State as Held};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Cell, Column, Facts, Section, Table};
use web::{Choice, Field, Form, Page, Problem, Routes, Submitted, Visit};

use super::words::{people, staff_names, time_words};
use super::{problem, refused};
use crate::actions::groups::{call_off, hold_session, participants, session, sign_off, sign_up};
use crate::model::group::{Attendance, CalledOff, SessionId, SessionState};
use crate::model::{CounselRefusal, Moment};
use crate::sql::{ParticipantRow, SessionRow};
use web::id;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/counselling/groups/{session}", Action::Counsel, show)
        .post("/counselling/groups/{session}/join", Action::Counsel, join)
        .post("/counselling/groups/{session}/withdraw", Action::Counsel, withdraw)
        .post("/counselling/groups/{session}/hold", Action::Counsel, take_hold)
        .post("/counselling/groups/{session}/cancel", Action::Counsel, take_cancel)
}

struct Found {
    row: SessionRow,
    leader: String,
    parts: Vec<ParticipantRow>,
    people: HashMap<SubjectId, String>,
    may_settle: bool,
}

async fn find(visit: &Visit, desk: &Desk, id: SessionId) -> Result<Found, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let actor = visit.actor.clone();
    desk.db
        .read(async move |tx| {
            let Some(row) = session(tx, id).await? else {
                return Err(access::Failure::Refused(CounselRefusal::Missing));
            };
            let staff = staff_names(tx, std::iter::once(row.staff_id)).await?;
            let parts = participants(tx, id).await?;
            let of_parts = parts.iter().map(|part| part.subject_id);
            let people = people(tx, &own, &occasion, of_parts).await?;
            let relation = actor.relation_to(row.office_code, Some(row.staff_id));
            let may_settle = actor.may(Action::Counsel, relation).is_ok();
            let leader = staff.get(&row.staff_id).cloned().unwrap_or_default();
            Ok(Found { row, leader, parts, people, may_settle })
        })
        .await
        .map_err(problem)
}

async fn show(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(session): Path<String>,
) -> Result<Response, Problem> {
    let found = find(&visit, &desk, id(&session)?).await?;
    Ok(visit.show(&page(&visit, &found, None)))
}

fn page(visit: &Visit, found: &Found, form: Option<Form>) -> Page {
    let row = &found.row;
    let path = format!("/counselling/groups/{}", row.session_id);
    let result = match row.state {
        SessionState::Planned => "",
        SessionState::Held => "指导内容和结果已记入每位到场人员的服务台账",
        SessionState::Cancelled => row.called_off.map_or("", CalledOff::term),
    };
    let facts = Facts::new("")
        .words("时间", time_words(Some(row.day), Some(row.minute), row.minutes))
        .words("主持", &found.leader)
        .words("地点", &row.place)
        .words("人数", format!("已报名 {} 人，上限 {} 人", row.signed, row.capacity))
        .words("状态", row.state.term())
        .words("结果", result);
    let page = Page::new(&row.topic)
        .section("/counselling")
        .crumb("职业指导", "/counselling")
        .crumb("小组指导", "/counselling/groups")
        .part(&facts)
        .part(&table(visit, found));
    if row.state != SessionState::Planned || !found.may_settle {
        return page;
    }
    let has_begun =
        Moment { day: row.day, minute: row.minute } <= Moment::of(visit.now, visit.today);
    let has_signed = found.parts.iter().any(|part| part.state == Attendance::Signed);
    let page = if has_begun && has_signed {
        let form = form.unwrap_or_else(|| hold_form(visit, found));
        page.part(&Section::new("登记到场和结果", "hold").part(&form))
    } else {
        page
    };
    let cancel = cancel_form(visit, &path);
    page.part(&Section::new("取消这一场", "cancel").folded().part(&cancel))
}

fn table(visit: &Visit, found: &Found) -> Table {
    let path = format!("/counselling/groups/{}/withdraw", found.row.session_id);
    let is_open = found.row.state == SessionState::Planned;
    let rows = found.parts.iter().map(|part| {
        let name = found.people.get(&part.subject_id).cloned().unwrap_or_default();
        let button = if is_open && part.state == Attendance::Signed {
            let (key, subject) = (visit.once_key(), part.subject_id.to_string());
            let values = [(web::form::ONCE, key.as_str()), ("subject", subject.as_str())];
            Cell::Buttons(vec![Button::post("退出", &path, &values).spoken(format!("{name}退出"))])
        } else {
            Cell::Nothing
        };
        vec![
            Cell::link(name, format!("/people/{}", part.subject_id)),
            Cell::text(part.state.term()),
            button,
        ]
    });
    let columns = vec![Column::text("服务对象"), Column::text("参加情况"), Column::buttons("办理")];
    Table::new("参加人员", columns)
        .captioned()
        .rows(rows)
        .empty("还没有人报名；从服务对象的档案进入“预约职业指导”，再选“小组指导”报名")
}

fn hold_form(visit: &Visit, found: &Found) -> Form {
    // Those too whose attendance is settled: the same form may be sent twice.
    let signed = found.parts.iter().filter(|part| part.state != Attendance::Withdrawn);
    let choices: Vec<Choice> = signed
        .map(|part| {
            let name = found.people.get(&part.subject_id).cloned().unwrap_or_default();
            Choice::new(part.subject_id.to_string(), name)
        })
        .collect();
    Form::new(
        format!("/counselling/groups/{}/hold", found.row.session_id),
        "登记",
        visit.once_key(),
    )
    .field(Field::any("came", "到场人员", choices).required().hint("没有勾选的记为未到"))
    .field(Field::lines("words", "指导内容和结果").required().hint("会记入每位到场人员的服务台账"))
}

fn cancel_form(visit: &Visit, path: &str) -> Form {
    let reasons = CalledOff::ALL.map(|reason| Choice::new(reason.text(), reason.term()));
    Form::new(format!("{path}/cancel"), "取消这一场", visit.once_key()).field(
        Field::of("reason", "取消的原因", reasons.to_vec())
            .required()
            .hint("取消后请逐一通知已报名的人员"),
    )
}

async fn join(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(session): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (key, subject) = (sent.once_key()?, id(sent.text("subject").unwrap_or_default())?);
    let session: SessionId = id(&session)?;
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    desk.once(&visit, &key, async move |tx| {
        sign_up(tx, &own, &occasion, session, subject).await.map(|()| String::new())
    })
    .await
    .map_err(problem)?;
    Ok(visit.go_on(&format!("/counselling/groups/{session}"), "已报名"))
}

async fn withdraw(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(session): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (key, subject) = (sent.once_key()?, id(sent.text("subject").unwrap_or_default())?);
    let session: SessionId = id(&session)?;
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    desk.once(&visit, &key, async move |tx| {
        sign_off(tx, &own, &occasion, session, subject).await.map(|()| String::new())
    })
    .await
    .map_err(problem)?;
    Ok(visit.go_on(&format!("/counselling/groups/{session}"), "已退出，名额已空出"))
}

async fn take_hold(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(session): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let session: SessionId = id(&session)?;
    let found = find(&visit, &desk, session).await?;
    let mut form = hold_form(&visit, &found);
    form.take(&sent);
    if form.is_sound() {
        let came: Vec<SubjectId> =
            form.chosen("came").iter().filter_map(|came| came.parse().ok()).collect();
        let (own, occasion, words) = (desk.clone(), Occasion::from(&visit), form.words("words"));
        let held = desk
            .once(&visit, form.once(), async move |tx| {
                let number = hold_session(tx, &own, &occasion, session, &came, &words).await?;
                Ok(number.to_string())
            })
            .await;
        match held {
            Ok(number) => {
                let words = format!("已登记，{number} 人到场，均已记入服务台账");
                return Ok(visit.go_on(&format!("/counselling/groups/{session}"), &words));
            }
            Err(failure) => form.refuse("", refused(failure)?),
        }
    }
    Ok(visit.show_again(&page(&visit, &found, Some(form))))
}

async fn take_cancel(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(session): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let session: SessionId = id(&session)?;
    let path = format!("/counselling/groups/{session}");
    let mut form = cancel_form(&visit, &path);
    form.take(&sent);
    if let (true, Some(reason)) = (form.is_sound(), CalledOff::named(&form.words("reason"))) {
        let occasion = Occasion::from(&visit);
        let settled = desk
            .once(&visit, form.once(), async move |tx| {
                call_off(tx, &occasion, session, reason).await.map(|()| String::new())
            })
            .await;
        match settled {
            Ok(_) => return Ok(visit.go_on(&path, "已取消这一场")),
            Err(failure) => form.refuse("", refused(failure)?),
        }
    }
    let found = find(&visit, &desk, session).await?;
    let page =
        Page::new("取消这一场").section("/counselling").crumb(found.row.topic, path).part(&form);
    Ok(visit.show_again(&page))
}
