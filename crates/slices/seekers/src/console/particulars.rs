//! Changing what a file says of a person.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::enter;
use store::SubjectId;
use web::{Form, Page, Problem, Submitted, Visit};

use super::fields::{self, Offer};
use super::subject_of;
use crate::actions::amend::{AmendRefusal, amend};
use crate::actions::bring_in::NewPerson;
use crate::actions::person::{Person, person_of};

/// The name under which it goes along which state of the file was shown.
const VERSION: &str = "version";

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject = subject_of(&subject)?;
    let shown = shown(&visit, &desk, subject).await?;
    let form = form(subject, &shown, visit.once_key());
    Ok(visit.show(&page(subject, &shown, &form)))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject = subject_of(&subject)?;
    let shown = shown(&visit, &desk, subject).await?;
    let mut form = form(subject, &shown, visit.once_key());
    form.take(&sent);
    let Some(after) = fields::read(&mut form, &shown.offer, &shown.known, visit.today) else {
        return Ok(visit.show_again(&page(subject, &shown, &form)));
    };
    let version = sent.text(VERSION).and_then(|text| text.parse().ok()).unwrap_or(shown.version);
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let key = form.once().to_owned();
    let done = desk
        .once(&visit, &key, async move |tx| {
            let changed = amend(tx, &case_desk, &occasion, subject, version, &after).await?;
            Ok(if changed { "changed" } else { "same" }.to_owned())
        })
        .await;
    match done {
        Ok(outcome) => {
            let words = if outcome == "changed" {
                "已保存修改，修改前的内容留有记录"
            } else {
                "内容没有变化"
            };
            Ok(visit.go_on(&format!("/people/{subject}"), words))
        }
        Err(Failure::Refused(refusal @ AmendRefusal::NumberTaken)) => {
            form.refuse("number", refusal);
            Ok(visit.show_again(&page(subject, &shown, &form)))
        }
        Err(Failure::Refused(refusal @ AmendRefusal::ChangedMeanwhile)) => {
            form.problems.push(refusal.to_string());
            Ok(visit.show_again(&page(subject, &shown, &form)))
        }
        Err(other) => Err(other.into()),
    }
}

/// What is known, and what the fields offer.
struct Shown {
    known: NewPerson,
    version: i64,
    offer: Offer,
}

async fn shown(visit: &Visit, desk: &Desk, subject: SubjectId) -> Result<Shown, Problem> {
    let (occasion, case_desk) = (Occasion::from(visit), desk.clone());
    let area = visit.actor.area;
    let shown = desk
        .db
        .write(async move |tx| {
            let entered =
                enter(tx, &case_desk, &occasion, Action::AmendFile, subject, None).await?;
            let Some(person) = person_of(tx, &entered.key, subject).await? else {
                return Ok::<_, Failure<_>>(None);
            };
            let offer = fields::offer(tx, area, Some(person.residence_code)).await?;
            let version = person.version;
            let name = entered.label.name.reveal().to_owned();
            Ok(Some(Shown { known: known(person, name), version, offer }))
        })
        .await?;
    shown.ok_or(Problem::Missing)
}

fn known(person: Person, name: String) -> NewPerson {
    NewPerson {
        file_number: None,
        name,
        residence_code: person.residence_code,
        household_division: person.household_division,
        education: person.education,
        occupation: person.occupation,
        particulars: person.particulars,
    }
}

fn form(subject: SubjectId, shown: &Shown, key: String) -> Form {
    let form = Form::new(format!("/people/{subject}/particulars"), "保存修改", key)
        .cancel(format!("/people/{subject}"))
        .hidden(VERSION, shown.version.to_string());
    fields::add(form, &shown.offer, &shown.known)
}

fn page(subject: SubjectId, shown: &Shown, form: &Form) -> Page {
    Page::new("修改资料")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(&shown.known.name, format!("/people/{subject}"))
        .lead("这里改的是资料，不是台账：改了什么、谁改的、什么时候改的，都留有记录")
        .part(form)
}
