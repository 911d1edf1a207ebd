//! Pausing, and going on.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Desk, Occasion};
use store::{SubjectId, once};
use web::{Field, Form, Page, Problem, Submitted, Visit};

use crate::actions::enter::enter;
use crate::actions::pause::{self as action, LONGEST_PAUSE, PauseRefusal};

fn form(visit: &Visit, subject: SubjectId) -> Form {
    Form::new(format!("/people/{subject}/pause"), "暂缓", visit.once_key())
        .field(
            Field::day("until", "暂缓到哪一天")
                .required()
                .hint(format!("最长 {LONGEST_PAUSE} 天；到期自动恢复")),
        )
        .field(
            Field::lines("reason", "原因")
                .required()
                .hint("例如：住院、照料新生儿；法定期限照常计算，逾期仍计入统计"),
        )
        .cancel(format!("/people/{subject}"))
}

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = subject.parse().map_err(|_| Problem::Missing)?;
    let form = form(&visit, subject);
    show(&visit, &desk, subject, &form).await
}

async fn show(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    form: &Form,
) -> Result<Response, Problem> {
    let (occasion, desk) = (Occasion::from(visit), desk.clone());
    let entered = desk
        .db
        .clone()
        .write(async move |tx| enter(tx, &desk, &occasion, Action::PauseDuty, subject, None).await)
        .await?;
    let page = Page::new("暂缓应办事项")
        .section("/people")
        .crumb(entered.label.name.reveal(), format!("/people/{subject}"))
        .part(form);
    Ok(visit.show(&page))
}

pub(super) async fn pause(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = subject.parse().map_err(|_| Problem::Missing)?;
    let mut form = form(&visit, subject);
    form.take(&sent);
    if let Some(until) = form.day("until").filter(|_| form.is_sound()) {
        let (occasion, reason) = (Occasion::from(&visit), form.words("reason"));
        let (key, inner) = (form.once().to_owned(), desk.clone());
        let done = desk
            .db
            .write(async move |tx| {
                once(tx, occasion.actor.id, &key, occasion.now, async |tx| {
                    action::pause(tx, &inner, &occasion, subject, until, &reason).await
                })
                .await
            })
            .await;
        match done {
            Ok(_) => return Ok(visit.go_on(&format!("/people/{subject}"), "已暂缓")),
            Err(Failure::Refused(PauseRefusal::Until)) => {
                form.refuse("until", PauseRefusal::Until);
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    let page = show(&visit, &desk, subject, &form).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(super) async fn go_on(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = subject.parse().map_err(|_| Problem::Missing)?;
    let (occasion, inner) = (Occasion::from(&visit), desk.clone());
    desk.db.write(async move |tx| action::go_on(tx, &inner, &occasion, subject).await).await?;
    Ok(visit.go_on(&format!("/people/{subject}"), "已恢复"))
}
