//! /people/{subject}/assessments/{assessment}/answers: page by page, nothing lost. Each page is stored as it
//! is sent, and the arrow keys, Tab and Enter are all it takes.

use access::Action;
use axum::extract::{Path, State as Held};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Steps};
use web::{Choice, Field, Form, Page, Problem, Query, Routes, Submitted, Visit};

use super::{problem, refused};
use crate::actions::assess::{Assessment, answer, assessment, finish};
use crate::model::{CounselRefusal, Instrument, InstrumentKind};
use crate::sql::AssessmentId;
use web::id;

/// How many items stand on a page.
const PER_PAGE: usize = 12;

/// The fields of a page.
const FIELDS: [&str; PER_PAGE] =
    ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10", "q11", "q12"];

const PATH: &str = "/people/{subject}/assessments/{assessment}/answers";

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get(PATH, Action::Counsel, show).post(PATH, Action::Counsel, take)
}

struct Found {
    name: String,
    taken: Assessment,
    by: &'static Instrument,
}

impl Found {
    fn pages(&self) -> usize {
        self.by.items.len().div_ceil(PER_PAGE)
    }

    /// The page that holds the first item without an answer.
    fn first_open(&self) -> usize {
        let open = self.taken.answers.iter().position(|answer| *answer == 0);
        open.map_or(self.pages() - 1, |place| place / PER_PAGE)
    }

    fn places(&self, page: usize) -> std::ops::Range<usize> {
        page * PER_PAGE..((page + 1) * PER_PAGE).min(self.by.items.len())
    }
}

async fn find(
    visit: &Visit,
    desk: &Desk,
    (subject, one): (SubjectId, AssessmentId),
) -> Result<Found, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let (name, taken) = desk
        .db
        .write(async move |tx| {
            let (entered, taken) = assessment(tx, &own, &occasion, subject, one).await?;
            Ok((entered.label.name.reveal().to_owned(), taken))
        })
        .await
        .map_err(problem)?;
    let by = taken.by().ok_or_else(|| Problem::refused(CounselRefusal::Missing))?;
    Ok(Found { name, taken, by })
}

/// Reads which page is meant, counted from 1.
fn page_of(sent: &Submitted, found: &Found) -> usize {
    let asked = sent.text("page").and_then(|page| page.parse::<usize>().ok());
    asked.map_or_else(|| found.first_open(), |page| page.clamp(1, found.pages()) - 1)
}

