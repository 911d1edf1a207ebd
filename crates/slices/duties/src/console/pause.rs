//! Pausing, and going on.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::{Field, Form, Page, Problem, Submitted, Visit, id};

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
    let subject: SubjectId = id(&subject)?;
    let form = form(&visit, subject);
    Ok(visit.show(&page(&visit, &desk, subject, &form).await?))
}

async fn page(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    form: &Form,
) -> Result<Page, Problem> {
    let (occasion, inner) = (Occasion::from(visit), desk.clone());
    let entered = desk
        .db
        .write(async move |tx| enter(tx, &inner, &occasion, Action::PauseDuty, subject, None).await)
        .await?;
    Ok(Page::new("暂缓应办事项")
        .section("/people")
        .crumb(entered.label.name.reveal(), format!("/people/{subject}"))
        .part(form))
}

pub(super) async fn pause(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let mut form = form(&visit, subject);
    form.take(&sent);
    if let Some(until) = form.day("until").filter(|_| form.is_sound()) {
        let (occasion, reason, inner) =
            (Occasion::from(&visit), form.words("reason"), desk.clone());
        let done = desk.once(&visit, form.once(), async move |tx| {
            action::pause(tx, &inner, &occasion, subject, until, &reason).await
        });
        match done.await {
            Ok(()) => return Ok(visit.go_on(&format!("/people/{subject}"), "已暂缓")),
            Err(Failure::Refused(PauseRefusal::Until)) => {
                form.refuse("until", PauseRefusal::Until);
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(visit.show_again(&page(&visit, &desk, subject, &form).await?))
}

pub(super) async fn go_on(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let (occasion, inner) = (Occasion::from(&visit), desk.clone());
    // A late second sending must not end the pause that was set in between.
    desk.once(&visit, &sent.once_key()?, async move |tx| {
        action::go_on(tx, &inner, &occasion, subject).await
    })
    .await?;
    Ok(visit.go_on(&format!("/people/{subject}"), "已恢复"))
}
