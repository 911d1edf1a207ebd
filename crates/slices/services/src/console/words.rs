//! What several pages say in the same words.

use std::cmp::Ordering;
use std::sync::OnceLock;

use kernel::Day;
use ledger::Field;
use rules::{Clause, Duty, Law, PROVISIONAL, Position};
use subjects::Past;
use web::Tone;
use web::parts::{Button, Cell, Column, Facts, Prose, Row, Section as Part, Table};

use crate::actions::open::Opened;
use crate::model::{Service, Then, codes};
use access::Action;
use duties::between;
use duties::model::{Discharging, discharging, needed_for};
use duties::others_turn;

/// Says where somebody stands.
pub(super) fn standing(then: &Then<'_>) -> Facts {
    let standing = then.standing();
    let yes = |holds: bool| if holds { "是" } else { "否" };
    let ready = match standing.ready {
        Some(true) => "具备上岗条件",
        Some(false) => "暂不具备",
        None => "没有评估",
    };
    let facts = Facts::new("现在的状态")
        .words("求职登记", yes(standing.seeker_registered))
        .words("失业登记", yes(standing.unemployment_registered))
        .words("就业困难人员", yes(standing.hardship_recognised))
        .words("援助协议", if standing.under_agreement { "在执行" } else { "没有" })
        .words("就业准备", ready)
        .words("在岗", yes(standing.at_work));
    let facts = if standing.placed { facts.words("公益性岗位", "安置中") } else { facts };
    if standing.stopped {
        facts.words("服务", "已停止，本人回来即恢复")
    } else {
        facts
    }
}

/// Gives the address of a form, with what it is filled in from, for whoever may record it.
fn form_path(
    then: &Then<'_>,
    subject: &str,
    duty: &Duty,
    may: impl Fn(Action) -> bool,
) -> Option<String> {
    let Discharging { kind, names_cause, stage } = discharging(duty.rule.rule())?;
    if !needed_for(kind).is_some_and(may) {
        return None;
    }
    if kind == rules::Kind::Graded {
        return Some(format!("/people/{subject}/grade"));
    }
    Service::of(kind)?;
    let of = then.id(duty.because).filter(|_| names_cause).map(|of| format!("of={of}"));
    let stage = stage.map(|stage| format!("stage={}", crate::model::stage_name(stage)));
    let asked: Vec<String> = of.into_iter().chain(stage).collect();
    let sign = if asked.is_empty() { "" } else { "?" };
    Some(format!("/people/{subject}/record/{}{sign}{}", kind.name(), asked.join("&")))
}

/// What is open, with the button that discharges it for whoever may; of what they may not, whose turn it is.
pub(super) fn open_duties(
    then: &Then<'_>,
    subject: &str,
    today: Day,
    may: impl Fn(Action) -> bool,
) -> Table {
    let rows = then.open_duties().into_iter().map(|duty| {
        let rule = duty.rule.rule();
        let due = duty.due.day;
        let is_to_come = then.first_day(duty).is_some_and(|first| today < first);
        let (tone, state) = match due.cmp(&today) {
            _ if is_to_come => (Tone::Plain, "还没到"),
            Ordering::Less => (Tone::Late, "逾期"),
            Ordering::Equal => (Tone::Soon, "今天"),
            Ordering::Greater => (Tone::Plain, "待办"),
        };
        let button = match form_path(then, subject, duty, &may) {
            Some(path) => Cell::Buttons(vec![
                Button::link("去办理", path).spoken(format!("去办理{}", rule.duty)),
            ]),
            None => others_turn(rule, &may),
        };
        let cells = vec![
            Cell::Link {
                text: rule.duty.to_owned(),
                path: format!("/people/{subject}/duties"),
                beneath: rule.id.to_owned(),
            },
            due_cell(then, duty),
            Cell::Badge(tone, state.to_owned()),
            button,
        ];
        Row { cells, tone }
    });
    let columns = vec![
        Column::text("应办"),
        Column::text("到期"),
        Column::text("状态"),
        Column::buttons("办理"),
    ];
    Table::new("应办事项", columns).rows(rows).empty("没有未办的应办事项")
}

/// Until when, of what has a first day between which days, and whether that may still change.
fn due_cell(then: &Then<'_>, duty: &Duty) -> Cell {
    let due = duty.due;
    match then.first_day(duty) {
        Some(first) => Cell::Two(due.day.to_string(), between(first, due.day)),
        None if due.provisional => Cell::Two(due.day.to_string(), PROVISIONAL.to_owned()),
        None => Cell::Day(due.day),
    }
}

/// What is open, in the little room beside a form; each leads to its own form, for whoever may record it.
pub(super) fn open_duties_beside(
    then: &Then<'_>,
    subject: &str,
    today: Day,
    may: impl Fn(Action) -> bool,
) -> Table {
    let rows = then.open_duties().into_iter().map(|duty| {
        let rule = duty.rule.rule();
        let tone = if duty.due.day < today { Tone::Late } else { Tone::Plain };
        let duties = format!("/people/{subject}/duties");
        let duty_cell = Cell::Link {
            text: rule.duty.to_owned(),
            path: form_path(then, subject, duty, &may).unwrap_or(duties),
            beneath: rule.id.to_owned(),
        };
        Row { cells: vec![duty_cell, due_cell(then, duty)], tone }
    });
    let columns = vec![Column::text("应办"), Column::text("到期")];
    Table::new("应办事项", columns).rows(rows).empty("没有未办的应办事项")
}

