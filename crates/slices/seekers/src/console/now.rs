//! What must be known of a person at a glance: where they stand, who answers for them, what is due next.

use access::Action;
use duties::DutyRow;
use duties::button_as;
use duties::model::CameOverdue;
use duties::model::{Rest, Settled};
use rules::{Gate, Kind, Law, RuleIndex};
use subjects::Past;
use web::parts::{Button, Cell, Column, Facts, Prose, Row, Section, Table, Task};
use web::{Tone, Visit};

use super::words::{level_words, sex_and_age, standings};
use crate::actions::file::File;
use crate::model::{mask_number, mask_phone};

/// How many rows of a list are seen before the others are asked for.
pub(super) const NEWEST: usize = 3;

/// Says who the person is: what a clerk compares with who stands at the counter.
pub(super) fn lead(visit: &Visit, file: &File) -> String {
    let Some(person) = &file.person else { return String::new() };
    let particulars = &person.particulars;
    let mut words = vec![
        sex_and_age(&particulars.sex, particulars.birth(), visit.today),
        mask_number(&particulars.number),
        mask_phone(&particulars.phone),
        file.residence.clone(),
        format!("档案 {}", person.file_number),
    ];
    words.retain(|word| !word.is_empty());
    words.join(" · ")
}

/// The states that hold, each with how it is meant: those of the rules, and what slices know beside them. Whoever is in a
/// public-welfare post is not out of work.
fn states(file: &File) -> Vec<(Tone, &'static str)> {
    let beside = file.stands_in.iter().map(|one| (Tone::Good, one.term));
    beside.chain(standings(&file.entered.held.standing)).collect()
}

/// The same in one line.
pub(super) fn states_words(file: &File) -> String {
    let words: Vec<&str> = states(file).into_iter().map(|(_, words)| words).collect();
    if words.is_empty() { "已建台账".to_owned() } else { words.join("、") }
}

/// Where the person stands and who answers for them.
pub(super) fn now(visit: &Visit, file: &File) -> Section {
    let held = &file.entered.held;
    let badges: Vec<(Tone, String)> =
        states(file).into_iter().map(|(tone, words)| (tone, words.to_owned())).collect();
    let badges = if badges.is_empty() { Cell::text("已建台账") } else { Cell::Badges(badges) };
    let level = held.grade.map_or(Cell::Nothing, |grade| {
        let words = level_words(Some(grade));
        if visit.may(Action::Grade, file.entered.relation).is_ok() {
            Cell::link(words, format!("/people/{}/grade", held.subject))
        } else {
            Cell::text(words)
        }
    });
    let officer = if file.officer.is_empty() { "未指定专员" } else { file.officer.as_str() };
    let mut facts = Facts::new("").fact("状态", badges).fact("困难等级", level);
    for one in &file.stands_in {
        let (text, path, beneath) = (one.words.clone(), one.path.clone(), one.beneath.clone());
        facts = facts.fact(one.term, Cell::Link { text, path, beneath });
    }
    if let Some(agreement) = agreement(file) {
        facts = facts.fact("援助协议", agreement);
    }
    facts = facts
        .fact("负责专员", Cell::Two(officer.to_owned(), format!("自 {} 起", held.since)))
        .words("负责机构", &file.office)
        .fact("最近服务", latest(file));
    if let Some(next) = file.promised.first() {
        let is_late = |one: &&desk::Promised| one.due.is_some_and(|due| due < visit.today);
        let late = file.promised.iter().filter(is_late).count();
        facts = facts.fact(
            "承诺本人",
            Cell::Link {
                text: format!("{} 项未办完", file.promised.len()),
                path: "#promised-heading".to_owned(),
                beneath: match next.due {
                    _ if late > 0 => format!("其中 {late} 项已过期限"),
                    Some(due) => format!("最近一项 {due}"),
                    None => String::new(),
                },
            },
        );
    }
    Section::new("目前情况", "now").part(&facts)
}

