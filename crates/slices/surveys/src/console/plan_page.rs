//! /people/{subject}/survey/plan: another day for the next survey, within what the rule leaves.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::{Field, Form, Notice, Page, Problem, Query, Submitted, Visit, id};

use super::words::{Opened, load, page_of};
use crate::actions::plan_day::plan_day;
use crate::model::{Planned, SurveyRefusal};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let form = form(&opened, &visit).returning(&query.0);
    Ok(visit.show(&page(&opened, &form)))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = form(&opened, &visit).returning(&sent);
    form.take(&sent);
    if form.is_sound() {
        let on = form.day("planned_on").unwrap_or(visit.today);
        let planned = Planned { on, why: form.words("planned_why") };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            plan_day(tx, &own, &occasion, subject, &planned).await
        });
        match outcome.await {
            Ok(()) => {
                let path = format!("/people/{subject}/survey");
                return Ok(visit.go_back_or_on(&sent, &path, &format!("已定下次摸查日 {on}")));
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&opened, &form)))
}

fn form(opened: &Opened, visit: &Visit) -> Form {
    let subject = opened.entered.held.subject;
    let (on, why) = opened.plan.as_ref().map_or_else(
        || (opened.window.map(|window| window.last.to_string()), String::new()),
        |plan| (Some(plan.on.to_string()), plan.why.clone()),
    );
    let mut day = Field::day("planned_on", "计划日").required();
    if let Some(on) = on {
        day = day.value(on);
    }
    if let Some(window) = opened.window {
        day = day.hint(format!("{} 至 {}（{}）", window.first, window.last, window.clause()));
    }
    let mut reason = Field::line("planned_why", "原因").required().hint("例如：本人约定的时间");
    if !why.is_empty() {
        reason = reason.value(why);
    }
    Form::new(format!("/people/{subject}/survey/plan"), "定这一天", visit.once_key())
        .cancel(format!("/people/{subject}/survey"))
        .field(day)
        .field(reason)
}

fn page(opened: &Opened, form: &Form) -> Page {
    let subject = opened.entered.held.subject;
    let page = page_of("下次摸查的日子", opened)
        .crumb("就业意愿摸查", format!("/people/{subject}/survey"))
        .lead("期限由规定算出，计划日可在期限以内另定；名单和走访按计划日排（BJ18-21(2)）");
    let page = match opened.window {
        Some(_) => page,
        None => page.notice(Notice::note(SurveyRefusal::NothingToPlan.to_string())),
    };
    page.part(form)
}
