//! The sections of the personal ledger (BJ18-17, BJ18-32), for the screen, for paper and as a table.

use kernel::Day;
use ledger::{Field as LedgerField, FieldType, fields_of};
use rules::Kind;
use subjects::Past;
use web::Tone;
use web::parts::{Button, Cell, Column, Facts, Moment, Prose, Section, Table, Timeline};

use super::words::{channel_words, level_words, sex_and_age, standing_words, time_words};
use crate::actions::file::File;
use crate::model::{
    FileSection, education_of, mask_address, mask_number, mask_phone, occupation_of,
};

/// What is asked for in section two, among the particulars.
const OF_REGISTRATION: &[&str] =
    &["求职意向", "期望月薪（元）", "期望工作地点", "期望工作时间", "书面承诺日期"];

/// What is kept masked wherever it is not asked for with a reason.
pub(super) fn masked(field: &str, value: &str) -> String {
    match field {
        "证件号码" => mask_number(value),
        "联系电话" | "其他联系方式" => mask_phone(value),
        "居住地址" | "户籍地址" => mask_address(value),
        "户号" => "*".repeat(value.chars().count()),
        _ => value.to_owned(),
    }
}

/// Gives the facts of a section, each with its name; personal numbers masked.
pub(super) fn facts(file: &File, section: FileSection, today: Day) -> Vec<(String, String)> {
    let Some(person) = &file.person else { return Vec::new() };
    let particulars = person.particulars.in_words();
    let is_of_registration = |field: &str| OF_REGISTRATION.contains(&field);
    let own = |wanted: bool| {
        particulars
            .iter()
            // The sex stands beside the age.
            .filter(|(field, value)| *field != "性别" && !value.is_empty())
            .filter(move |(field, _)| is_of_registration(field) == wanted)
            .map(|(field, value)| ((*field).to_owned(), masked(field, value)))
    };
    match section {
        FileSection::Person => {
            let division = person.household_division.parse::<kernel::Division>();
            let mut facts = vec![
                ("姓名".to_owned(), file.entered.label.name.reveal().to_owned()),
                ("档案编号".to_owned(), person.file_number.clone()),
                (
                    "性别、年龄".to_owned(),
                    sex_and_age(&person.particulars.sex, person.particulars.birth(), today),
                ),
                ("居住地".to_owned(), file.residence.clone()),
                (
                    "户籍所在地".to_owned(),
                    division.map(kernel::Division::full_name).unwrap_or_default(),
                ),
                (
                    "学历".to_owned(),
                    education_of(&person.education).map_or("", |level| level.name()).to_owned(),
                ),
                (
                    "职业".to_owned(),
                    occupation_of(&person.occupation)
                        .map(|work| format!("{}（{}）", work.name(), work.code()))
                        .unwrap_or_default(),
                ),
            ];
            facts.extend(own(false));
            facts
        }
        FileSection::Registration => own(true).collect(),
        FileSection::Assistance => vec![
            ("就业援助服务专员".to_owned(), file.officer.clone()),
            ("负责机构".to_owned(), file.office.clone()),
            ("困难等级".to_owned(), level_words(file.entered.held.grade)),
            ("目前状态".to_owned(), standing_words(&file.entered.held.standing)),
        ],
        _ => Vec::new(),
    }
}

/// Tells which sections a file has: the six of BJ18-17, and that of BJ18-32 for whoever is or was in hardship.
pub(super) fn of_file(file: &File) -> impl Iterator<Item = FileSection> {
    let was_in_hardship = file
        .history
        .iter()
        .any(|past| past.kind == Kind::HardshipRecognised && !past.is_corrected)
        || file.history.iter().any(|past| FileSection::of(past.kind) == FileSection::Assistance);
    FileSection::ALL
        .into_iter()
        .filter(move |section| *section != FileSection::Assistance || was_in_hardship)
}

/// Gives the entries of a section, latest first; what was corrected only stands in the ledger.
pub(super) fn entries(file: &File, section: FileSection) -> Vec<&Past> {
    let of_section = |past: &&Past| FileSection::of(past.kind) == section && !past.is_corrected;
    let mut entries: Vec<&Past> = file.history.iter().filter(of_section).collect();
    entries.sort_by_key(|past| std::cmp::Reverse((past.on, past.sequence)));
    entries
}

/// Says what an entry carries, a line for each field.
pub(super) fn lines(past: &Past) -> Vec<String> {
    let mut lines = Vec::new();
    for rule in fields_of(past.kind) {
        let value = match rule.field_type {
            FieldType::Flag => {
                past.flag(rule.field).map(|yes| if yes { "是" } else { "否" }.to_owned())
            }
            FieldType::Level => past.number(rule.field).map(|level| format!("{level} 级")),
            FieldType::Version => past
                .number(rule.field)
                .map(|number| number.to_string())
                .or_else(|| past.text(rule.field).map(|text| text.reveal().to_owned())),
            FieldType::Stage => past.text(rule.field).map(|text| stage_words(text.reveal())),
            FieldType::Reference => None,
            FieldType::Text if rule.field == LedgerField::Circumstance => {
                past.text(rule.field).and_then(|text| circumstance_words(text.reveal()))
            }
            FieldType::Text | FieldType::Day => {
                past.text(rule.field).map(|text| coded_words(rule.field, text.reveal()))
            }
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.push(format!("{}：{value}", rule.field.term()));
        }
    }
    if let Some(note) = past.text(LedgerField::Note)
        && !note.reveal().is_empty()
    {
        lines.push(format!("备注：{}", note.reveal()));
    }
    lines
}

