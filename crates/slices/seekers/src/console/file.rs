//! The file of a person: who they are, what is due, what holds, the sections of their ledger, the ledger.

use access::{Action, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use duties::button;
use duties::model::Settled;
use rules::{Gate, RuleIndex};
use store::SubjectId;
use web::parts::{Button, Cell, Column, Row, Section, Table};
use web::{Notice, Page, Problem, Tone, Visit};

use super::entry::timeline;
use super::file_head::{head, links};
use super::sections::{Medium, of_file, promised, section};
use super::subject_of;
use super::words::{level_words, sex_and_age, standing_words, time_words};
use crate::actions::file::{File, merged_into, open_file};

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
        page = page.tool(Button::link("记录服务", at("record")).main());
    }
    if may(Action::AmendFile) && file.person.is_some() {
        page = page.tool(Button::link("修改资料", at("particulars")));
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
    page = page.part(&due(visit, desk, file));
    if let Some(gates) = gates(file) {
        page = page.part(&gates);
    }
    if let Some(promised) = promised(file) {
        let lead = "答应过本人、还没有办完的事；这些内容本人可以看到";
        page = page.part(&Section::new("承诺事项", "promised").lead(lead).part(&promised));
    }
    for part in of_file(file) {
        page = page.part(&section(file, part, visit.today, Medium::Screen));
    }
    let ledger = Section::new("全部台账记录", "ledger")
        .lead("按发生日期，近的在前；记录只增不改，写错的由一条更正记录说明")
        .part(&timeline(file, may(Action::Correct)));
    page = page.part(&ledger);
    if !file.changes.is_empty() {
        page = page.part(&changes(file));
    }
    links(visit, file).iter().fold(page.aside(&head(visit, file)), Page::aside)
}

fn lead(visit: &Visit, file: &File) -> String {
    let who = file.person.as_ref().map_or_else(String::new, |person| {
        sex_and_age(&person.particulars.sex, person.particulars.birth(), visit.today)
    });
    let standing = standing_words(&file.entered.held.standing);
    let level = level_words(file.entered.held.grade);
    let mut words = vec![who, file.residence.clone(), standing, level];
    words.retain(|word| !word.is_empty());
    words.join(" · ")
}

/// What is due, with the button that discharges it.
fn due(visit: &Visit, desk: &Desk, file: &File) -> Section {
    let subject = file.entered.held.subject;
    let name = file.entered.label.name.reveal();
    let columns = vec![
        Column::text("期限"),
        Column::text("应办事项"),
        Column::text("条款"),
        Column::buttons("办理"),
    ];
    let rows = file.duties.iter().filter(|duty| duty.state == Settled::Open).map(|duty| {
        let rule = RuleIndex::all().map(RuleIndex::rule).find(|rule| rule.id == duty.rule);
        let days = duty.due_day.days_since(visit.today);
        let near = match days {
            ..0 => format!("已逾期 {} 天", -days),
            0 => "今天到期".to_owned(),
            _ => format!("还有 {days} 天"),
        };
        let discharging = button(&visit.actor, duty, name);
        let number =
            rule.map_or("", |rule| desk.rulebook.law().regulation(rule.regulation).number.as_str());
        Row {
            cells: vec![
                Cell::Two(duty.due_day.to_string(), near),
                Cell::text(rule.map_or(duty.rule.as_str(), |rule| rule.duty)),
                Cell::Link {
                    text: duty.rule.clone(),
                    path: format!("/people/{subject}/duties"),
                    beneath: number.to_owned(),
                },
                Cell::Buttons(discharging.into_iter().collect()),
            ],
            tone: match days {
                ..0 => Tone::Late,
                0 => Tone::Soon,
                _ => Tone::Plain,
            },
        }
    });
    let table = Table::new("接下来要做的事", columns)
        .rows(rows)
        .empty("目前没有应办事项；有新的服务记录后，会按规定推算出来");
    Section::new("应办", "due").part(&table)
}

/// The rights and powers that hold.
fn gates(file: &File) -> Option<Table> {
    if file.gates.is_empty() {
        return None;
    }
    let columns = vec![Column::text("可以"), Column::text("条款"), Column::text("自何时起")];
    let subject = file.entered.held.subject;
    let rows = file.gates.iter().map(|(clause, since)| {
        let gate = Gate::ALL.into_iter().find(|gate| gate.clause() == clause);
        vec![
            Cell::text(gate.map_or("", Gate::allows)),
            Cell::link(clause, format!("/people/{subject}/duties")),
            Cell::Day(*since),
        ]
    });
    Some(Table::new("目前具备的条件", columns).captioned().rows(rows))
}

/// What was changed of the particulars.
fn changes(file: &File) -> Section {
    let columns = vec![Column::text("时间"), Column::text("修改的内容")];
    let rows = file.changes.iter().map(|past| {
        let fields: Vec<String> = past
            .changes
            .iter()
            .map(|change| {
                let before = super::sections::masked(&change.field, &change.before);
                let after = super::sections::masked(&change.field, &change.after);
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
        .folded()
        .part(&Table::new("资料修改记录", columns).rows(rows))
}
