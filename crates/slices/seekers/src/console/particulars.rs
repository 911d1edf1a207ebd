//! Changing what a file says of a person.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::enter;
use store::SubjectId;
use subjects::SubjectKind;
use web::{Form, Page, Problem, Submitted, Visit};

use super::fields::{self, Offer};
use super::occupation;
use super::subject_of;
use crate::actions::amend::{AmendRefusal, amend};
use crate::actions::bring_in::NewPerson;
use crate::actions::complete::{CompleteRefusal, complete, may_be_person, told_by};
use crate::actions::person::person_of;

/// The name under which it goes along which state of the file was shown.
const VERSION: &str = "version";
/// The version of a file that has no particulars yet.
const INCOMPLETE: i64 = 0;

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
    form = occupation::with_choice(form, &sent);
    form.take(&sent);
    let after = fields::read(&mut form, &shown.offer, &shown.known, visit.today);
    fields::compare(&mut form, visit.today);
    let Some(after) = after.filter(|_| form.is_sound()) else {
        return Ok(visit.show_again(&page(subject, &shown, &form)));
    };
    if shown.version == INCOMPLETE {
        return complete_with(&visit, &desk, subject, &shown, form, after).await;
    }
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

/// Gives a person to a ledger that came in without one.
async fn complete_with(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    shown: &Shown,
    mut form: Form,
    new: NewPerson,
) -> Result<Response, Problem> {
    let (occasion, case_desk) = (Occasion::from(visit), desk.clone());
    let key = form.once().to_owned();
    let done = desk.once(visit, &key, async move |tx| {
        complete(tx, &case_desk, &occasion, subject, &new).await
    });
    match done.await {
        Ok(None) => Ok(visit.go_on(&format!("/people/{subject}"), "已补齐资料，台账记录不变")),
        Ok(Some(file_number)) if visit.actor.may_ever(Action::Merge) => Ok(visit.go_on(
            &format!("/people/merge?one={file_number}"),
            "已补齐资料。这个证件号码还有另一份档案：请填写那一份的编号，核对后合并",
        )),
        Ok(Some(_)) => Ok(visit.go_on(
            &format!("/people/{subject}"),
            "已补齐资料。这个证件号码还有另一份档案，请告诉负责人核对后合并",
        )),
        Err(Failure::Refused(
            refusal @ (CompleteRefusal::Complete | CompleteRefusal::NoPerson),
        )) => {
            form.problems.push(refusal.to_string());
            Ok(visit.show_again(&page(subject, shown, &form)))
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
                let is_imported = entered.label.kind == SubjectKind::Imported;
                if !is_imported || !may_be_person(tx, subject).await? {
                    return Ok::<_, Failure<_>>(None);
                }
                let offer = fields::offer(tx, area, None).await?;
                let known = told_by(entered.label.reference.reveal());
                return Ok(Some(Shown { known, version: INCOMPLETE, offer }));
            };
            let offer = fields::offer(tx, area, Some(person.residence_code)).await?;
            let version = person.version;
            let name = entered.label.name.reveal().to_owned();
            Ok(Some(Shown { known: NewPerson::known(person, &name), version, offer }))
        })
        .await?;
    shown.ok_or(Problem::Missing)
}

fn form(subject: SubjectId, shown: &Shown, key: String) -> Form {
    let submit = if shown.version == INCOMPLETE { "补齐资料" } else { "保存修改" };
    let form = Form::new(format!("/people/{subject}/particulars"), submit, key)
        .cancel(format!("/people/{subject}"))
        .hidden(VERSION, shown.version.to_string());
    fields::add(form, &shown.offer, &shown.known)
}

fn page(subject: SubjectId, shown: &Shown, form: &Form) -> Page {
    let path = format!("/people/{subject}");
    let (title, name, lead) = if shown.version == INCOMPLETE {
        let lead = "这本台账是导入的，还没有本人的资料。补齐以后，可以按姓名、证件和电话查到；台账记录不变";
        ("补齐资料", "资料待补", lead)
    } else {
        let lead = "这里改的是资料，不是台账：改了什么、谁改的、什么时候改的，都留有记录";
        ("修改资料", &*shown.known.name, lead)
    };
    Page::new(title)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(name, path)
        .lead(lead)
        .part(form)
}
