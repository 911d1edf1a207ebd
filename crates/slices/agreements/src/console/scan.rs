//! The signed paper: uploading, looking at, removing.

use access::{Action, Failure};
use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::{Desk, Occasion};
use store::{EntryId, Instant, SubjectId};
use web::form::ONCE;
use web::parts::{Button, Cell, Column, Table};
use web::{Field, Form, Page, Problem, Submitted, Visit, id};

use super::{agreement_path, load, page_of};
use crate::actions::dossier::Dossier;
use crate::actions::papers::{PaperId, Removal, paper_of, upload};
use crate::actions::sign::moment;
use crate::model::{MOST_BYTES, Media, NoPaper, Paper};
use crate::sql::PaperRow;

const FILE: &str = "file";

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let dossier = load(&desk, &visit, Action::ReadFile, subject).await?;
    let form = form(&visit, subject, entry);
    Ok(visit.show(&page(&visit, &dossier, entry, &form)))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
    parts: Multipart,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = form(&visit, subject, entry);
    let read = read(parts).await;
    let paper = read.and_then(|(key, bytes)| Ok((key, Paper::read(bytes)?)));
    match paper {
        Err(why) => form.refuse(FILE, why),
        Ok((sent, paper)) => {
            let (desk2, occasion, key) = (desk.clone(), Occasion::from(&visit), sent.once_key()?);
            let outcome = desk.once(&visit, &key, async move |tx| {
                upload(tx, &desk2, &occasion, (subject, entry), &paper).await
            });
            match outcome.await {
                Ok(_) => {
                    return Ok(visit.go_on(&agreement_path(subject), "已上传签字件"));
                }
                Err(Failure::Refused(refusal)) => form.refuse(FILE, refusal),
                Err(other) => return Err(other.into()),
            }
        }
    }
    Ok(visit.show_again(&page(&visit, &dossier, entry, &form)))
}

/// Reads what was sent: the key of the form, and the file.
async fn read(mut parts: Multipart) -> Result<(Submitted, Vec<u8>), NoPaper> {
    let (mut sent, mut bytes) = (Submitted::default(), Vec::new());
    // What breaks off is too long, or was not sent to its end.
    while let Some(part) = parts.next_field().await.map_err(|_| NoPaper::TooLarge)? {
        match part.name() {
            Some(FILE) => {
                bytes = part.bytes().await.map_err(|_| NoPaper::TooLarge)?.to_vec();
            }
            Some(ONCE) => {
                let key = part.text().await.map_err(|_| NoPaper::TooLarge)?;
                sent.put(ONCE, key);
            }
            _ => {}
        }
    }
    Ok((sent, bytes))
}

pub(super) async fn download(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, _, scan)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let (subject, scan): (SubjectId, PaperId) = (id(&subject)?, id(&scan)?);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let paper = desk
        .db
        .write(async move |tx| paper_of(tx, &desk2, &occasion, (subject, scan)).await)
        .await
        .map_err(super::problem)?;
    let mut headers = HeaderMap::new();
    let media_type = HeaderValue::from_static(paper.media.media_type());
    headers.insert(header::CONTENT_TYPE, media_type);
    // A document can carry a script of its own: it is saved and opened elsewhere.
    let way = if paper.media == Media::Pdf { "attachment" } else { "inline" };
    let disposition = format!("{way}; filename=\"agreement.{}\"", paper.media.ending());
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok((headers, paper.bytes).into_response())
}

fn form(visit: &Visit, subject: SubjectId, entry: EntryId) -> Form {
    let path = format!("{}/{entry}/scan", agreement_path(subject));
    let hint = format!(
        "双方签字的协议，PNG、JPEG 图片或 PDF，每份不超过 {} MB；多页可以分几次上传",
        MOST_BYTES / 1024 / 1024
    );
    Form::new(path, "上传", visit.once_key())
        .cancel(agreement_path(subject))
        .field(Field::file(FILE, "扫描件", ".png,.jpg,.jpeg,.pdf").required().hint(hint))
}

fn page(visit: &Visit, dossier: &Dossier, entry: EntryId, form: &Form) -> Page {
    let subject = dossier.subject();
    let may_record = visit.may(Action::RecordService, dossier.entered.relation).is_ok();
    let may_see = visit.may(Action::Reveal, dossier.entered.relation).is_ok();
    let own = dossier.document(entry).map_or(entry, |text| text.entry);
    let rows = dossier.papers.iter().filter(|paper| paper.entry_id == own).map(|paper| {
        let path = format!("{}/{own}/scan/{}", agreement_path(subject), paper.scan_id);
        let by = dossier.name(paper.uploaded_by).to_owned();
        let kilobytes = (paper.length + 1023) / 1024;
        let what = match paper.removed_at {
            Some(at) => Cell::Two("已移除".to_owned(), removed(dossier, paper, at)),
            None => Cell::Two(paper.media.term().to_owned(), format!("{kilobytes} KB")),
        };
        let mut buttons = Vec::new();
        if paper.removed_at.is_none() {
            let show = Button::link("查看", &path);
            if may_see {
                buttons.push(if paper.media == Media::Pdf { show.download() } else { show });
            }
            if may_record && paper.subject_id == subject {
                let key = visit.once_key();
                let remove = format!("{path}/remove");
                match paper.removal(&visit.actor, visit.today) {
                    Removal::AtOnce => {
                        buttons.push(Button::post("移除", remove, &[(ONCE, &key)]));
                    }
                    Removal::WithReason => buttons.push(Button::link("移除", remove)),
                    Removal::Never => {}
                }
            }
        }
        vec![Cell::text(moment(paper.uploaded_at)), what, Cell::text(by), Cell::Buttons(buttons)]
    });
    let columns = vec![
        Column::text("上传时间"),
        Column::text("文件"),
        Column::text("经办"),
        Column::buttons("办理"),
    ];
    let table = Table::new("已上传的签字件", columns)
        .captioned()
        .rows(rows)
        .empty("还没有上传；打印后由双方签字，再扫描或拍照上传");
    let page = page_of("签字件", dossier)
        .lead("签字件加密保存；上面有完整的证件号码、电话和住址，只有可以查看完整证件号码的人能打开，并留下记录。传错的由上传人当天移除，以后由本机构负责人写明理由移除（BJ18-23）");
    if may_record { page.part(form).part(&table) } else { page.part(&table) }
}

/// When a scan was removed, by whom, and why.
fn removed(dossier: &Dossier, paper: &PaperRow, at: Instant) -> String {
    let by = paper.removed_by.map_or("", |by| dossier.name(by));
    let because = dossier.removals.get(&paper.scan_id);
    let because = because.map_or_else(String::new, |why| format!("：{}", why.reveal()));
    format!("{} {by}{because}", moment(at))
}
