//! /people/{subject}/agreement/officer: telling the person that another officer answers for them, and the note to hand over.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::StoreError;
use web::parts::{Button, Facts, Prose, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Usual, Visit, id};

use super::{agreement_path, load, page_of, words};
use crate::actions::dossier::{Dossier, names_of};
use crate::actions::telling::{Change, Telling, tell_of_officer, untold};
use crate::model::{Means, NotToTell, Refusal};

/// A change with the names of both officers.
struct Named {
    change: Change,
    from: String,
    to: String,
}

/// Opens the file, with the change that the person is still to be told of.
async fn open(
    desk: &Desk,
    visit: &Visit,
    subject: &str,
) -> Result<(Dossier, Option<Named>), Problem> {
    let dossier = load(desk, visit, Action::RecordService, id(subject)?).await?;
    let named = find(desk, visit, &dossier).await?;
    Ok((dossier, named))
}

fn nothing_to_tell(visit: &Visit, dossier: &Dossier) -> Response {
    let words = Notice::note("没有待告知本人的专员变更");
    visit.go_on(&agreement_path(dossier.subject()), words)
}

async fn find(desk: &Desk, visit: &Visit, dossier: &Dossier) -> Result<Option<Named>, Problem> {
    let (own, today, subject) = (desk.clone(), visit.today, dossier.subject());
    let found = desk.db.read(async move |tx| {
        let Some(held) = duties::held(tx, subject).await? else { return Ok(None) };
        let Some(change) = untold(tx, &own, today, &held).await? else { return Ok(None) };
        let names = names_of(tx, [change.from, change.to]).await?;
        let name = |staff| names.get(staff).cloned().unwrap_or_default();
        let (from, to) = (name(&change.from), name(&change.to));
        Ok::<_, StoreError>(Some(Named { change, from, to }))
    });
    Ok(found.await?)
}

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let (dossier, named) = open(&desk, &visit, &subject).await?;
    let Some(named) = named else { return Ok(nothing_to_tell(&visit, &dossier)) };
    let form = form(&visit, &dossier, &named);
    Ok(visit.show(&page(&dossier, &named, &form)))
}

fn form(visit: &Visit, dossier: &Dossier, named: &Named) -> Form {
    let path = agreement_path(dossier.subject());
    let means = Means::ALL.map(|means| Choice::new(means.text(), means.term())).to_vec();
    Form::new(format!("{path}/officer"), "已告知本人", visit.once_key())
        .cancel(path)
        .hidden("at", named.change.at.micros().to_string())
        .field(Field::one("means", "怎样告知的", means).required())
        .field(Field::day("on", "哪天告知的").required().value(visit.today.to_string()))
}

fn page(dossier: &Dossier, named: &Named, form: &Form) -> Page {
    let facts = Facts::new("专员变更")
        .words("本人所知的专员", &named.from)
        .words("现在的专员", &named.to)
        .words("自", named.change.since().to_string());
    let note = format!("{}/officer/note", agreement_path(dossier.subject()));
    page_of("告知本人更换专员", dossier)
        .lead("更换专员的，甲方应当及时告知乙方（协议第 3 条，BJ18-23）；记下告知以前，这一项一直在“等我处理”")
        .tool(Button::link("打印告知单", note))
        .part(&facts)
        .part(form)
        .aside(&words::basis(&["BJ18-23"]))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (dossier, named) = open(&desk, &visit, &subject).await?;
    let subject = dossier.subject();
    let path = agreement_path(subject);
    let Some(named) = named else {
        return Ok(visit.go_on(&path, Notice::note("本人已经被告知，不必再记")));
    };
    let mut form = form(&visit, &dossier, &named);
    form.take(&sent);
    form.doubt_day("on", visit.today, Usual::EVENT);
    let means = form.text("means").and_then(Means::named);
    if let (true, Some(means)) = (form.is_sound(), means) {
        let at = sent.text("at").and_then(|at| at.parse().ok()).unwrap_or(0);
        let at = store::Instant::from_micros(at);
        let telling = Telling { at, on: form.day("on").unwrap_or(visit.today), means };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            tell_of_officer(tx, &own, &occasion, subject, &telling).await
        });
        match outcome.await {
            Ok(()) => return Ok(visit.go_on(&path, "已记下：本人已知道更换专员")),
            Err(Failure::Refused(refusal @ Refusal::Telling(NotToTell::Outside { .. }))) => {
                form.refuse("on", refusal);
            }
            Err(Failure::Refused(refusal)) => form.problems.push(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&dossier, &named, &form)))
}

/// The note that the person keeps.
pub(super) async fn note(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let (dossier, named) = open(&desk, &visit, &subject).await?;
    let Some(named) = named else { return Ok(nothing_to_tell(&visit, &dossier)) };
    let (year, month, day) = named.change.since().parts();
    let said = vec![
        format!("{}，您好：", dossier.entered.label.name.reveal()),
        format!(
            "从{year}年{month}月{day}日起，您的就业援助服务专员由{}换为{}。您签的就业援助服务协议继续有效，商定的就业计划照常进行，答应您的事由{}接着办。",
            named.from, named.to, named.to
        ),
        "有事请直接联系新专员；不满意的，也请告诉我们。".to_owned(),
    ];
    let mut whom = Facts::new("怎样找到我们").words("您的专员", &named.to);
    if let Some(office) = &dossier.office {
        whom = whom.words("单位", &office.name);
        if !office.phone.is_empty() {
            whom = whom.words("电话", &office.phone);
        }
        if !office.address.is_empty() {
            whom = whom.words("地址", &office.address);
        }
    }
    let back = format!("{}/officer", agreement_path(dossier.subject()));
    let (this_year, this_month, today) = visit.today.parts();
    let page = page_of("更换专员告知单", &dossier)
        .printed()
        .lead(format!("{this_year}年{this_month}月{today}日 打印"))
        .tool(Button::link("返回，记下告知", back))
        .part(&Section::new("给您的通知", "note").part(&Prose(said)))
        .part(&whom);
    Ok(visit.show(&page))
}