/// Words what the ledger keeps as a code (rulebook §2); anything else stands as it was typed.
fn coded_words(field: LedgerField, text: &str) -> String {
    match (field, text) {
        (LedgerField::Method, "phone") => "电话访问",
        (LedgerField::Method, "counter") => "前台接待",
        (LedgerField::Method, "visit") => "主动上门",
        (LedgerField::Form, "general") => "一般性指导",
        (LedgerField::Form, "special") => "专门指导",
        (LedgerField::Form, "group") => "分类指导",
        (LedgerField::Scheme, "skills") => "职业技能培训",
        (LedgerField::Scheme, "startup") => "创业培训",
        (LedgerField::Scheme, "internship") => "就业见习",
        _ => text,
    }
    .to_owned()
}

fn stage_words(stage: &str) -> String {
    match stage {
        "early" => "初期",
        "middle" => "中期",
        "final" => "终期",
        other => other,
    }
    .to_owned()
}

fn circumstance_words(circumstance: &str) -> Option<String> {
    match circumstance {
        "none" => None,
        "childbirth" => Some("生育".to_owned()),
        "caring" => Some("陪护家人".to_owned()),
        other => Some(other.to_owned()),
    }
}

/// Says who recorded an entry, where, how and when.
pub(super) fn beneath(past: &Past) -> String {
    let said = |field| past.text(field).map_or_else(String::new, |text| text.reveal().to_owned());
    let channel =
        past.channel.map_or_else(String::new, |channel| channel_words(channel).to_owned());
    let mut words: Vec<String> = vec![said(LedgerField::Staff), said(LedgerField::Office), channel];
    words.push(format!("录入 {}", time_words(past.recorded_at)));
    words.retain(|word| !word.is_empty());
    words.join("，")
}

/// A section on the screen.
pub(super) fn section(file: &File, section: FileSection, today: Day) -> Section {
    let mut part = Section::new(section.heading(), section.mark()).lead(section.clause());
    let known = facts(file, section, today);
    if !known.is_empty() {
        let mut shown = Facts::new("");
        for (name, value) in known {
            shown = shown.words(name, value);
        }
        part = part.part(&shown);
    }
    let past_entries = entries(file, section);
    if section != FileSection::Person {
        let columns = vec![
            Column::text("日期"),
            Column::text("事项"),
            Column::text("内容"),
            Column::text("经办"),
        ];
        let rows = past_entries.iter().map(|past| {
            vec![
                Cell::Day(past.on),
                Cell::text(past.kind.term()),
                Cell::text(lines(past).join("；")),
                Cell::text(
                    past.text(LedgerField::Staff)
                        .map_or_else(String::new, |name| name.reveal().to_owned()),
                ),
            ]
        });
        part = if past_entries.is_empty() {
            part.part(&Prose::new("暂无记录"))
        } else {
            part.part(&Table::new(section.heading(), columns).rows(rows))
        };
    }
    part
}

/// The whole ledger, latest first, with what can be done about each entry.
pub(super) fn timeline(file: &File, may_correct: bool) -> Timeline {
    let subject = file.entered.held.subject;
    let mut past: Vec<&Past> = file.history.iter().collect();
    past.sort_by_key(|past| std::cmp::Reverse((past.on, past.sequence)));
    let moments = past
        .into_iter()
        .map(|past| {
            let can_correct = may_correct && !past.is_corrected && past.kind != Kind::Corrected;
            let button = Button::link("更正", format!("/people/{subject}/correct/{}", past.id))
                .spoken(format!("更正 {} {}", past.on, past.kind.term()));
            Moment {
                mark: format!("entry-{}", past.id),
                day: past.on,
                title: past.kind.term().to_owned(),
                lines: lines(past),
                beneath: beneath(past),
                tone: if past.is_corrected { Tone::Plain } else { tone(past.kind) },
                is_struck: past.is_corrected,
                buttons: can_correct.then_some(button).into_iter().collect(),
            }
        })
        .collect();
    Timeline { moments, empty: "台账中还没有记录".to_owned() }
}

const fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::StartedWork | Kind::UnemploymentRegistered | Kind::SeekerRegistered => Tone::Good,
        Kind::ServiceStopped | Kind::ServiceDeclined => Tone::Late,
        Kind::HardshipRecognised | Kind::Graded => Tone::Note,
        _ => Tone::Plain,
    }
}

/// The sections as one table, for a workbook.
pub(super) fn table(file: &File, today: Day) -> Table {
    let columns = vec![
        Column::text("部分"),
        Column::text("日期"),
        Column::text("事项"),
        Column::text("内容"),
        Column::text("经办"),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for part in of_file(file) {
        for (name, value) in facts(file, part, today) {
            let value = if value.is_empty() { Cell::Nothing } else { Cell::text(value) };
            rows.push(vec![
                Cell::text(part.heading()),
                Cell::Nothing,
                Cell::text(name),
                value,
                Cell::Nothing,
            ]);
        }
        for past in entries(file, part) {
            rows.push(vec![
                Cell::text(part.heading()),
                Cell::Day(past.on),
                Cell::text(past.kind.term()),
                Cell::text(lines(past).join("；")),
                Cell::text(beneath(past)),
            ]);
        }
    }
    Table::new("个人服务台账", columns).rows(rows)
}
