//! Ending an agreement with its reason; a refusal of service goes the way of a stop.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use services::model::Then;
use store::{EntryId, SubjectId};
use web::parts::{Button, Buttons, Facts, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Usual, Visit, id};

use super::{agreement_path, load, page_of, words};
use crate::actions::dossier::Dossier;
use crate::actions::end::{Ending, end};
use crate::model::{
    EXPIRED, NO_LONGER_IN_HARDSHIP, Period, Refusal, STEADY_WORK, Signing, Unsteady,
    ending_reasons, steady,
};

const EXPECTED: &str = "expected";

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    let current = dossier.periods(&desk, visit.today).pop().filter(|last| last.ended.is_none());
    let Some(current) = current else {
        return Ok(Redirect::to(&agreement_path(subject)).into_response());
    };
    let reason = usual_reason(&dossier, &desk, &visit, current.last());
    let form = form(&visit, subject, current.last().entry, reason).returning(&query.0);
    let page = page(&dossier, &form, Some(current.last()));
    Ok(visit.show(&not_steady_yet(page, &dossier, &desk, &visit)))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let garbled = || Problem::Garbled("没有写明所终止的协议；请从协议页重新办理".to_owned());
    let expected: EntryId =
        sent.text(EXPECTED).and_then(|text| text.parse().ok()).ok_or_else(garbled)?;
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = form(&visit, subject, expected, None).returning(&sent);
    form.take(&sent);
    form.doubt_day("on", visit.today, Usual::EVENT);
    if form.is_sound() {
        let ending = Ending {
            on: form.day("on").unwrap_or(visit.today),
            reason: form.words("reason"),
            words: form.words("note"),
            expected,
        };
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            end(tx, &desk2, &occasion, subject, &ending).await
        });
        match outcome.await {
            Ok(done) => {
                let done = format!("已终止，{done}");
                return Ok(visit.go_back_or_on(&sent, &agreement_path(subject), &done));
            }
            Err(Failure::Refused(refusal)) => refuse(&mut form, &refusal),
            Err(other) => return Err(other.into()),
        }
    }
    let current = dossier.periods(&desk, visit.today).pop().filter(|last| last.ended.is_none());
    let page = page(&dossier, &form, current.as_ref().map(Period::last))
        .tool(Button::link("查看现在的协议", agreement_path(subject)));
    Ok(visit.show_again(&page))
}

fn refuse(form: &mut Form, refusal: &Refusal) {
    match refusal {
        Refusal::UnknownReason
        | Refusal::GoesByStop
        | Refusal::GoesByTransfer
        | Refusal::NotExpired { .. }
        | Refusal::Unsteady(_)
        | Refusal::StillInHardship => form.refuse("reason", refusal),
        Refusal::OutOfOrder => form.refuse("on", refusal),
        Refusal::Service(services::Refusal::Unfit(unfit)) => form.refuse(unfit.field(), refusal),
        _ => form.problems.push(refusal.to_string()),
    }
}

/// Says before anything is chosen what is missing of somebody at work whose work is not known to be steady.
fn not_steady_yet(page: Page, dossier: &Dossier, desk: &Desk, visit: &Visit) -> Page {
    let then = Then::at(&desk.rulebook, &dossier.known, visit.today);
    match steady(&then) {
        Err(unasked @ Unsteady::Unasked { .. }) => page.notice(Notice::note(unasked.to_string())),
        _ => page,
    }
}

/// The reason that holds, if one does.
fn usual_reason(
    dossier: &Dossier,
    desk: &Desk,
    visit: &Visit,
    last: &Signing,
) -> Option<&'static str> {
    let then = Then::at(&desk.rulebook, &dossier.known, visit.today);
    let ends_on = dossier.document(last.entry).map(|text| text.ends_on);
    if steady(&then).is_ok() {
        Some(STEADY_WORK)
    } else if !then.standing().hardship_recognised {
        Some(NO_LONGER_IN_HARDSHIP)
    } else if ends_on.is_some_and(|day| day <= visit.today) {
        Some(EXPIRED)
    } else {
        None
    }
}

fn form(visit: &Visit, subject: SubjectId, expected: EntryId, usual: Option<&str>) -> Form {
    let reasons = ending_reasons().into_iter().map(|reason| Choice::new(reason, reason)).collect();
    let reason = Field::one("reason", "终止原因", reasons).required();
    let reason = match usual {
        Some(usual) => reason.value(usual),
        None => reason,
    };
    Form::new(format!("{}/end", agreement_path(subject)), "终止协议", visit.once_key())
        .cancel(agreement_path(subject))
        .hidden(EXPECTED, expected.to_string())
        .field(reason)
        .field(
            Field::day("on", "日期")
                .required()
                .hint("就是今天的不用改；以前的可以补记，台账会显示是补录")
                .value(visit.today.to_string()),
        )
        .field(Field::lines("note", "一句话").hint("需要记下的情况；没有可以不填"))
}

fn page(dossier: &Dossier, form: &Form, last: Option<&Signing>) -> Page {
    let subject = dossier.subject();
    let stop = Button::link("停止服务", format!("/people/{subject}/stop"));
    let other = Section::new("另有办法的情形", "other")
        .lead("本人无就业意愿或拒绝服务的，须核实、批准并告知本人，从“停止服务”办理（BJ18-29）；服务关系划转、公益性岗位安置的，办结时协议自动终止（BJ18-24、BJ18-30）。")
        .part(&Buttons(vec![stop]));
    let mut page = page_of("终止援助协议", dossier)
        .lead("协议终止后，随协议产生的应办不再产生；本人仍需要帮助的，可以重新签订（BJ18-24、BJ18-28(4)）")
        .part(form)
        .part(&other);
    if let Some(last) = last {
        let ends_on = dossier.document(last.entry).map(|text| text.ends_on.to_string());
        let facts = Facts::new("现在的协议")
            .words("签订", last.on.to_string())
            .words("期满", ends_on.unwrap_or_default())
            .words("专员", dossier.officer_of(last.entry));
        page = page.aside(&facts);
    }
    page.aside(&words::basis(&["BJ18-24", "BJ18-29"]))
}
