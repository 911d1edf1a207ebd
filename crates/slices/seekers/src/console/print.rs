//! The personal ledger on paper and as a workbook.

use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use web::{Page, Problem, Visit, workbook};

use super::file::{Opened, open};
use super::sections::{of_file, section, table};
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
        .section("/people")
        .crumb(file.entered.label.name.reveal(), format!("/people/{subject}"))
        .lead(format!("{} · {} 打印 · 证件号码、电话和门牌已遮盖", file.office, visit.today));
    for part in of_file(&file) {
        page = page.part(&section(&file, part, visit.today));
    }
    Ok(visit.show(&page))
}

pub(super) async fn download(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let file = opened(&visit, &desk, &subject).await?;
    workbook("个人服务台账", &table(&file, visit.today))
}
