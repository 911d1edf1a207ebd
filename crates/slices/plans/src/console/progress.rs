//! /people/{subject}/plan/progress: what became of a step.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::Facts;
use web::{Choice, Field, Form, Page, Problem, Query, Submitted, Usual, Visit, id};

use super::{load, page_of, problem, words};
use crate::actions::kept::KeptPlan;
use crate::actions::open::OpenPlan;
use crate::actions::progress::{Noted, note_progress};
use crate::model::{PlanRefusal, Step, StepState};

const STEP: &str = "step";
const ENTRY: &str = "entry";
const FROM: &str = "from";
const TO: &str = "to";
const BECAUSE: &str = "because";

/// The values that a button sends which notes a step as done.
pub(super) fn done_values(
    plan: &KeptPlan,
    step: i64,
    today: String,
) -> Vec<(&'static str, String)> {
    vec![
        (ENTRY, plan.entry.to_string()),
        (STEP, step.to_string()),
        (FROM, StepState::Open.text().to_owned()),
        (TO, StepState::Done.text().to_owned()),
        ("on", today),
    ]
}

/// The same, with the entry that shows it.
pub(super) fn shown_values(
    plan: &KeptPlan,
    shown: &crate::actions::progress::Shows,
) -> Vec<(&'static str, String)> {
    let mut values = done_values(plan, shown.number, shown.on.to_string());
    values.push((BECAUSE, shown.entry.to_string()));
    values
}

fn state_named(text: &str) -> Option<StepState> {
    [StepState::Open, StepState::Done, StepState::GivenUp]
        .into_iter()
        .find(|state| state.text() == text)
}

/// Finds the step that is meant, in the version whose steps can be settled.
fn meant<'o>(
    desk: &Desk,
    visit: &Visit,
    open: &'o OpenPlan,
    asked: &Submitted,
) -> Option<(&'o KeptPlan, &'o Step)> {
    let then = open.then(desk, visit.today);
    let (_, plan) = open.to_settle(&then)?;
    let number: i64 = asked.text(STEP)?.parse().ok()?;
    Some((plan, plan.adopted.text.steps.iter().find(|step| step.number == number)?))
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    let Some((plan, step)) = meant(&desk, &visit, &open, &query.0) else {
        return Err(Problem::Missing);
    };
    let form = form(&visit, &open, plan, step);
    Ok(visit.show(&page(&visit, &open, plan, step, &form)))
}

fn form(visit: &Visit, open: &OpenPlan, plan: &KeptPlan, step: &Step) -> Form {
    let subject = open.entered.held.subject;
    let state = plan.step(step.number).map_or(StepState::Open, |kept| kept.progress.state);
    let others = [StepState::Done, StepState::GivenUp, StepState::Open];
    let others = others.into_iter().filter(|other| *other != state);
    let choices = others.map(|other| Choice::new(other.text(), other.term())).collect();
    let to = Field::one(TO, "情况", choices).required();
    let to = if state == StepState::Open { to.value(StepState::Done.text()) } else { to };
    let path = format!("/people/{subject}/plan");
    Form::new(format!("{path}/progress"), "记录", visit.once_key())
        .cancel(path)
        .hidden(STEP, step.number.to_string())
        .hidden(ENTRY, plan.entry.to_string())
        .hidden(FROM, state.text())
        .field(to)
        .field(Field::day("on", "日期").required().value(visit.today.to_string()))
        .field(Field::lines("words", "一句话").hint("不再进行的，请写原因；其他没有可以不填"))
}

fn page(visit: &Visit, open: &OpenPlan, plan: &KeptPlan, step: &Step, form: &Form) -> Page {
    let subject = open.entered.held.subject;
    let facts = Facts::new("这项行动")
        .words("做什么", &step.words)
        .words("谁来做", open.doers.name(step))
        .words("哪天以前", step.due.to_string())
        .fact("现在", words::state(plan, step, visit.today));
    page_of("记录行动情况", open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .part(form)
        .aside(&facts)
        .aside(&words::basis(&["BJ18-25"]))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    let Some((plan, step)) = meant(&desk, &visit, &open, &sent) else {
        return Err(Problem::refused(PlanRefusal::NotInForce));
    };
    let mut form = form(&visit, &open, plan, step);
    form.take(&sent);
    form.doubt_day("on", visit.today, Usual::EVENT);
    let read = |name: &str| sent.text(name).and_then(state_named);
    let state = plan.step(step.number).map_or(StepState::Open, |kept| kept.progress.state);
    if read(FROM) != Some(state) {
        stale(&mut form, state);
    }
    let entry = sent.text(ENTRY).and_then(|entry| entry.parse().ok()).unwrap_or(plan.entry);
    if let (true, Some(from), Some(to)) = (form.is_sound(), read(FROM), read(TO)) {
        let noted = Noted {
            entry,
            number: step.number,
            from,
            to,
            on: form.day("on").unwrap_or(visit.today),
            words: form.words("words"),
            because: sent.text(BECAUSE).and_then(|because| because.parse().ok()),
        };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            note_progress(tx, &own, &occasion, subject, &noted).await.map(|()| String::new())
        });
        match outcome.await {
            Ok(_) => {
                return Ok(visit.go_on(&format!("/people/{subject}/plan"), "行动情况已记录"));
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(problem(other)),
        }
    }
    Ok(visit.show_again(&page(&visit, &open, plan, step, &form)))
}

/// Lets a form that was filled in from another state go on from the one that holds by now.
fn stale(form: &mut Form, state: StepState) {
    for (name, value) in &mut form.hidden {
        if name == FROM {
            state.text().clone_into(value);
        }
    }
    for field in form.groups.iter_mut().flat_map(|group| &mut group.fields) {
        if field.name == TO {
            field.values.clear();
            field.problem = None;
        }
    }
    form.problems.push(PlanRefusal::StepSettled.to_string());
}
