//! How conditions, channels and articles are worded and shown; the same on every page.

use std::sync::OnceLock;

use desk::Desk;
use kernel::Day;
use rules::{Clause, Gate, Law, Parameter};
use services::model::codes::CHANNELS;
use store::ledger::Channel;
use web::parts::{Cell, Column, Prose, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Visit};

use super::Opened;
use crate::actions::decide::Decision;
use crate::actions::open::Case;

const ON: &str = "on";
const HOW: &str = "how";
const WORDS: &str = "words";

/// Asks on which day and through which channel somebody spoke with the person.
pub(super) fn contact(form: Form, visit: &Visit, (on, how): (Field, &str)) -> Form {
    let choices = CHANNELS.iter().take(4).map(|(value, words)| Choice::new(*value, *words));
    form.field(on.required().value(visit.today.to_string()))
        .field(Field::one(HOW, how, choices.collect()).required().value(Channel::Phone.text()))
}

/// Asks the head for a decision, in the words of what is approved and of what is not, with what is to be said to it, and
/// going back to a page.
pub(super) fn decision_form(
    path: String,
    back: String,
    visit: &Visit,
    ((approve, refuse), said): ((&str, &str), &str),
) -> Form {
    let choices = vec![Choice::new("approve", approve), Choice::new("refuse", refuse)];
    Form::new(path, "提交决定", visit.once_key())
        .field(Field::one("decision", "决定", choices).required())
        .field(Field::lines(WORDS, "说明").hint(said))
        .cancel(back)
}

/// Reads what was decided, and what was said to it.
pub(super) fn read_decision(form: &Form) -> (Decision, String) {
    let decision = match form.text("decision") {
        Some("approve") => Decision::Approve,
        _ => Decision::Refuse,
    };
    (decision, form.words(WORDS))
}

/// Says at the top what was refused, where the form itself is not shown any more.
pub(super) fn refused(page: Page, form: &Form) -> Page {
    form.problems.iter().fold(page, |page, words| page.notice(Notice::stop(words)))
}

/// Asks when and how the person was told something, and what they said; going back to a page.
pub(super) fn told_form(path: String, back: String, visit: &Visit) -> Form {
    let form = Form::new(path, "记下告知", visit.once_key());
    contact(form, visit, (Field::day(ON, "告知日期"), "告知方式"))
        .field(
            Field::lines(WORDS, "一句话")
                .required()
                .hint("谁收到的，本人怎么说；无法告知的，写明怎样留下告知书"),
        )
        .cancel(back)
}

/// Reads the day, the channel and what was said.
pub(super) fn read_contact(form: &Form, visit: &Visit) -> (Day, Channel, String) {
    let how = [Channel::Counter, Channel::Visit, Channel::Online]
        .into_iter()
        .find(|channel| Some(channel.text()) == form.text(HOW));
    let on = form.day(ON).unwrap_or(visit.today);
    (on, how.unwrap_or(Channel::Phone), form.words(WORDS))
}

/// Within how many days somebody who is told on a day is asked to object.
pub(super) fn objection_days(desk: &Desk, on: Day) -> u16 {
    desk.rulebook.law().parameter(Parameter::StopObjection).on(on).value
}

/// What a gate rests on.
pub(super) fn basis(gate: Gate) -> Section {
    static CLAUSES: OnceLock<Vec<Clause>> = OnceLock::new();
    let clauses = CLAUSES.get_or_init(|| Law::clauses().unwrap_or_default());
    let named = clauses.iter().filter(|clause| clause.id == gate.clause());
    let words = named.map(|clause| format!("{}：{}", clause.id, clause.gist));
    Section::new("依据", "basis").part(&Prose(words.collect()))
}

/// The article of a gate as it is cited to the person.
pub(super) const fn article(gate: Gate) -> &'static str {
    match gate {
        Gate::SilentUnemployed => "第十三条",
        Gate::WillingNeverRegisters | Gate::Unwilling => "第二十一条",
        _ => "第二十九条",
    }
}

/// Says when and how the person was reached, or that they were not, as a sentence to the person.
pub(super) fn sought(case: &Case) -> String {
    let by = |reached: bool| {
        let tried = case.verification.attempts.iter().filter(|tried| tried.reached == reached);
        let words: Vec<String> = tried
            .map(|tried| {
                format!("{} 以{}方式", tried.on, crate::actions::channel_words(&tried.how))
            })
            .collect();
        words.join("、")
    };
    match (by(true), by(false)) {
        (reached, _) if !reached.is_empty() => {
            format!("我们在 {reached}联系到您，说明了停止服务意味着什么")
        }
        (_, missed) if !missed.is_empty() => format!("我们在 {missed}联系您，都没有联系到"),
        _ => "我们没有联系到您".to_owned(),
    }
}

/// The conditions of the gate as they stand, or stood when it was decided.
pub(super) fn evidence(desk: &Desk, visit: &Visit, opened: &Opened, case: &Case) -> Table {
    let (_, list) = case.conditions(&desk.rulebook, &opened.known, visit.today);
    let caption = format!("{}（{}）", case.gate.allows(), case.gate.clause());
    services::gate_table(caption, &list, &opened.known, opened.subject())
}

/// What was tried to reach the person.
pub(super) fn attempts(opened: &Opened, case: &Case) -> Table {
    let columns = vec![
        Column::text("日期"),
        Column::text("方式"),
        Column::text("联系本人"),
        Column::text("情况"),
        Column::text("核实人"),
    ];
    let rows = case.verification.attempts.iter().map(|tried| {
        let by = tried.by.parse().ok();
        vec![
            Cell::text(&tried.on),
            Cell::text(crate::actions::channel_words(&tried.how)),
            Cell::text(if tried.reached { "联系到" } else { "没有联系到" }),
            Cell::text(&tried.words),
            Cell::text(opened.name(by)),
        ]
    });
    Table::new("核实经过", columns).captioned().rows(rows)
}