async fn show(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path((subject, one)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Problem> {
    let (subject, one): (SubjectId, AssessmentId) = (id(&subject)?, id(&one)?);
    let found = find(&visit, &desk, (subject, one)).await?;
    if found.taken.finished_on.is_some() {
        return Ok(visit.go_on(&format!("/people/{subject}/assessments/{one}"), "这次测评已经完成"));
    }
    let at = page_of(&query.0, &found);
    let form = form(&visit, subject, &found, at);
    Ok(visit.show(&page(subject, &found, at, &form)))
}

fn page(subject: SubjectId, found: &Found, at: usize, form: &Form) -> Page {
    let steps = Steps {
        labels: (0..found.pages())
            .map(|page| {
                let places = found.places(page);
                format!("{}–{} 题", places.start + 1, places.end)
            })
            .collect(),
        current: at,
    };
    let page = Page::new(&found.by.name)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(&found.name, format!("/people/{subject}"))
        .crumb("测评", format!("/people/{subject}/assessments"))
        .lead(&found.by.lead);
    let page = if found.pages() > 1 { page.part(&steps) } else { page };
    let page = if at > 0 {
        let path = format!("/people/{subject}/assessments/{}/answers?page={at}", found.taken.id);
        page.tool(Button::link("上一页", path))
    } else {
        page
    };
    page.part(form)
}

fn form(visit: &Visit, subject: SubjectId, found: &Found, at: usize) -> Form {
    let list = format!("/people/{subject}/assessments");
    let is_last = at + 1 == found.pages();
    let submit = match found.by.kind {
        _ if !is_last => "保存，下一页",
        InstrumentKind::Checklist => "完成评估，记入服务台账",
        InstrumentKind::Interest | InstrumentKind::Classification => "完成，查看结果",
    };
    let path = format!("{list}/{}/answers", found.taken.id);
    let mut form =
        Form::new(path, submit, visit.once_key()).hidden("page", (at + 1).to_string()).cancel(list);
    for (place, name) in found.places(at).zip(FIELDS) {
        let Some(item) = found.by.items.get(place) else { break };
        let choices =
            found.by.choices().map(|choice| Choice::new(choice.value.to_string(), choice.label));
        let label = format!("{}. {}", place + 1, item.text);
        let field = Field::one(name, label, choices.collect());
        form = form.field(match found.taken.answers.get(place) {
            Some(answer) if *answer > 0 => field.value(answer.to_string()),
            _ => field,
        });
    }
    form
}

async fn take(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path((subject, one)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, one): (SubjectId, AssessmentId) = (id(&subject)?, id(&one)?);
    let found = find(&visit, &desk, (subject, one)).await?;
    let at = page_of(&sent, &found);
    let mut form = form(&visit, subject, &found, at);
    form.take(&sent);
    let places = || found.places(at).zip(FIELDS);
    // What is there is kept even where something is missing.
    let answers: Vec<(usize, u8)> = places()
        .filter(|(_, name)| {
            form.fields().all(|field| field.name != *name || field.problem.is_none())
        })
        .filter_map(|(place, name)| Some((place, form.text(name)?.parse().ok()?)))
        .collect();
    let missing: Vec<(usize, &str)> =
        places().filter(|(_, name)| form.text(name).is_none()).collect();
    let is_last = at + 1 == found.pages();
    let finishes = is_last && missing.is_empty() && form.is_sound();
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let stored = desk
        .once(&visit, form.once(), async move |tx| {
            let of = (subject, one);
            let is_recorded = if finishes {
                finish(tx, &own, &occasion, of, &answers).await?
            } else {
                answer(tx, &own, &occasion, of, &answers, false).await?;
                false
            };
            let done = if is_recorded {
                "已完成，并作为“就业准备评估”记入服务台账"
            } else {
                "已完成"
            };
            Ok(done.to_owned())
        })
        .await;
    let path = format!("/people/{subject}/assessments/{one}");
    let done = match stored {
        Ok(done) => done,
        Err(failure) => {
            // An earlier page holds what is missing; this one's answers are kept by the next step.
            let refusal = refused(failure)?;
            let CounselRefusal::Unanswered { .. } = refusal else {
                return Err(Problem::refused(refusal));
            };
            return keep_and_turn_back(&visit, &desk, (subject, one), &form, at, &refusal).await;
        }
    };
    for (place, name) in &missing {
        form.refuse(name, format!("第 {} 题还没有回答；其余已保存", place + 1));
    }
    if !form.is_sound() {
        form.hidden = fresh(&visit, &form);
        return Ok(visit.show_again(&page(subject, &found, at, &form)));
    }
    if finishes {
        return Ok(visit.go_on(&path, &done));
    }
    Ok(visit.go_on(&format!("{path}/answers?page={}", at + 2), &format!("第 {} 页已保存", at + 1)))
}

/// Gives the unseen values with another key: what was sent has been stored under its own.
fn fresh(visit: &Visit, form: &Form) -> Vec<(String, String)> {
    let mut hidden = form.hidden.clone();
    for (name, value) in &mut hidden {
        if name == web::form::ONCE {
            *value = visit.once_key();
        }
    }
    hidden
}

/// Keeps the last page's answers and goes to the page where one is missing.
async fn keep_and_turn_back(
    visit: &Visit,
    desk: &Desk,
    (subject, one): (SubjectId, AssessmentId),
    form: &Form,
    at: usize,
    refusal: &CounselRefusal,
) -> Result<Response, Problem> {
    let answers: Vec<(usize, u8)> = FIELDS
        .into_iter()
        .enumerate()
        .filter_map(|(place, name)| Some((at * PER_PAGE + place, form.text(name)?.parse().ok()?)))
        .collect();
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let key = visit.once_key();
    desk.once(visit, &key, async move |tx| {
        answer(tx, &own, &occasion, (subject, one), &answers, false).await.map(|()| String::new())
    })
    .await
    .map_err(problem)?;
    let found = find(visit, desk, (subject, one)).await?;
    let open = found.first_open();
    let mut form = self::form(visit, subject, &found, open);
    form.problems.push(format!("{refusal}；最后一页已保存"));
    Ok(visit.show_again(&page(subject, &found, open, &form)))
}
