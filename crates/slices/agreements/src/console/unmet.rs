//! Noting that a duty of the agreement was not met.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::Prose;
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Usual, Visit, id};

use super::{agreement_path, load, page_of, words};
use crate::actions::documents::Document;
use crate::actions::dossier::Dossier;
use crate::actions::unmet::{UnmetId, note_unmet, withdraw_unmet};
use crate::model::{Article, Edition, Period, Refusal, UnmetContent};

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    let form = form(&visit, &desk, &dossier).returning(&query.0);
    let mut page = page(&dossier, &form);
    if !dossier.entered.held.standing.under_agreement {
        page = page.notice(Notice::stop(Refusal::NoAgreement.to_string()));
    }
    Ok(visit.show(&page))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = form(&visit, &desk, &dossier).returning(&sent);
    form.take(&sent);
    for day in ["on", "told"] {
        form.doubt_day(day, visit.today, Usual::EVENT);
    }
    if form.is_sound() {
        let on = form.day("on").unwrap_or(visit.today);
        let content = UnmetContent {
            duty: form.words("duty"),
            on: on.to_string(),
            reason: form.words("reason"),
            is_excused: form.text("excused") == Some("yes"),
            told_on: form.day("told").map_or_else(String::new, |day| day.to_string()),
            said: form.words("said"),
        };
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            note_unmet(tx, &desk2, &occasion, subject, (on, &content)).await
        });
        match outcome.await {
            Ok(()) => {
                return Ok(visit.go_back_or_on(&sent, &agreement_path(subject), "已记入履约情况"));
            }
            Err(Failure::Refused(refusal)) => match refusal {
                Refusal::UnmetOutside { .. } => form.refuse("on", refusal),
                Refusal::NoReason => form.refuse("reason", refusal),
                Refusal::HalfHeard => form.refuse("said", refusal),
                Refusal::ToldOutside { .. } => form.refuse("told", refusal),
                Refusal::UnknownDuty => form.refuse("duty", refusal),
                other => form.problems.push(other.to_string()),
            },
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&dossier, &form)))
}

pub(super) async fn withdraw(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, unmet)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, unmet): (SubjectId, UnmetId) = (id(&subject)?, id(&unmet)?);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let key = sent.once_key()?;
    desk.once(&visit, &key, async move |tx| {
        withdraw_unmet(tx, &desk2, &occasion, (subject, unmet)).await
    })
    .await?;
    Ok(visit.go_on(&agreement_path(subject), "已撤回，原记录仍可查看"))
}

fn form(visit: &Visit, desk: &Desk, dossier: &Dossier) -> Form {
    let subject = dossier.subject();
    let current = dossier.periods(desk, visit.today).pop().filter(|last| last.ended.is_none());
    let last = current.as_ref().map(Period::last);
    let text = last.and_then(|last| dossier.document(last.entry));
    let edition = text.and_then(Document::edition);
    let edition = edition.or_else(|| Edition::on(last.map_or(visit.today, |last| last.on)));
    let duties = edition.map(|edition| {
        let choice =
            |duty: &Article| Choice::new(&duty.duty, format!("{}（{}）", duty.words, duty.clause));
        edition.duties().map(choice).collect()
    });
    let excused = vec![Choice::new("yes", "有正当理由"), Choice::new("no", "没有正当理由")];
    Form::new(format!("{}/unmet", agreement_path(subject)), "记入", visit.once_key())
        .cancel(agreement_path(subject))
        .field(Field::one("duty", "哪一项义务", duties.unwrap_or_default()).required())
        .field(
            Field::one("excused", "有没有正当理由", excused)
                .required()
                .hint("患病、照料家人等为正当理由；有正当理由的不影响公益性岗位推荐（BJ18-30）"),
        )
        .field(Field::lines("reason", "原因").required().hint("写明情况"))
        .field(Field::day("on", "日期").required().value(visit.today.to_string()))
        .field(Field::day("told", "告知本人的日期").hint(
            "没有告知本人、没有听取本人说明的，只作记录，不作为“没有履行”，不影响公益性岗位推荐",
        ))
        .field(
            Field::lines("said", "本人的说明和申辩")
                .hint("按本人的原话；本人没有说什么的，写“本人没有说明”"),
        )
}

fn page(dossier: &Dossier, form: &Form) -> Page {
    let hint = Prose::new(
        "续签时按这里的记录写明上期义务的履行情况：只要有一项没有履行又没有正当理由，并且已经告知本人、听取了本人的说明，就写明“没有履行”。记错的、要补记告知的，撤回后重新记入。",
    );
    page_of("没有履行的义务", dossier)
        .lead("专员全程记录协议的履行情况（BJ18-25）")
        .part(form)
        .aside(&hint)
        .aside(&words::basis(&["BJ18-25", "BJ18-30"]))
}
