//! The file of a person: who they are, what is due, what holds, the sections of their ledger, the ledger.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use duties::button;
use duties::model::Settled;
use rules::{Gate, RuleIndex};
use store::SubjectId;
use web::parts::{Button, Cell, Column, Facts, Row, Section, Table};
use web::{Notice, Page, Problem, Tone, Visit};

use super::sections::{of_file, section, timeline};
use super::subject_of;
use super::words::{level_words, sex_and_age, standing_words, standings, time_words};
use crate::actions::file::{File, merged_into, open_file};
use crate::model::{mask_address, mask_number, mask_phone};

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
    }
    for number in &file.merged {
        page = page
            .notice(Notice::note(format!("档案 {number} 已合并到本档案，其记录已转录在台账中")));
    }
    if file.household.as_ref().is_some_and(|household| household.recognised_on.is_some()) {
        page = page.notice(Notice::note("所在家庭已认定为零就业家庭，见“零就业家庭”名单"));
    }
    page = page.part(&due(visit, desk, file));
    if let Some(gates) = gates(file) {
        page = page.part(&gates);
    }
    for part in of_file(file) {
        page = page.part(&section(file, part, visit.today));
    }
    let ledger = Section::new("全部台账记录", "ledger")
        .lead("按发生日期，近的在前；记录只增不改，写错的由一条更正记录说明")
        .part(&timeline(file, may(Action::Correct)));
    page = page.part(&ledger);
    if !file.changes.is_empty() {
        page = page.part(&changes(file));
    }
    page.aside(&head(visit, file)).aside(&links(file, &may))
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

/// Who the person is and who answers for them.
fn head(visit: &Visit, file: &File) -> Facts {
    let held = &file.entered.held;
    let mut facts = Facts::new("基本信息");
    if let Some(person) = &file.person {
        let particulars = &person.particulars;
        let division = person.household_division.parse::<kernel::Division>();
        facts = facts
            .words("档案编号", &person.file_number)
            .fact("证件", Cell::Two(mask_number(&particulars.number), particulars.document.clone()))
            .words("性别、年龄", sex_and_age(&particulars.sex, particulars.birth(), visit.today))
            .words("电话", mask_phone(&particulars.phone))
            .fact("居住地", Cell::Two(file.residence.clone(), mask_address(&particulars.address)))
            .words("户籍", division.map(kernel::Division::full_name).unwrap_or_default());
    }
    for (index, (tone, words)) in standings(&held.standing).into_iter().enumerate() {
        let name = if index == 0 { "状态" } else { "" };
        facts = facts.fact(name, Cell::Badge(tone, words.to_owned()));
    }
    let level = held.grade.map_or(Cell::Nothing, |grade| {
        let words = level_words(Some(grade));
        if visit.may(Action::Grade, file.entered.relation).is_ok() {
            Cell::link(words, format!("/people/{}/grade", held.subject))
        } else {
            Cell::text(words)
        }
    });
    facts
        .fact("困难等级", level)
        .words("负责机构", &file.office)
        .words("负责专员", &file.officer)
        .fact("自何时起", Cell::Day(held.since))
        .fact("最近服务", held.last_entry.map_or(Cell::Nothing, Cell::Day))
}

/// Where else the file leads.
fn links(file: &File, may: &dyn Fn(Action) -> bool) -> Section {
    let subject = file.entered.held.subject;
    let mut links = Vec::new();
    let mut add = |action, label: &str, place: &str| {
        if may(action) {
            links.push(Button::link(label, format!("/people/{subject}/{place}")));
        }
    };
    add(Action::Grade, "就业困难分级", "grade");
    add(Action::Counsel, "测评", "assessments");
    add(Action::ReadFile, "应办与依据", "duties");
    add(Action::PauseDuty, "暂缓应办", "pause");
    add(Action::HandOver, "移交", "hand-over");
    if file.person.is_some() {
        add(Action::Reveal, "查看完整号码", "reveal");
    }
    add(Action::SeeReaders, "谁看过这份档案", "readers");
    if let Some(person) = file.person.as_ref().filter(|_| may(Action::Merge)) {
        let path = format!("/people/merge?one={}", person.file_number);
        links.push(Button::link("合并档案", path));
    }
    let mut section = Section::new("办理", "more");
    if may(Action::Counsel) {
        links.insert(
            0,
            Button::link("预约职业指导", format!("/counselling/book?subject={subject}")),
        );
    }
    links.push(Button::link("下载台账", format!("/people/{subject}/workbook")).download());
    section = section.part(&web::parts::Buttons(links));
    section
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