/// The articles that a service carries out: where they stand, and what they say in our own words.
pub(super) fn basis(law: &Law, clause: &str) -> Option<Part> {
    let found = clauses_of(clause);
    let first = found.first()?;
    let mut regulations = law.regulations().iter();
    let known = regulations.find(|regulation| first.id.starts_with(regulation.id.name()));
    let title = known.map(|known| format!("{}（{}）", known.title, known.number));
    let gists = found.iter().map(|clause| format!("{}：{}", clause.id, clause.gist));
    Some(Part::new("依据", "basis").part(&Prose(title.into_iter().chain(gists).collect())))
}

/// Finds a clause by its id; where there is none, its rules, or the clause that it is a rule of.
fn clauses_of(id: &str) -> Vec<&'static Clause> {
    static CLAUSES: OnceLock<Vec<Clause>> = OnceLock::new();
    // That the shipped clauses read is seen by a test of theirs.
    let clauses = CLAUSES.get_or_init(|| Law::clauses().unwrap_or_default());
    let named = |name: &str| clauses.iter().find(|clause| clause.id == name);
    if let Some(clause) = named(id) {
        return vec![clause];
    }
    let rules: Vec<&Clause> = clauses
        .iter()
        .filter(|clause| clause.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('(')))
        .filter(|clause| clause.rule_of.is_none())
        .collect();
    if rules.is_empty() {
        return id.split_once('(').and_then(|(whole, _)| named(whole)).into_iter().collect();
    }
    rules
}

/// Says in a line what an entry is, for whoever chooses among several.
pub(super) fn entry_line(then: &Then<'_>, opened: &Opened, place: Position) -> String {
    let Some((_, entry)) = then.entries().find(|(known, _)| *known == place) else {
        return String::new();
    };
    let past = then.id(place).and_then(|id| opened.past.iter().find(|past| past.id == id));
    let detail = past.map(detail_of).unwrap_or_default();
    let due = then.open_duties().into_iter().find(|duty| duty.because == place);
    let due = due.map_or_else(String::new, |duty| match then.first_day(duty) {
        Some(first) => format!("，{}", between(first, duty.due.day)),
        None => format!("，应办至 {}", duty.due.day),
    });
    format!("{} {}{detail}{due}", entry.on, entry.kind.term())
}

/// What an entry says beside its kind and day, in a few words.
pub(super) fn detail_of(past: &Past) -> String {
    let text = |field| past.text(field).map(|text| text.reveal().to_owned());
    let parts: Vec<String> = [
        text(Field::Employer),
        text(Field::Vacancy),
        text(Field::Form).map(|form| codes::words_of(codes::GUIDANCE_FORMS, &form).to_owned()),
        text(Field::Scheme).map(|scheme| codes::words_of(codes::SCHEMES, &scheme).to_owned()),
        text(Field::Group),
        text(Field::Reason),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("，")) }
}

/// What an entry says, name by name.
pub(super) fn entry_facts(past: &Past) -> Facts {
    let mut facts = Facts::new("")
        .words("事项", past.kind.term())
        .words("日期", past.on.to_string())
        .words("录入", web::day_of(past.recorded_at).to_string());
    if let Some(channel) = past.channel {
        facts = facts.words("渠道", codes::words_of(codes::CHANNELS, channel.text()));
    }
    let rules = ledger::fields_of(past.kind).iter().map(|rule| rule.field);
    for field in rules.chain([Field::Employer, Field::Note]) {
        let is_repeated = facts.facts.iter().any(|fact| fact.name == field.term());
        if field == Field::Of || is_repeated {
            continue;
        }
        let words = past
            .text(field)
            .map(|text| value_words(field, text.reveal()).to_owned())
            .or_else(|| past.flag(field).map(|flag| if flag { "是" } else { "否" }.to_owned()))
            .or_else(|| past.number(field).map(|number| number.to_string()));
        if let Some(words) = words {
            facts = facts.words(field.term(), words);
        }
    }
    facts
}

/// Gives the words of one of the ledger's own values.
fn value_words(field: Field, value: &str) -> &str {
    let known = match field {
        Field::Method => codes::METHODS,
        Field::Circumstance => codes::CIRCUMSTANCES,
        Field::Form => codes::GUIDANCE_FORMS,
        Field::Scheme => codes::SCHEMES,
        Field::Stage => codes::STAGES,
        _ => &[],
    };
    codes::words_of(known, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SERVICES;

    #[test]
    fn every_service_names_an_article_that_can_be_read() {
        let law = Law::shipped().expect("sound law");
        for service in SERVICES {
            assert!(basis(&law, service.clause).is_some(), "{}", service.clause);
        }
    }
}
