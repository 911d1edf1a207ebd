//! The agreement on paper: parties, text, signatures.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use rules::Term;
use store::{EntryId, SubjectId};
use web::form::ONCE;
use web::parts::{Button, Facts, Prose, Section, SignatureBox, Signatures};
use web::{Page, Problem, Visit, day_of, id};

use super::{agreement_path, problem};
use crate::actions::documents::Document;
use crate::actions::dossier::{Dossier, group_of, open};
use crate::actions::officer::print_named;
use crate::actions::sign::known;
use crate::model::{Content, Edition, ServicePlace, Side};
use seekers::model::{mask_address, mask_number, mask_phone};

/// The name in an address of the text that nobody has signed yet.
const DRAFT: &str = "draft";
/// What is noted with the reading of a number.
const PURPOSE: &str = "打印就业援助服务协议";

/// Shows the text with numbers masked; whoever may see them whole asks for it.
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let dossier = load(&desk, &visit, Action::ReadFile, subject).await?;
    let mut page = page(&visit, &dossier, &entry, false)?;
    if visit.may(Action::Reveal, dossier.entered.relation).is_ok() {
        let path = format!("/people/{subject}/agreement/{entry}/paper");
        let once = visit.once_key();
        page = page.tool(Button::post("显示完整号码，供打印签字", path, &[(ONCE, &once)]).main());
    }
    Ok(visit.show(&page))
}

/// Shows the text as it is signed on paper; that the numbers were seen, and what for, is noted.
pub(super) async fn show_whole(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    // What is printed for signing names whoever answers now, and goes on to.
    if let Ok(entry) = entry.parse::<EntryId>() {
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let named =
            desk.db.write(async move |tx| print_named(tx, &own, &occasion, (subject, entry)).await);
        match named.await {
            // Whoever only may read it prints it as it stands.
            Ok(()) | Err(Failure::Denied(_)) => {}
            Err(other) => return Err(problem(other)),
        }
    }
    let dossier = load(&desk, &visit, Action::Reveal, subject).await?;
    Ok(visit.show(&page(&visit, &dossier, &entry, true)?))
}

fn page(visit: &Visit, dossier: &Dossier, entry: &str, is_whole: bool) -> Result<Page, Problem> {
    let shown = |mut content: Content| {
        if !is_whole {
            hide(&mut content);
        }
        content
    };
    let page = if entry == DRAFT {
        let edition = Edition::on(visit.today).ok_or(Problem::Missing)?;
        let content = shown(draft(dossier, visit, ServicePlace::default()));
        let page = Page::new(format!("{}（草稿）", edition.title));
        lay_out(page, edition, &content, &boxes(dossier, &content, None))
    } else {
        let entry: EntryId = id(entry)?;
        let text = dossier.document(entry).ok_or(Problem::Missing)?;
        let edition = text.edition().ok_or(Problem::Missing)?;
        let content = shown(text.content.clone());
        let boxes = boxes(dossier, &content, Some(text));
        lay_out(Page::new(&edition.title), edition, &content, &boxes)
    };
    let subject = dossier.entered.held.subject;
    Ok(page
        .printed()
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(dossier.entered.label.name.reveal(), format!("/people/{subject}"))
        .crumb("援助协议", agreement_path(subject))
        .tool(Button::link("返回协议页", agreement_path(subject))))
}

async fn load(
    desk: &Desk,
    visit: &Visit,
    action: Action,
    subject: SubjectId,
) -> Result<Dossier, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let opened = desk
        .db
        .write(async move |tx| open(tx, &desk2, &occasion, (action, Some(PURPOSE)), subject).await);
    opened.await.map_err(problem)
}

/// Hides what is not for everybody's eyes.
pub(super) fn hide(content: &mut Content) {
    content.number = mask_number(&content.number);
    content.phone = mask_phone(&content.phone);
    content.residence = mask_address(&content.residence);
    content.household = mask_address(&content.household);
}

