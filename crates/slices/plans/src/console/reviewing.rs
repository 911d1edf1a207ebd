//! /people/{subject}/plan/review: what the ledger seems to have met of a plan, confirmed in one move; and, once somebody works,
//! what becomes of the rest.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Prose, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit, id};

use super::slots::RESTS;
use super::{load, page_of, problem, words};
use crate::actions::kept::KeptPlan;
use crate::actions::open::OpenPlan;
use crate::actions::progress::Noted;
use crate::actions::review::{Asked, Review, review};
use crate::model::{PlanRefusal, Step, StepState};

const ENTRY: &str = "entry";
const SEEN: &str = "seen";
const SHOWN: &str = "shown";
const REASON: &str = "reason";

/// A file with the version whose steps can be settled, and what is asked of it.
struct Opened<'o> {
    open: &'o OpenPlan,
    plan: &'o KeptPlan,
    asked: Asked,
}

impl Opened<'_> {
    fn step(&self, number: i64) -> Option<&Step> {
        self.plan.adopted.text.steps.iter().find(|step| step.number == number)
    }
}

fn opened<'o>(desk: &Desk, visit: &Visit, open: &'o OpenPlan) -> Option<Opened<'o>> {
    let then = open.then(desk, visit.today);
    let asked = open.asked(&then)?;
    let plan = open.plans.iter().find(|plan| plan.entry == asked.entry)?;
    Some(Opened { open, plan, asked })
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    let Some(opened) = opened(&desk, &visit, &open) else {
        let path = format!("/people/{subject}/plan");
        let words = "方案中没有要核对的行动：台账中没有新的记录";
        return Ok(visit.go_on(&path, Notice::note(words)));
    };
    let form = form(&visit, &opened);
    Ok(visit.show(&page(&opened, &form)))
}

fn form(visit: &Visit, opened: &Opened<'_>) -> Form {
    let Opened { open, plan, asked } = opened;
    let path = format!("/people/{}/plan", open.entered.held.subject);
    let mut form = Form::new(format!("{path}/review"), "确认", visit.once_key())
        .cancel(path)
        .hidden(ENTRY, plan.entry.to_string())
        .hidden(SEEN, asked.sequence.to_string());
    if !asked.shown.is_empty() {
        let choices = asked.shown.iter().filter_map(|one| {
            let step = opened.step(one.number)?;
            let label = format!("{}（{} {}）", step.words, one.on, one.kind.term());
            Some(Choice::new(value(one.number, one.entry), label))
        });
        let mut shown = Field::any(SHOWN, "已经做到的", choices.collect())
            .hint("括号里是台账中的记录；不是这项行动的，取消勾选，它仍是未完成");
        for one in &asked.shown {
            shown = shown.value(value(one.number, one.entry));
        }
        form = form.group("台账看来已经做到的", "勾选的记为已完成，日期是那条记录的日期");
        form = form.field(shown);
    }
    if let (Some(begun), false) = (asked.begun, asked.rest.is_empty()) {
        let lead = format!("{} 已{}，其余的行动还要不要做", begun.on, begun.kind.term());
        form = form.group("其余的行动", lead);
        for (number, name) in asked.rest.iter().zip(RESTS) {
            let Some(step) = opened.step(*number) else { continue };
            let label = format!("{}（{}，{} 前）", step.words, open.doers.name(step), step.due);
            let choices = [
                (StepState::Open, "继续做"),
                (StepState::Done, "已经做到"),
                (StepState::GivenUp, "不再需要"),
            ];
            let choices = choices.map(|(state, words)| Choice::new(state.text(), words)).to_vec();
            form = form.field(Field::one(name, label, choices).required());
        }
        let reason = format!("本人已于 {} {}", begun.on, begun.kind.term());
        form = form.field(
            Field::sentence(REASON, "不再需要的原因").hint("写给本人看得懂的话").value(reason),
        );
    }
    form
}

/// What stands for a step and the entry that shows it.
fn value(number: i64, entry: store::EntryId) -> String {
    format!("{number}.{entry}")
}

