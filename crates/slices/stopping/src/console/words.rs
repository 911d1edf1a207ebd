//! How conditions, channels and articles are worded and shown; the same on every page.

use std::sync::OnceLock;

use rules::{Clause, Gate, Law};
use services::model::codes::CHANNELS;
use store::ledger::Channel;
use web::parts::{Cell, Column, Prose, Section, Table};
use web::{Choice, Field};

use super::Opened;
use crate::actions::open::Case;

/// The channels to choose from.
pub(super) fn channel_field(label: &str) -> Field {
    let choices = CHANNELS.iter().take(4).map(|(value, words)| Choice::new(*value, *words));
    Field::one("how", label, choices.collect()).required().value("phone")
}

/// Finds a channel by its name in the ledger.
pub(super) fn channel_named(name: Option<&str>) -> Channel {
    [Channel::Counter, Channel::Visit, Channel::Online]
        .into_iter()
        .find(|channel| Some(channel.text()) == name)
        .unwrap_or(Channel::Phone)
}

/// What a gate rests on.
pub(super) fn basis(gate: Gate) -> Section {
    static CLAUSES: OnceLock<Vec<Clause>> = OnceLock::new();
    let clauses = CLAUSES.get_or_init(|| Law::clauses().unwrap_or_default());
    let named = clauses.iter().filter(|clause| clause.id == gate.clause());
    let words = named.map(|clause| format!("{}：{}", clause.article, clause.gist));
    Section::new("依据", "basis").lead(gate.clause()).part(&Prose(words.collect()))
}

/// The article of a gate as it is cited to the person.
pub(super) const fn article(gate: Gate) -> &'static str {
    match gate {
        Gate::SilentUnemployed => "第十三条",
        Gate::WillingNeverRegisters | Gate::Unwilling => "第二十一条",
        _ => "第二十九条",
    }
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
