//! An entry of the ledger in words, and the ledger as a whole.

use ledger::{Field as LedgerField, FieldType, fields_of};
use rules::Kind;
use subjects::Past;
use web::Tone;
use web::parts::{Button, Cell, Column, Moment, Rest, Table, Timeline};

use super::words::{channel_words, time_words};
use crate::actions::file::File;

/// Says what an entry carries, a line for each field; what it is about is told by the entry of the ledger that it names.
pub(super) fn lines(past: &Past, ledger: &[Past]) -> Vec<String> {
    let mut lines = Vec::new();
    let is_hired = past.flag(LedgerField::Hired) == Some(true);
    for rule in fields_of(past.kind) {
        // Whose fault it was is asked of whoever was not hired.
        if rule.field == LedgerField::OwnCause && is_hired {
            continue;
        }
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
            FieldType::Reference => about(past, ledger),
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
    let further = past.further();
    lines.extend(
        further.map(|(field, text)| {
            format!("{}：{}", field.term(), coded_words(field, text.reveal()))
        }),
    );
    if let Some(note) = past.text(LedgerField::Note)
        && !note.reveal().is_empty()
    {
        lines.push(format!("备注：{}", note.reveal()));
    }
    lines
}

/// Says which entry another one is about: its day, what happened, and with whom or in which scheme.
fn about(past: &Past, ledger: &[Past]) -> Option<String> {
    let named = ledger.iter().find(|entry| Some(entry.id) == past.of)?;
    let said: Vec<String> = [LedgerField::Employer, LedgerField::Vacancy, LedgerField::Scheme]
        .into_iter()
        .filter_map(|field| Some(coded_words(field, named.text(field)?.reveal())))
        .filter(|words| !words.is_empty())
        .collect();
    let said = if said.is_empty() { said.concat() } else { format!("（{}）", said.join("，")) };
    Some(format!("{} {}{said}", named.on, named.kind.term()))
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

/// How many entries of the ledger are seen before the others are asked for.
const LATEST: usize = 5;

/// The whole ledger, latest first, with what can be done about each entry: the latest ones, and the rest.
pub(super) fn timeline(
    file: &File,
    may_correct: &dyn Fn(&Past) -> bool,
) -> (Timeline, Option<Rest>) {
    let subject = file.entered.held.subject;
    let mut past: Vec<&Past> = file.history.iter().collect();
    past.sort_by_key(|past| std::cmp::Reverse((past.on, past.sequence)));
    let mut moments: Vec<Moment> = past
        .into_iter()
        .map(|past| {
            let can_correct =
                !past.is_corrected && past.kind != Kind::Corrected && may_correct(past);
            let button = Button::link("更正", format!("/people/{subject}/correct/{}", past.id))
                .spoken(format!("更正 {} {}", past.on, past.kind.term()));
            Moment {
                mark: format!("entry-{}", past.id),
                day: past.on,
                title: past.kind.term().to_owned(),
                lines: lines(past, &file.history),
                beneath: beneath(past),
                tone: if past.is_corrected { Tone::Plain } else { tone(past.kind) },
                is_struck: past.is_corrected,
                buttons: can_correct.then_some(button).into_iter().collect(),
            }
        })
        .collect();
    let all = moments.len();
    let rest = if all > LATEST + 1 { moments.split_off(LATEST) } else { Vec::new() };
    let rest = (!rest.is_empty()).then(|| {
        let rest = Timeline { moments: rest, empty: String::new() };
        Rest::new(format!("全部 {all} 条"), "全部台账记录", &rest)
    });
    (Timeline { moments, empty: "台账中还没有记录".to_owned() }, rest)
}

const fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::StartedWork | Kind::UnemploymentRegistered | Kind::SeekerRegistered => Tone::Good,
        Kind::ServiceStopped | Kind::ServiceDeclined => Tone::Late,
        Kind::HardshipRecognised | Kind::Graded => Tone::Note,
        _ => Tone::Plain,
    }
}

/// The whole ledger as a table, for a workbook: the first entry first, what was corrected too.
pub(super) fn ledger_table(file: &File) -> Table {
    let columns = vec![
        Column::text("日期"),
        Column::text("事项"),
        Column::text("内容"),
        Column::text("经办"),
        Column::text("更正"),
    ];
    let mut past: Vec<&Past> = file.history.iter().collect();
    past.sort_by_key(|past| (past.on, past.sequence));
    let rows = past.into_iter().map(|past| {
        vec![
            Cell::Day(past.on),
            Cell::text(past.kind.term()),
            Cell::text(lines(past, &file.history).join("；")),
            Cell::text(beneath(past)),
            if past.is_corrected { Cell::text("已更正，不再计入") } else { Cell::Nothing },
        ]
    });
    Table::new("全部台账记录", columns).rows(rows).empty("台账中还没有记录")
}