/// What the text would say if it were signed today.
pub(super) fn draft(dossier: &Dossier, visit: &Visit, place: ServicePlace) -> Content {
    let edition = Edition::on(visit.today);
    let months = edition.map_or(0, |edition| edition.length_on(visit.today).months);
    let officer = dossier.entered.held.officer.map(|officer| dossier.name(officer).to_owned());
    let name = dossier.entered.label.name.reveal();
    Content {
        place,
        officer: officer.unwrap_or_default(),
        months,
        from: visit.today.to_string(),
        until: Term::of(visit.today, months).last.to_string(),
        ..known(
            name,
            group_of(&dossier.past),
            (dossier.person.as_ref(), dossier.residence),
            dossier.office.as_ref(),
        )
    }
}

/// The places for both signatures, with what was signed on the screen.
fn boxes(dossier: &Dossier, content: &Content, text: Option<&Document>) -> Signatures {
    let of = |side: Side, name: String, beneath: &str| {
        let signature = text.and_then(|text| dossier.signature(text, side));
        SignatureBox {
            heading: format!("{}（签字）", side.term()),
            name,
            strokes: signature
                .map_or_else(String::new, |signature| signature.ink.strokes().to_owned()),
            day: signature.map(|signature| day_of(signature.at)),
            beneath: beneath.to_owned(),
        }
    };
    Signatures(vec![
        of(Side::Office, format!("{}　专员 {}", content.office, content.officer), "（盖章）"),
        of(Side::Person, content.name.clone(), ""),
    ])
}

/// Lays the text out as it is printed.
pub(super) fn lay_out(
    page: Page,
    edition: &Edition,
    content: &Content,
    signatures: &Signatures,
) -> Page {
    let mut page = page.part(&parties(content));
    for part in text(edition, content) {
        page = page.part(&part);
    }
    page.part(signatures).part(&provenance(edition))
}

/// Whose wording the text is. It is no part of what is agreed on, so that it stands small, and last.
pub(super) fn provenance(edition: &Edition) -> Section {
    Section::new("", "").lead(format!("文本出处：{}。", edition.source))
}

/// Who agrees with whom.
pub(super) fn parties(content: &Content) -> Facts {
    Facts::new("")
        .words("甲方", &content.office)
        .words("甲方地址", &content.office_address)
        .words("甲方电话", &content.office_phone)
        .words("专员", &content.officer)
        .words("乙方", &content.name)
        .words("乙方证件", format!("{} {}", content.document, content.number).trim())
        .words("常住地址", &content.residence)
        .words("户籍地址", &content.household)
        .words("乙方电话", &content.phone)
        .words("困难类别", &content.group)
}

/// The chapters with their articles, numbered through.
pub(super) fn text(edition: &Edition, content: &Content) -> Vec<Section> {
    let mut number = 0;
    let mut parts = Vec::new();
    for chapter in &edition.chapters {
        let articles = chapter.articles.iter().map(|article| {
            number += 1;
            let clause = match article.clause.as_str() {
                "" => String::new(),
                clause => format!("（{clause}）"),
            };
            format!("{number}. {}{clause}", content.fill(&article.text))
        });
        let articles = articles.collect();
        parts.push(Section::new(&chapter.heading, "").part(&Prose(articles)));
    }
    if let Some(met) = content.duties_met {
        let mut words = vec![if met {
            "乙方已履行上期协议约定的义务。".to_owned()
        } else {
            "上期协议约定的义务，乙方有没有正当理由而没有履行的（BJ18-30）。".to_owned()
        }];
        if !content.unmet.is_empty() {
            words.push(performed(met).to_owned());
        }
        words.extend(content.unmet.iter().cloned());
        parts.push(Section::new("上期履行情况", "").part(&Prose(words)));
    }
    parts
}

/// Leads to what was noted of the term before: not everything that was noted counts against the person (BJ18-25).
const fn performed(met: bool) -> &'static str {
    if met {
        "下列情况有正当理由，或者还没有告知乙方、听取说明，不作为没有履行："
    } else {
        "上期记下的情况如下；注明有正当理由的，不作为没有履行："
    }
}
