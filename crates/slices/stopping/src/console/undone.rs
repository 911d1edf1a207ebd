//! What the office itself left undone for a person, beside what speaks against them.

use store::SubjectId;
use subjects::LedgerFacts;
use web::Tone;
use web::parts::{Button, Cell, Column, Row, Section, Table};

use crate::model::{How, Undone};

/// The heading under which it stands.
const HEADING: &str = "我们应当为本人做的";

/// What the office left undone for a person; with a sentence where that is nothing, so that nobody takes silence for it.
pub(super) fn section(undone: &[Undone], known: &LedgerFacts, subject: SubjectId) -> Section {
    Section::new(HEADING, "undone")
        .lead("台账里查得到的、我们应当做而没有做到或者做晚了的事，核实和批准的人都要看到。凡有没做到或者做晚了的，批准停止须写明为什么仍应停止（BJ18-59，本地规范）")
        .part(&rows(undone, known, subject))
}

/// The same as a table alone, under its own heading.
pub(super) fn table(undone: &[Undone], known: &LedgerFacts, subject: SubjectId) -> Table {
    rows(undone, known, subject).captioned()
}

fn rows(undone: &[Undone], known: &LedgerFacts, subject: SubjectId) -> Table {
    let columns = vec![
        Column::text("应当做的"),
        Column::text("期限"),
        Column::text("结果"),
        Column::text("依据"),
        Column::buttons("因何而起"),
    ];
    let rows = undone.iter().map(|undone| {
        let because = undone.because.and_then(|place| {
            let entry = known.entries().get(place)?;
            let path = format!("/people/{subject}#entry-{}", known.id(place)?);
            Some(Button::link(format!("{} {}", entry.on, entry.kind.term()), path))
        });
        Row::from(vec![
            Cell::text(undone.duty),
            undone.due.map_or(Cell::text("条文没有定日期"), Cell::Day),
            Cell::Badge(tone(undone.how), result(undone.how)),
            Cell::text(undone.clause),
            Cell::Buttons(because.into_iter().collect()),
        ])
    });
    let caption = format!("{HEADING}：没有做到、做晚了或者还没有到期的");
    Table::new(caption, columns)
        .rows(rows)
        .empty("台账里没有应当做而没有做到、做晚了或者还没有到期的事")
}

fn result(how: How) -> String {
    match how {
        How::Late(day) => format!("{}，{day} 才做", how.term()),
        How::NotYet => format!("{}，停止以后不再办理", how.term()),
        _ => how.term().to_owned(),
    }
}

const fn tone(how: How) -> Tone {
    match how {
        How::Late(_) | How::NotYet => Tone::Soon,
        How::Overdue | How::Missed | How::Never => Tone::Late,
    }
}
