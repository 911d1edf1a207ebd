//! Signing on the screen.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{EntryId, SubjectId};
use web::parts::{Button, Prose, Section, SignaturePad};
use web::{Field, Form, Page, Problem, Submitted, Visit, id};

use super::paper::{parties, provenance, text};
use super::{agreement_path, load, page_of};
use crate::actions::documents::Document;
use crate::actions::dossier::Dossier;
use crate::actions::signature::{sign_on_screen, signs_for_office};
use crate::model::{Ink, Refusal, Side};

const SIGNATURE: &str = "signature";

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    let text = dossier.document(entry).ok_or_else(|| Problem::refused(Refusal::NoDocument))?;
    Ok(visit.show(&page(&visit, &dossier, text, None)))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let garbled = || Problem::Garbled("没有写明由哪一方签名；请刷新页面后再签".to_owned());
    let side = sent.text("side").and_then(Side::named).ok_or_else(garbled)?;
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    let text = dossier.document(entry).ok_or_else(|| Problem::refused(Refusal::NoDocument))?;
    let strokes = sent.text(SIGNATURE).unwrap_or_default();
    let mut form = form(&visit, &dossier, text, side, strokes);
    match Ink::read(strokes) {
        Err(why) => form.refuse(SIGNATURE, why),
        Ok(ink) => {
            let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
            let key = sent.once_key()?;
            let outcome = desk.once(&visit, &key, async move |tx| {
                sign_on_screen(tx, &desk2, &occasion, (subject, entry), side, ink.clone()).await
            });
            match outcome.await {
                Ok(()) => {
                    let done = format!("{}已签名", side.term());
                    return Ok(visit.go_on(&agreement_path(subject), &done));
                }
                Err(Failure::Refused(refusal)) => form.refuse(SIGNATURE, refusal),
                Err(other) => return Err(other.into()),
            }
        }
    }
    Ok(visit.show_again(&page(&visit, &dossier, text, Some((side, &form)))))
}

fn form(visit: &Visit, dossier: &Dossier, text: &Document, side: Side, strokes: &str) -> Form {
    let subject = dossier.subject();
    let name = match side {
        Side::Person => text.content.name.clone(),
        Side::Office => text.content.officer.clone(),
    };
    let pad = SignaturePad {
        name: SIGNATURE.to_owned(),
        label: format!("{}签名处", side.term()),
        strokes: strokes.to_owned(),
        otherwise: "用手写笔、手指或鼠标签全名。不便在屏幕上签的，请打印手签，再上传扫描件。"
            .to_owned(),
    };
    let path = format!("{}/{}/signature", agreement_path(subject), text.entry);
    let submit = format!("保存{}签名", side.term());
    Form::new(path, submit, visit.once_key()).hidden("side", side.text()).field(Field::shown(
        SIGNATURE,
        format!("{}　{name}", side.term()),
        &pad,
    ))
}

fn page(visit: &Visit, dossier: &Dossier, signed: &Document, again: Option<(Side, &Form)>) -> Page {
    let subject = dossier.subject();
    let at = |place: &str| format!("{}/{}/{place}", agreement_path(subject), signed.entry);
    let mut page = page_of("在屏幕上签名", dossier)
        .lead("请本人先看清全文再签；签名只作为本协议的签字保存，签后不能修改（BJ18-23）")
        .tool(Button::link("打印手签", at("paper")))
        .tool(Button::link("上传扫描件", at("scan")));
    if let Some(edition) = signed.edition() {
        let mut content = signed.content.clone();
        super::paper::hide(&mut content);
        let mut whole = Section::new(&edition.title, "text").part(&parties(&content));
        for part in text(edition, &content) {
            whole = whole.part(&part);
        }
        page = page.part(&whole.part(&provenance(edition)));
    }
    let occasion = Occasion::from(visit);
    // The person signs first; the office confirms.
    for side in [Side::Person, Side::Office] {
        let heading = format!("{}签名", side.term());
        let part = Section::new(heading, side.text());
        page = if dossier.signature(signed, side).is_some() {
            page.part(&part.part(&Prose::new("已签名。")))
        } else if side == Side::Office && !signs_for_office(&occasion, signed) {
            page.part(&part.part(&Prose::new(Refusal::NotSignatory.to_string())))
        } else {
            match again {
                Some((wanted, form)) if wanted == side => page.part(&part.part(form)),
                _ => page.part(&part.part(&form(visit, dossier, signed, side, ""))),
            }
        };
    }
    page
}