fn page(opened: &Opened<'_>, form: &Form) -> Page {
    let subject = opened.open.entered.held.subject;
    let lead = format!("第 {} 版方案。{}", opened.plan.version, opened.asked.words());
    let never = "系统只按台账提示，是不是这项行动，由您与本人核对后确认；确认以后，给本人的一页和下一版方案才按已完成写。";
    page_of("核对方案进展", opened.open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead(lead)
        .part(form)
        .aside(&Section::new("怎样核对", "how").part(&Prose::new(never)))
        .aside(&words::basis(&["BJ18-25", "BJ18-26(3)"]))
}

/// The button that leads here, with how much there is.
pub(super) fn button(subject: SubjectId, asked: &Asked) -> Button {
    let number = asked.shown.len() + asked.rest.len();
    Button::link(format!("核对方案进展（{number} 项）"), format!("/people/{subject}/plan/review"))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    // A second pressing of the button finds nothing asked any more: once answers it.
    let path = format!("/people/{subject}/plan");
    let Some(opened) = opened(&desk, &visit, &open) else {
        return Ok(visit.go_on(&path, Notice::note("这些行动已经核对过，见下面的情况")));
    };
    let mut form = form(&visit, &opened);
    form.take(&sent);
    if sent.text(ENTRY).and_then(|entry| entry.parse().ok()) != Some(opened.plan.entry) {
        return Err(Problem::refused(PlanRefusal::NotInForce));
    }
    let seen = sent.text(SEEN).and_then(|seen| seen.parse().ok()).unwrap_or(0);
    if seen < opened.asked.sequence {
        let words = "打开这一页以后，台账又有了新的记录，已列在下面；请核对后再确认";
        form.problems.push(words.to_owned());
        for (name, value) in &mut form.hidden {
            if name == SEEN {
                *value = opened.asked.sequence.to_string();
            }
        }
    }
    let settled = if form.is_sound() { read(&mut form, &opened, &visit) } else { Vec::new() };
    if form.is_sound() {
        let number = settled.len();
        let said = Review { entry: opened.plan.entry, sequence: opened.asked.sequence, settled };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            review(tx, &own, &occasion, subject, &said).await.map(|()| String::new())
        });
        match outcome.await {
            Ok(_) => {
                let words = match number {
                    0 => "已核对，没有改动；有新的记录后会再提示".to_owned(),
                    number => format!("已记下 {number} 项行动的情况"),
                };
                return Ok(visit.go_on(&path, &words));
            }
            Err(Failure::Refused(refusal)) => form.problems.push(refusal.to_string()),
            Err(other) => return Err(problem(other)),
        }
    }
    Ok(visit.show_again(&page(&opened, &form)))
}

/// Reads what became of each step; what goes on stays as it is.
fn read(form: &mut Form, opened: &Opened<'_>, visit: &Visit) -> Vec<Noted> {
    let asked = &opened.asked;
    let noted = |number, to, on, words: &str, because| Noted {
        entry: opened.plan.entry,
        number,
        from: StepState::Open,
        to,
        on,
        words: words.to_owned(),
        because,
    };
    let ticked = form.chosen(SHOWN);
    let mut settled: Vec<Noted> = asked
        .shown
        .iter()
        .filter(|one| ticked.contains(&value(one.number, one.entry)))
        .map(|one| noted(one.number, StepState::Done, one.on, "", Some(one.entry)))
        .collect();
    let reason = form.words(REASON);
    for (number, name) in asked.rest.iter().zip(RESTS) {
        match form.text(name) {
            Some(state) if state == StepState::Done.text() => {
                settled.push(noted(*number, StepState::Done, visit.today, "", None));
            }
            Some(state) if state == StepState::GivenUp.text() && reason.is_empty() => {
                form.refuse(REASON, PlanRefusal::WhyGivenUp);
                return settled;
            }
            Some(state) if state == StepState::GivenUp.text() => {
                settled.push(noted(*number, StepState::GivenUp, visit.today, &reason, None));
            }
            _ => {}
        }
    }
    settled
}
