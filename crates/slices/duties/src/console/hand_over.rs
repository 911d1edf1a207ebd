//! Handing over one person, or everyone of an officer, in one move.

use access::{Action, Failure, Relation};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{Desk, Occasion};
use store::{ActorId, SubjectId, Tx, once};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Visit};

use crate::actions::enter::enter;
use crate::actions::hand_over::{HandOverRefusal, Receiver, count_held, hand_all_over, hand_over};

/// Whom people can be handed over to: everyone who serves in the offices of the actor's tree, by office.
async fn receivers(visit: &Visit, desk: &Desk) -> Result<Vec<Choice>, Problem> {
    let area = visit.actor.area;
    let choices = desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| {
            let mut choices = Vec::new();
            for office in offices::offices_within(tx, area).await? {
                if office.closed_on.is_some() {
                    continue;
                }
                for member in offices::staff_of(tx, office.office_id).await? {
                    let serves = member.roles.as_slice().iter().any(|role| {
                        access::permitted(*role, Action::RecordService, Relation::Assigned)
                    });
                    if member.left_on.is_none() && serves {
                        let value = format!("{} {}", office.code, member.staff_id);
                        let label = format!("{}（{}）", member.name, office.name);
                        choices.push(Choice::new(value, label));
                    }
                }
            }
            Ok(choices)
        })
        .await?;
    Ok(choices)
}

fn receiver(text: &str) -> Option<Receiver> {
    let (office, officer) = text.split_once(' ')?;
    Some(Receiver { office_code: office.parse().ok()?, officer: Some(officer.parse().ok()?) })
}

/// Makes sure that the receiver works in that office, and does not leave it before this is done.
async fn receives(tx: &mut Tx, to: Receiver) -> Result<(), Failure<HandOverRefusal>> {
    let Some(officer) = to.officer else { return Ok(()) };
    let member = offices::hold_staff(tx, officer).await?;
    let works =
        |member: &offices::Staff| member.is_active() && member.office_code == to.office_code;
    match member.filter(works) {
        Some(_) => Ok(()),
        None => Err(Failure::Refused(HandOverRefusal::NoSuchOfficer)),
    }
}

fn form(path: String, choices: Vec<Choice>, visit: &Visit) -> Form {
    Form::new(path, "移交", visit.once_key())
        .field(Field::of("to", "接收人", choices).required())
        .field(
            Field::lines("reason", "移交原因")
                .required()
                .hint("例如：调离岗位、产假、片区调整；会随档案留存"),
        )
}

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = subject.parse().map_err(|_| Problem::Missing)?;
    let form =
        form(format!("/people/{subject}/hand-over"), receivers(&visit, &desk).await?, &visit);
    show_one(&visit, &desk, subject, &form).await
}

async fn show_one(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    form: &Form,
) -> Result<Response, Problem> {
    let occasion = Occasion::from(visit);
    let desk = desk.clone();
    let entered = desk
        .db
        .clone()
        .write(async move |tx| enter(tx, &desk, &occasion, Action::HandOver, subject, None).await)
        .await?;
    let page = Page::new("移交服务对象")
        .section("/people")
        .crumb(entered.label.name.reveal(), format!("/people/{subject}"))
        .lead("待办事项随人移交，已办结的仍记在办理人名下；台账不变")
        .part(form);
    Ok(visit.show(&page))
}

pub(super) async fn one(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = subject.parse().map_err(|_| Problem::Missing)?;
    let path = format!("/people/{subject}/hand-over");
    let mut form = form(path, receivers(&visit, &desk).await?, &visit);
    form.take(&sent);
    let to = form.text("to").and_then(receiver);
    if let Some(to) = to.filter(|_| form.is_sound()) {
        let (occasion, reason) = (Occasion::from(&visit), form.words("reason"));
        let (key, inner) = (form.once().to_owned(), desk.clone());
        let done = desk
            .db
            .write(async move |tx| {
                once(tx, occasion.actor.id, &key, occasion.now, async |tx| {
                    receives(tx, to).await?;
                    hand_over(tx, &inner, &occasion, subject, to, &reason).await
                })
                .await
            })
            .await;
        match done {
            Ok(_) => return Ok(visit.go_on("/today/office", "已移交")),
            Err(Failure::Refused(refusal)) => refuse(&mut form, refusal),
            Err(failure) => return Err(failure.into()),
        }
    }
    let page = show_one(&visit, &desk, subject, &form).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn refuse(form: &mut Form, refusal: HandOverRefusal) {
    match refusal {
        HandOverRefusal::NoFile => form.refuse("", refusal),
        HandOverRefusal::NoSuchOfficer | HandOverRefusal::AlreadyThere => {
            form.refuse("to", refusal);
        }
    }
}

pub(super) async fn ask_all(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let from: ActorId =
        query.0.text("from").and_then(|id| id.parse().ok()).ok_or(Problem::Missing)?;
    let form = form("/today/hand-over".to_owned(), receivers(&visit, &desk).await?, &visit)
        .hidden("from", from.to_string());
    show_all(&visit, &desk, from, &form).await
}

async fn show_all(
    visit: &Visit,
    desk: &Desk,
    from: ActorId,
    form: &Form,
) -> Result<Response, Problem> {
    let (member, number) = desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| {
            Ok((offices::find_staff(tx, from).await?, count_held(tx, from).await?))
        })
        .await?;
    let member = member.ok_or(Problem::Missing)?;
    visit.may(Action::HandOver, visit.actor.relation_to(member.office_code, None))?;
    let page = Page::new(format!("移交{}的全部服务对象", member.name))
        .section("/today")
        .crumb("机构应办", "/today/office")
        .notice(Notice::note(format!("{}现负责 {number} 人，将一次全部移交", member.name)))
        .part(form);
    Ok(visit.show(&page))
}

pub(super) async fn all(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let from: ActorId = sent.text("from").and_then(|id| id.parse().ok()).ok_or(Problem::Missing)?;
    let mut form = form("/today/hand-over".to_owned(), receivers(&visit, &desk).await?, &visit)
        .hidden("from", from.to_string());
    form.take(&sent);
    let to = form.text("to").and_then(receiver);
    if let Some(to) = to.filter(|_| form.is_sound()) {
        let (occasion, reason) = (Occasion::from(&visit), form.words("reason"));
        let (key, inner) = (form.once().to_owned(), desk.clone());
        let done = desk
            .db
            .write(async move |tx| {
                once(tx, occasion.actor.id, &key, occasion.now, async |tx| {
                    receives(tx, to).await?;
                    hand_all_over(tx, &inner, &occasion, from, to, &reason).await
                })
                .await
            })
            .await;
        match done {
            Ok(number) => {
                let words = format!("已移交 {} 人", number.into_inner());
                return Ok(visit.go_on("/today/office", &words));
            }
            Err(Failure::Refused(refusal)) => refuse(&mut form, refusal),
            Err(failure) => return Err(failure.into()),
        }
    }
    let page = show_all(&visit, &desk, from, &form).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
