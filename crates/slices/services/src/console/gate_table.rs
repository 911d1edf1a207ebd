//! The conditions of a gate, each met or not, with the entries behind it; the same on every page.

use rules::GateCondition;
use store::SubjectId;
use subjects::LedgerFacts;
use web::Tone;
use web::parts::{Button, Cell, Column, Row, Table};

/// Shows every condition of a gate, whether it is met, what was found, and the entries that show it.
#[must_use]
pub fn gate_table(
    caption: impl Into<String>,
    conditions: &[GateCondition],
    known: &LedgerFacts,
    subject: SubjectId,
) -> Table {
    let columns = vec![
        Column::text("条件"),
        Column::text("是否满足"),
        Column::text("现状"),
        Column::text("依据"),
        Column::buttons("有关记录"),
    ];
    let rows = conditions.iter().map(|condition| {
        let (tone, words) =
            if condition.is_met { (Tone::Good, "满足") } else { (Tone::Plain, "不满足") };
        let links = condition.because.iter().filter_map(|place| {
            let entry = known.entries().get(*place)?;
            let path = format!("/people/{subject}#entry-{}", known.id(*place)?);
            let label = format!("{} {}", entry.on, entry.kind.term());
            Some(Button::link(label, path))
        });
        Row::from(vec![
            Cell::text(&condition.words),
            Cell::Badge(tone, words.to_owned()),
            Cell::text(&condition.found),
            Cell::text(condition.clause),
            Cell::Buttons(links.collect()),
        ])
    });
    Table::new(caption, columns).captioned().rows(rows)
}
