//! /services/answers: the answers that an office offers in its forms.

use access::{Action, Failure};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use store::StoreError;
use web::form::ONCE;
use web::parts::{Button, Cell, Column, Section, Table};
use web::{Field, Form, Notice, Page, Problem, Query, Submitted, Visit};

use crate::actions::answers::{answers_at, put_answer};
use crate::model::answers::{Answer, LONGEST_ANSWER, QUESTIONS, Question};

const PATH: &str = "/services/answers";
const QUESTION: &str = "question";
const WORDS: &str = "words";
/// Present where an answer is offered no longer.
const AWAY: &str = "away";

#[expect(clippy::disallowed_methods, reason = "it lists answers, and names nobody")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let answers = known(&visit, &desk).await?;
    if query.wants_workbook() {
        return web::workbook("常用选项", &list(&answers));
    }
    Ok(visit.show(&page(&visit, &answers, None)))
}

pub(super) async fn change(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (key, occasion) = (sent.once_key()?, Occasion::from(&visit));
    let asked = |name| sent.text(name).unwrap_or_default().to_owned();
    let (question, words, is_away) = (asked(QUESTION), asked(WORDS), sent.text(AWAY).is_some());
    let case = (question.clone(), words.clone());
    let outcome = desk.once(&visit, &key, async move |tx| {
        put_answer(tx, &occasion, &case.0, &case.1, !is_away).await
    });
    match outcome.await {
        Ok(()) if is_away => Ok(visit.go_on(PATH, "已不再提供；以前的记录不变")),
        Ok(()) => Ok(visit.go_on(PATH, "已增加，表单里可以选了")),
        Err(Failure::Refused(refusal)) => {
            let answers = known(&visit, &desk).await?;
            let page = page(&visit, &answers, Some((&question, &words)));
            Ok(visit.show_again(&page.notice(Notice::stop(refusal.to_string()))))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn known(visit: &Visit, desk: &Desk) -> Result<Vec<Answer>, Problem> {
    let code = visit.actor.area.first;
    let known =
        desk.db.read::<_, _, StoreError>(async move |tx| answers_at(tx, code).await).await?;
    Ok(known)
}

/// One section a question; what was typed and refused stays in its field.
fn page(visit: &Visit, answers: &[Answer], typed: Option<(&str, &str)>) -> Page {
    let lead = format!(
        "记录服务时选的常用选项，适用于{}及下级机构；由规定确定的选项不在这里。以前的记录不变。",
        visit.actor.office_name
    );
    let start = Page::new("常用选项")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .lead(lead)
        .tool(Button::link("导出工作簿", format!("{PATH}?format=xlsx")).download());
    QUESTIONS.iter().fold(start, |page, question| {
        let said = typed.filter(|(id, _)| *id == question.id()).map(|(_, words)| words);
        let part = Section::new(question.label, question.kind.name())
            .part(&table(visit, question, answers))
            .part(&form(visit, question, said));
        page.part(&part)
    })
}

fn table(visit: &Visit, question: &Question, answers: &[Answer]) -> Table {
    let id = question.id();
    let rows = question.offered(answers).into_iter().map(|words| {
        let origin = if question.shipped.contains(&&*words) {
            "随系统提供"
        } else {
            "本市、区或机构增加"
        };
        let once = visit.once_key();
        let posted = [(ONCE, &*once), (QUESTION, &*id), (WORDS, &*words), (AWAY, "yes")];
        let button = Button::post("不再提供", PATH, &posted).spoken(format!("不再提供：{words}"));
        vec![Cell::text(&words), Cell::text(origin), Cell::Buttons(vec![button])]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let columns = vec![Column::text("选项"), Column::text("来源"), Column::buttons("办理")];
    Table::new(question.label, columns).rows(rows)
}

fn form(visit: &Visit, question: &Question, typed: Option<&str>) -> Form {
    let field = Field::line(WORDS, "增加一个选项")
        .required()
        .hint(format!("最多 {LONGEST_ANSWER} 个字"))
        .value(typed.unwrap_or_default());
    Form::new(PATH, "增加", visit.once_key()).hidden(QUESTION, question.id()).field(field)
}

/// Everything that is offered, in one list.
fn list(answers: &[Answer]) -> Table {
    let rows = QUESTIONS.iter().flat_map(|question| {
        let offered = question.offered(answers).into_iter();
        offered.map(|words| vec![Cell::text(question.label), Cell::text(words)])
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table::new("常用选项", vec![Column::text("问题"), Column::text("选项")]).rows(rows)
}

/// Who may change them.
pub(super) const ACTION: Action = Action::KeepAnswers;
