//! The file of a person: who they are, what is due, what holds, the sections of their ledger, the ledger.

use access::{Action, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use store::SubjectId;
use web::parts::{Button, Cell, Column, Section, Table};
use web::{Notice, Page, Problem, Tone, Visit};

use super::entry::timeline;
use super::file_head::links;
use super::jumps::jumps;
use super::now::{NEWEST, due, gates, lead, next_button, now};
use super::sections::{Medium, of_file, promised, section};
use super::subject_of;
use super::words::time_words;
use crate::actions::file::{File, merged_into, open_file};
use crate::actions::own::wrote_today;
use crate::model::masked;

/// What a reader of a merged file meets.
pub(super) enum Opened {
    /// The file.
    File(Box<File>),
    /// It goes on in this one.
    GoesOn(SubjectId),
}

/// Opens a file, or tells where it goes on.
pub(super) async fn open(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Opened, Failure<ServiceRefusal>> {
    let (occasion, case_desk) = (Occasion::from(visit), desk.clone());
    desk.db
        .write(async move |tx| {
            if let Some(other) = merged_into(tx, subject).await? {
                return Ok(Opened::GoesOn(other));
            }
            let file = open_file(tx, &case_desk, &occasion, subject).await?;
            Ok(Opened::File(Box::new(file)))
        })
        .await
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let file = match open(&visit, &desk, subject_of(&subject)?).await? {
        Opened::File(file) => file,
        Opened::GoesOn(other) => {
            return Ok(
                visit.go_on(&format!("/people/{other}"), "这份档案已合并，下面是合并后的档案")
            );
        }
    };
    Ok(visit.show(&page(&visit, &desk, &file)))
}

fn page(visit: &Visit, desk: &Desk, file: &File) -> Page {
    let held = &file.entered.held;
    let subject = held.subject;
    let at = |place: &str| format!("/people/{subject}/{place}");
    let may = |action| visit.may(action, file.entered.relation).is_ok();
    let mut page = Page::new(file.entered.label.name.reveal())
        .section("/people")
        .crumb("服务对象", "/people")
        .lead(lead(visit, file));
    if may(Action::RecordService) {
        // One main button: that of what is due next, where something is.
        let record = Button::link("记录服务", at("record"));
        page = page.tool(if next_button(visit, file).is_some() { record } else { record.main() });
    }
    if may(Action::AmendFile) && file.person.is_some() {
        page = page.tool(Button::link("修改资料", at("particulars")));
    }
    if file.person.is_none() {
        let words = "资料待补：这本台账是导入的，还没有姓名、证件、电话和住址";
        page = page.notice(Notice::soon(words));
        if may(Action::AmendFile) {
            page = page.tool(Button::link("补齐资料", at("particulars")));
        }
    }
    page = page.tool(Button::link("打印台账", at("print")));
    if let Some(pause) = &file.pause {
        page = page.notice(Notice::soon(format!(
            "应办事项暂缓至 {}：{}",
            pause.until,
            pause.reason.reveal()
        )));
        if may(Action::PauseDuty) {
            let once = visit.once_key();
            page = page.tool(Button::post("恢复应办", at("go-on"), &[(web::form::ONCE, &once)]));
        }
    }
    for number in &file.merged {
        page = page
            .notice(Notice::note(format!("档案 {number} 已合并到本档案，其记录已转录在台账中")));
    }
    if file.household.as_ref().is_some_and(|household| household.recognised_on.is_some()) {
        page = page.notice(Notice::note("所在家庭已认定为零就业家庭，见“零就业家庭”名单"));
    }
    if file.entered.relation == Relation::Consulted {
        page = page.notice(Notice::note(
            "这份档案因预约、会诊或划转向您开放，事情办完后自动关闭；查阅已留痕",
        ));
    }
    page = page.part(&now(visit, file)).part(&due(visit, desk.rulebook.law(), file));
    if let Some(promised) = promised(file) {
        let lead = "答应过本人、还没有办完的事；这些内容本人可以看到";
        let mut promised = promised.folded_to(NEWEST);
        for (row, one) in promised.rows.iter_mut().zip(&file.promised) {
            if one.due.is_some_and(|due| due < visit.today) {
                row.tone = Tone::Late;
            }
        }
        let section = Section::new("承诺事项", "promised").landing();
        page = page.part(&section.lead(lead).part(&promised));
    }
    if let Some(gates) = gates(file) {
        page = page.part(&gates);
    }
    for part in of_file(file) {
        page = page.part(&section(file, part, visit.today, Medium::Screen));
    }
    let (latest, rest) = timeline(file, &|past| {
        may(Action::Correct)
            || may(Action::CorrectOwn) && wrote_today(past, &visit.actor, visit.today)
    });
    let mut ledger = Section::new("全部台账记录", "ledger")
        .landing()
        .lead("按发生日期，近的在前；记录只增不改，写错的由一条更正记录说明")
        .part(&latest);
    if let Some(rest) = rest {
        ledger = ledger.part(&rest);
    }
    page = page.part(&ledger);
    if !file.changes.is_empty() {
        page = page.part(&changes(file));
    }
    let links = links(visit, file);
    let further = links.first().map(|group| group.mark.clone());
    links.iter().fold(page.jumps(jumps(file, further)), Page::aside)
}

/// What was changed of the particulars.
fn changes(file: &File) -> Section {
    let columns = vec![Column::text("时间"), Column::text("修改的内容")];
    let rows = file.changes.iter().map(|past| {
        let fields: Vec<String> = past
            .changes
            .iter()
            .map(|change| {
                let before = masked(&change.field, &change.before);
                let after = masked(&change.field, &change.after);
                match (before.is_empty(), after.is_empty()) {
                    (true, _) => format!("{}：{after}", change.field),
                    (_, true) => format!("{}：删去 {before}", change.field),
                    _ => format!("{}：{before} → {after}", change.field),
                }
            })
            .collect();
        vec![Cell::text(time_words(past.at)), Cell::text(fields.join("；"))]
    });
    Section::new("资料修改记录", "changes")
        .landing()
        .folded()
        .part(&Table::new("资料修改记录", columns).rows(rows))
}
