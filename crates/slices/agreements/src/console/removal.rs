//! Removing a signed paper after the day of its upload: the head of the office, with a reason.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{EntryId, SubjectId};
use web::{Field, Form, Page, Problem, Submitted, Visit, id};

use super::{agreement_path, load, page_of, words};
use crate::actions::dossier::Dossier;
use crate::actions::papers::{PaperId, remove_paper};
use crate::model::Refusal;

const REASON: &str = "reason";

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry, scan)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let scan: PaperId = id(&scan)?;
    let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
    if !dossier.papers.iter().any(|paper| paper.scan_id == scan && paper.removed_at.is_none()) {
        return Err(Problem::Missing);
    }
    Ok(visit.show(&page(&dossier, &form(&visit, subject, entry, scan))))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry, scan)): Path<(String, String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let scan: PaperId = id(&scan)?;
    let reason = sent.text(REASON).unwrap_or_default().to_owned();
    let (desk2, occasion, key) = (desk.clone(), Occasion::from(&visit), sent.once_key()?);
    let outcome = desk.once(&visit, &key, async move |tx| {
        remove_paper(tx, &desk2, &occasion, (subject, scan), &reason).await
    });
    match outcome.await {
        Ok(()) => {
            let path = format!("{}/{entry}/scan", agreement_path(subject));
            Ok(visit.go_on(&path, "已移除，内容不再保存"))
        }
        Err(Failure::Refused(refusal @ Refusal::NoRemovalReason)) => {
            let dossier = load(&desk, &visit, Action::RecordService, subject).await?;
            let mut form = form(&visit, subject, entry, scan);
            form.take(&sent);
            if form.is_sound() {
                form.refuse(REASON, refusal);
            }
            Ok(visit.show_again(&page(&dossier, &form)))
        }
        Err(other) => Err(other.into()),
    }
}

fn form(visit: &Visit, subject: SubjectId, entry: EntryId, scan: PaperId) -> Form {
    let path = format!("{}/{entry}/scan", agreement_path(subject));
    Form::new(format!("{path}/{scan}/remove"), "移除", visit.once_key()).cancel(path).field(
        Field::line(REASON, "理由").required().hint("例如“误传了另一个人的协议”；理由加密留存"),
    )
}

fn page(dossier: &Dossier, form: &Form) -> Page {
    page_of("移除签字件", dossier)
        .lead("移除后内容不能恢复，曾经上传、由谁移除和理由仍可查看；传错的由上传人当天移除，以后由本机构负责人移除（BJ18-23，本地规范）")
        .part(form)
        .aside(&words::basis(&["BJ18-23"]))
}