/// Gives the last entry of a kind that was not corrected.
fn last(file: &File, kind: Kind) -> Option<&Past> {
    let fits = |past: &&Past| past.kind == kind && !past.is_corrected;
    file.history.iter().filter(fits).max_by_key(|past| (past.on, past.sequence))
}

/// How it stands with the agreement (BJ18-23); nothing of whoever neither has nor had one and is not in hardship.
fn agreement(file: &File) -> Option<Cell> {
    let held = &file.entered.held;
    let signed = last(file, Kind::AgreementSigned);
    let ended = last(file, Kind::AgreementEnded);
    let (text, beneath) = match (held.standing.under_agreement, signed, ended) {
        (true, signed, _) => {
            let on = signed.map_or_else(String::new, |signed| format!("{} 签订", signed.on));
            ("协议期内", on)
        }
        (false, _, Some(ended)) => ("已终止", format!("{} 终止", ended.on)),
        (false, Some(signed), None) => ("已不在协议期内", format!("{} 签订", signed.on)),
        (false, None, None) => {
            return held.standing.hardship_recognised.then(|| Cell::text("未签订"));
        }
    };
    let path = format!("/people/{}/agreement", held.subject);
    Some(Cell::Link { text: text.to_owned(), path, beneath })
}

/// The last service, and what it was.
fn latest(file: &File) -> Cell {
    let Some(day) = file.entered.held.last_entry else { return Cell::Nothing };
    let of_day = |past: &&Past| past.on == day && !past.is_corrected;
    let kind = file.history.iter().filter(of_day).max_by_key(|past| past.sequence);
    Cell::Two(day.to_string(), kind.map_or("", |past| past.kind.term()).to_owned())
}

/// Gives what is still to be done under the rules, what is due first in front; without what rests.
pub(super) fn open(file: &File) -> impl Iterator<Item = &DutyRow> {
    let rests =
        |duty: &DutyRow| duties::model::resting(&file.rests, duty.subject_id, &duty.rule).is_some();
    file.duties.iter().filter(move |duty| duty.state == Settled::Open && !rests(duty))
}

/// The button of the duty that is due next, for whoever may discharge it.
pub(super) fn next_button(visit: &Visit, file: &File) -> Option<Button> {
    let name = file.entered.label.name.reveal();
    let relation = file.entered.relation;
    open(file).next().and_then(|duty| button_as(&visit.actor, relation, duty, name))
}

/// A duty in words.
struct Worded {
    what: String,
    near: String,
    basis: Cell,
    tone: Tone,
}

fn worded(visit: &Visit, law: &Law, duty: &DutyRow) -> Worded {
    let rule = RuleIndex::all().map(RuleIndex::rule).find(|rule| rule.id == duty.rule);
    let days = duty.due_day.days_since(visit.today);
    let (near, tone) = match days {
        ..0 => {
            let came = duty.came_overdue().map_or("", CameOverdue::beside);
            (format!("已逾期 {} 天{came}", -days), Tone::Late)
        }
        0 => ("今天到期".to_owned(), Tone::Soon),
        _ => (format!("还有 {days} 天"), Tone::Plain),
    };
    let near = match duties::first_day(law, duty) {
        Some(first) => duties::within(first, duty.due_day, visit.today, near),
        None => near,
    };
    let basis =
        Cell::link(duties::clause(&duty.rule), format!("/people/{}/duties", duty.subject_id));
    let what = rule.map_or(duty.rule.as_str(), |rule| rule.duty).to_owned();
    Worded { what, near: duties::sure(near, duty.provisional), basis, tone }
}

