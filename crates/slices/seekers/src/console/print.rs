//! The personal ledger on paper and as a workbook.

use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use duties::{Reach, take_out_sheets};
use web::parts::Section;
use web::{Page, Problem, Visit};

use super::file::{Opened, open};
use super::sections::{Medium, of_file, promised, section, sheets};
use super::subject_of;
use crate::actions::file::File;

async fn opened(visit: &Visit, desk: &Desk, subject: &str) -> Result<Box<File>, Problem> {
    match open(visit, desk, subject_of(subject)?).await? {
        Opened::File(file) => Ok(file),
        Opened::GoesOn(_) => Err(Problem::refused("这份档案已合并；请从合并后的档案打印")),
    }
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let file = opened(&visit, &desk, &subject).await?;
    let mut page = Page::new(format!("个人服务台账：{}", file.entered.label.name.reveal()))
        .printed()
        .section("/people")
        .crumb(file.entered.label.name.reveal(), format!("/people/{subject}"))
        .lead(format!("{} · {} 打印 · 证件号码、电话和门牌已遮盖", file.office, visit.today));
    for part in of_file(&file) {
        page = page.part(&section(&file, part, visit.today, Medium::Paper));
    }
    if let Some(promised) = promised(&file) {
        page = page.part(&Section::new("承诺事项", "promised").part(&promised));
    }
    Ok(visit.show(&page))
}

pub(super) async fn download(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let file = opened(&visit, &desk, &subject).await?;
    let (reach, subject) = (Reach::Alike(file.entered.relation), file.entered.held.subject);
    let sheets = sheets(&file, visit.today);
    take_out_sheets(&visit, &desk, reach, "个人服务台账", &sheets, [subject]).await
}
