//! Opening a panel's page, and sending its forms.

use access::Failure;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use store::{ActorId, EntryId, SubjectId, Tx};
use web::{Form, Problem, Submitted, Visit, day_in_words, id};

use super::forms::{Ask, DAY, EXPERTS, PANEL, WORDS};
use super::table::{Opened, is_workday, load};
use super::words::page;
use crate::actions::accept::{Acceptance, accept as accept_panel};
use crate::actions::end::end as end_panel;
use crate::actions::feed_back::feed_back;
use crate::actions::give_opinion::{Opinion, give_opinion};
use crate::actions::request::request as request_panel;
use crate::actions::take_up::take_up as take_up_request;
use crate::model::PanelRefusal;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let opened = load(&desk, &visit, id(&subject)?).await?;
    let page = page(&opened, &visit, None);
    if opened.is_put_before {
        return Ok(visit.show(&page));
    }
    Ok(visit.show(&services::with_papers(page, &visit, &desk, &opened.entered).await?))
}

pub(super) async fn to_request(Path(subject): Path<String>) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    Ok(Redirect::to(&format!("/people/{subject}/panel")).into_response())
}

pub(super) async fn to_opinion(Path(subject): Path<String>) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    Ok(Redirect::to(&format!("/people/{subject}/panel#opinion")).into_response())
}

pub(super) async fn request(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    submit(Ask::Request, &visit, &desk, &subject, &sent).await
}

pub(super) async fn take_up(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    submit(Ask::TakeUp, &visit, &desk, &subject, &sent).await
}

pub(super) async fn accept(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    submit(Ask::Accept, &visit, &desk, &subject, &sent).await
}

pub(super) async fn opinion(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    submit(Ask::Opinion, &visit, &desk, &subject, &sent).await
}

pub(super) async fn feedback(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    submit(Ask::Feedback, &visit, &desk, &subject, &sent).await
}

pub(super) async fn end(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    submit(Ask::End, &visit, &desk, &subject, &sent).await
}

async fn submit(
    ask: Ask,
    visit: &Visit,
    desk: &Desk,
    subject: &str,
    sent: &Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(subject)?;
    let opened = load(desk, visit, subject).await?;
    let mut form = ask.form(&opened, visit);
    form.take(sent);
    if let (Ask::Accept, Some(day)) = (ask, form.day(DAY))
        && !is_workday(desk.rulebook.law().calendar(), day)
    {
        let words = format!("{}不是工作日，专家和本人多半不上班", day_in_words(day));
        form.doubt(DAY, "rest", words);
    }
    // Which panel was meant is what was sent: another one may have begun since.
    let panel: Option<EntryId> = sent.text(PANEL).and_then(|id| id.parse().ok());
    if form.is_sound() {
        match carry_out(ask, visit, desk, (subject, panel), &form).await {
            Ok(()) => return Ok(done(ask, visit, subject, &opened)),
            Err(Failure::Refused(refusal)) => refuse(&mut form, &refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&opened, visit, Some((ask, form)))))
}

/// Where one goes on: whoever ended a panel above can no longer open it.
fn done(ask: Ask, visit: &Visit, subject: SubjectId, opened: &Opened) -> Response {
    let path = format!("/people/{subject}/panel");
    let words = match ask {
        Ask::Request | Ask::TakeUp => "已提交申请，上一级机构可以受理了",
        Ask::Accept => "已确定专家和日期",
        Ask::Opinion => "已记入意见；方案须在 5 个工作日内调整",
        Ask::Feedback => "已反馈给专家小组",
        Ask::End => "会诊已结束",
    };
    let leaves = opened.entered.relation == access::Relation::Consulted
        && matches!(ask, Ask::End | Ask::Accept);
    visit.go_on(if leaves { "/panels" } else { &path }, words)
}

async fn carry_out(
    ask: Ask,
    visit: &Visit,
    desk: &Desk,
    (subject, panel): (SubjectId, Option<EntryId>),
    form: &Form,
) -> Result<(), Failure<PanelRefusal>> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let words = form.words(WORDS);
    let day = form.day(DAY).unwrap_or(visit.today);
    let experts: Vec<ActorId> =
        form.chosen(EXPERTS).iter().filter_map(|id| id.parse().ok()).collect();
    let case = async move |tx: &mut Tx| {
        let (desk, occasion) = (&desk2, &occasion);
        if ask == Ask::Request {
            return request_panel(tx, desk, occasion, subject, &words).await.map(drop);
        }
        let panel = (subject, panel.ok_or(Failure::Refused(PanelRefusal::NoPanel))?);
        match ask {
            Ask::Request => Ok(()),
            Ask::TakeUp => take_up_request(tx, desk, occasion, panel, &words).await,
            Ask::Accept => {
                let acceptance = Acceptance { experts: experts.clone(), sits_on: day };
                accept_panel(tx, desk, occasion, panel, &acceptance).await
            }
            Ask::Opinion => {
                let opinion = Opinion { on: day, words: words.clone() };
                give_opinion(tx, desk, occasion, panel, &opinion).await.map(drop)
            }
            Ask::Feedback => feed_back(tx, desk, occasion, panel, &words).await,
            Ask::End => end_panel(tx, desk, occasion, panel, &words).await,
        }
    };
    desk.once(visit, form.once(), case).await
}

/// Puts a refusal where it belongs.
fn refuse(form: &mut Form, refusal: &PanelRefusal) {
    let field = match refusal {
        PanelRefusal::OneSided | PanelRefusal::NoExpert(_) => EXPERTS,
        PanelRefusal::SitsTooEarly(_) | PanelRefusal::OpinionOutside(..) => DAY,
        PanelRefusal::Blank(_) => WORDS,
        _ => "",
    };
    form.refuse(field, refusal);
}
