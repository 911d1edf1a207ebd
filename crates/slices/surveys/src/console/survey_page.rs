//! /people/{subject}/survey: recording a survey, or that nobody was met.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use ledger::Field as Known;
use rules::Kind;
use services::model::{Then, possible};
use store::{EntryId, SubjectId};
use web::parts::{Button, Cell, Column, Facts, Section, Table};
use web::{Form, Notice, Page, Problem, Query, Submitted, Visit, id};

use super::survey_form;
use super::words::{Opened, file_path, lead_to, load, page_of, staff_name};
use crate::actions::attempts::note_attempt;
use crate::actions::record_survey::record_survey;
use crate::model::{SurveyRefusal, Willingness};
use crate::registering;

/// The general form of the kind leads here.
pub(super) async fn lead_here(
    visit: Visit,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    Ok(lead_to(&visit, &format!("/people/{subject}/survey")))
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let like = query.0.text("like").and_then(|like| like.parse::<EntryId>().ok());
    let like = opened.past.iter().find(|past| Some(past.id) == like && past.kind == Kind::Surveyed);
    let law = desk.rulebook.law();
    let form = survey_form::survey(subject, visit.once_key(), (visit.today, law), like);
    let attempt = survey_form::attempt(subject, visit.once_key(), visit.today);
    let (form, attempt) = (form.returning(&query.0), attempt.returning(&query.0));
    Ok(visit.show(&page(&visit, &desk, &opened, &form, &attempt)))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let law = desk.rulebook.law();
    let mut form = survey_form::survey(subject, visit.once_key(), (visit.today, law), None);
    form = form.returning(&sent);
    form.take(&sent);
    if form.is_sound() {
        let answers = survey_form::answers(&form, visit.today);
        let registers = answers.willingness == Willingness::Registers;
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let recorded = desk.once(&visit, form.once(), async move |tx| {
            let surveyed = record_survey(tx, &own, &occasion, subject, &answers).await?;
            let next = answers.planned.as_ref().map(|planned| planned.on.to_string());
            Ok((surveyed.done, next))
        });
        match recorded.await {
            Ok((done, next)) => {
                let next = next.map_or_else(String::new, |next| format!("；下次计划 {next}"));
                let words = format!("{done}{next}");
                if registers && !opened.entered.held.standing.seeker_registered {
                    let words = format!("{words}。本人愿意求职登记：请接着办理，已知的已经带出");
                    return Ok(visit.go_on(&registering(subject, &sent), words.as_str()));
                }
                return Ok(visit.go_back_or_on(&sent, &file_path(subject), &words));
            }
            Err(Failure::Refused(SurveyRefusal::Service(services::Refusal::Unfit(unfit)))) => {
                // The form asks for willingness and registration in one question.
                let field = if unfit.field() == "registers" { "answer" } else { unfit.field() };
                form.refuse(field, unfit);
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(other.into()),
        }
    }
    let attempt = survey_form::attempt(subject, visit.once_key(), visit.today).returning(&sent);
    Ok(visit.show_again(&page(&visit, &desk, &opened, &form, &attempt)))
}

/// Where somebody who says that they register is led: to the registration, and from there back to where the reader came
/// from.
fn registering(subject: SubjectId, sent: &Submitted) -> String {
    let path = registering::path(subject);
    match sent.text(web::form::BACK) {
        Some(back) => Button::link("", path).returning(back).path,
        None => path,
    }
}

/// Notes that nobody was met.
pub(super) async fn attempt(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = survey_form::attempt(subject, visit.once_key(), visit.today).returning(&sent);
    form.take(&sent);
    if form.is_sound() {
        let new = survey_form::new_attempt(&form, visit.today);
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let noted = desk.once(&visit, form.once(), async move |tx| {
            note_attempt(tx, &own, &occasion, subject, &new).await.map(|id| id.to_string())
        });
        match noted.await {
            Ok(_) => {
                let words = "已记下这次没有联系上；不算摸查，名单上仍排在前面";
                return Ok(visit.go_back_or_on(&sent, &file_path(subject), words));
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(other.into()),
        }
    }
    let law = desk.rulebook.law();
    let survey = survey_form::survey(subject, visit.once_key(), (visit.today, law), None);
    Ok(visit.show_again(&page(&visit, &desk, &opened, &survey.returning(&sent), &form)))
}

fn page(visit: &Visit, desk: &Desk, opened: &Opened, form: &Form, attempt: &Form) -> Page {
    let subject = opened.entered.held.subject;
    let then = Then::at(&desk.rulebook, &opened.known, visit.today);
    let mut page = page_of("就业意愿摸查", opened).lead(
        "了解就业意愿、暂无就业意愿的具体原因和其他情况；没有台账和就业需求档案的当天一并建立（BJ18-19、BJ18-20、BJ18-21）",
    );
    match possible(Kind::Surveyed, &then) {
        Ok(Some(remark)) => page = page.notice(Notice::note(remark)),
        Ok(None) => {}
        Err(unfit) => page = page.notice(Notice::stop(unfit.to_string())),
    }
    let tried = Section::new("没有联系上", "attempt")
        .lead("无人、空号、搬走等如实记下，与摸查分开，不计入摸查次数")
        .part(attempt);
    page.part(form)
        .part(&tried)
        .aside(&next(opened))
        .aside(&Section::new("历次摸查", "surveys").part(&surveys(opened)))
        .aside(&Section::new("联系未果", "attempts").part(&attempts(opened)))
        .tool(Button::link("就业需求档案", format!("/people/{subject}/demand-file")))
}

/// When to come again, and why then.
fn next(opened: &Opened) -> Facts {
    let subject = opened.entered.held.subject;
    let facts = Facts::new("下次摸查");
    let Some(window) = opened.window else {
        return facts.words("现在", "没有要跟踪摸查的（BJ18-21）");
    };
    let facts = facts.fact(
        if window.is_owed { "期限" } else { "参照" },
        Cell::Two(window.last.to_string(), window.clause().to_owned()),
    );
    let facts = match &opened.plan {
        Some(plan) => facts.fact("计划", Cell::Two(plan.on.to_string(), plan.why.clone())),
        None => facts,
    };
    let buttons = vec![
        Button::link("改下次的日子", format!("/people/{subject}/survey/plan")),
        Button::link("期限的推算", format!("/people/{subject}/duties")),
    ];
    facts.fact("", Cell::Buttons(buttons))
}

/// What came of it before: whoever asks again sees how willingness has changed, and for which reason it was so (BJ18-19,
/// BJ18-21(2)). What was said in their own words stands in the file.
fn surveys(opened: &Opened) -> Table {
    let rows = opened.surveys.iter().rev().map(|survey| {
        let past = opened.past.iter().find(|past| past.id == survey.entry);
        let reason = past.and_then(|past| past.text(Known::Reason));
        let reason = reason.map_or_else(String::new, |reason| reason.reveal().to_owned());
        vec![Cell::Day(survey.on), Cell::Two(survey.willingness.term().to_owned(), reason)]
    });
    Table::new("历次摸查", vec![Column::text("日期"), Column::text("结果和原因")])
        .rows(rows)
        .empty("还没有摸查过")
}

fn attempts(opened: &Opened) -> Table {
    let rows = opened.attempts.iter().map(|attempt| {
        let who = staff_name(&opened.staff, Some(attempt.by));
        let beneath = [attempt.words.reveal(), who.as_str()];
        let beneath: Vec<&str> = beneath.into_iter().filter(|words| !words.is_empty()).collect();
        vec![
            Cell::Two(attempt.on.to_string(), attempt.method.term().to_owned()),
            Cell::Two(attempt.outcome.term().to_owned(), beneath.join(" · ")),
        ]
    });
    Table::new("联系未果", vec![Column::text("日期"), Column::text("结果")])
        .rows(rows)
        .empty("没有")
}