/// What was promised next, where nothing else is to be done; the list beneath says by whom, and the rest.
fn promise(visit: &Visit, next: &desk::Promised) -> Task {
    let days = next.due.map(|due| due.days_since(visit.today));
    let (near, tone) = match days {
        None => (String::new(), Tone::Note),
        Some(days @ ..0) => (format!("已过 {} 天", -days), Tone::Late),
        Some(0) => ("今天到期".to_owned(), Tone::Soon),
        Some(days) => (format!("还有 {days} 天"), Tone::Note),
    };
    Task {
        tone,
        what: format!("按规定没有应办事项；下一件答应本人的事：{}", next.words),
        due: next.due,
        near,
        basis: Cell::Nothing,
        button: Some(Button::link("全部承诺", "#promised-heading")),
    }
}

/// What is due: the next with its button, then the others.
pub(super) fn due(visit: &Visit, law: &Law, file: &File) -> Section {
    let mut section = Section::new("应办", "due").landing();
    for step in &file.next_steps {
        let may = visit.may(step.action, file.entered.relation).is_ok();
        section = section.part(&Task {
            tone: Tone::Soon,
            what: step.words.clone(),
            due: None,
            near: String::new(),
            basis: Cell::Nothing,
            button: may.then(|| Button::link(&step.label, &step.path)),
        });
    }
    let mut duties = open(file);
    let Some(next) = duties.next() else {
        if !file.next_steps.is_empty() {
            return section;
        }
        // What was promised is to be done, though no rule says it.
        if let Some(next) = file.promised.first() {
            return section.part(&promise(visit, next));
        }
        let none = "目前没有应办事项；有新的服务记录后，会按规定推算出来";
        return section.part(&Prose::new(none));
    };
    let Worded { what, near, basis, tone } = worded(visit, law, next);
    let tone = if tone == Tone::Plain { Tone::Note } else { tone };
    let due = Some(next.due_day);
    let main = next_button(visit, file).map(Button::main);
    section = section.part(&Task { tone, what, due, near, basis, button: main });
    let name = file.entered.label.name.reveal();
    let rows: Vec<Row> = duties
        .map(|duty| {
            let Worded { what, near, basis, tone } = worded(visit, law, duty);
            let relation = file.entered.relation;
            let discharging = button_as(&visit.actor, relation, duty, name);
            let cells = vec![
                Cell::Two(duty.due_day.to_string(), near),
                Cell::text(what),
                basis,
                Cell::Buttons(discharging.into_iter().collect()),
            ];
            Row { cells, tone }
        })
        .collect();
    if rows.is_empty() {
        return section;
    }
    let columns = vec![
        Column::text("期限"),
        Column::text("随后的应办事项"),
        Column::text("条款"),
        Column::buttons("办理"),
    ];
    section.part(&Table::new("随后的应办事项", columns).rows(rows).folded_to(NEWEST))
}

/// The rights and powers that hold; nothing where none does.
pub(super) fn gates(file: &File) -> Option<Table> {
    if file.gates.is_empty() {
        return None;
    }
    let columns = vec![Column::text("可以"), Column::text("条款"), Column::text("自何时起")];
    let subject = file.entered.held.subject;
    let rows = file.gates.iter().map(|(clause, since)| {
        let gate = Gate::ALL.into_iter().find(|gate| gate.clause() == clause);
        let rest = file.rests.iter().find(|rest| rest.clause == clause);
        vec![
            match file.under_gates.iter().find(|one| one.clause == clause) {
                _ if rest.is_some() => {
                    let words = rest.map_or_else(String::new, Rest::words);
                    Cell::Two(words, format!("“{}”", gate.map_or("", Gate::allows)))
                }
                Some(under_way) => Cell::Two(
                    under_way.words.to_owned(),
                    format!("“{}”的条件仍然具备，正在办理", gate.map_or("", Gate::allows)),
                ),
                None if gate == Some(Gate::PublicPost) => {
                    Cell::link(Gate::PublicPost.known(), format!("/people/{subject}/post"))
                }
                None => Cell::text(gate.map_or("", Gate::known)),
            },
            Cell::link(clause, format!("/people/{subject}/duties")),
            Cell::Day(*since),
        ]
    });
    Some(Table::new("目前具备的条件", columns).captioned().rows(rows).folded_to(NEWEST))
}
