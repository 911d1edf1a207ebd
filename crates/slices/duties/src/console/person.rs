//! Everything that is or was owed to one person, each with how its date was found.

use access::{Action, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use rules::{Kind, PROVISIONAL};
use store::SubjectId;
use web::parts::{Cell, Column, Row, Table};
use web::{Page, Problem, Query, Visit};

use super::taking_out::{Reach, offer, take_out};
use super::words::{button_as, clause, owes, rule_of, tone_of};
use crate::actions::agenda::duties_of;
use crate::actions::enter::enter;
use crate::model::{Settled, reckoned};
use crate::sql::DutyRow;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = subject.parse().map_err(|_| Problem::Missing)?;
    let occasion = Occasion::from(&visit);
    let (entered, rows) = {
        let desk = desk.clone();
        desk.db
            .clone()
            .write(async move |tx| {
                let entered = enter(tx, &desk, &occasion, Action::ReadFile, subject, None).await?;
                Ok::<_, access::Failure<_>>((entered, duties_of(tx, subject).await?))
            })
            .await?
    };
    let name = entered.label.name.reveal();
    let columns = vec![
        Column::text("期限"),
        Column::text("应办事项"),
        Column::text("结果"),
        Column::text("期限是怎样推算的"),
        Column::text("条款"),
        Column::buttons("办理"),
    ];
    let table = Table::new("全部应办事项，近期的在前", columns)
        .rows(rows.iter().rev().map(|row| cells(&visit, &desk, row, (name, entered.relation))))
        .empty("台账中还没有引起应办事项的记录");
    let reach = Reach::Alike(entered.relation);
    if query.wants_workbook() {
        return take_out(&visit, &desk, reach, "应办事项", &table, [subject]).await;
    }
    let table = offer(&visit, reach, table, format!("/people/{subject}/duties?format=xlsx"));
    let page = Page::new("应办事项与依据")
        .section("/people")
        .crumb(name, format!("/people/{subject}"))
        .lead("每一件都由台账中的一条记录引起，按条款推算期限；展开可以看到逐日的推算")
        .part(&table);
    Ok(visit.show(&page))
}

/// A row; the name and how the actor stands to the person.
fn cells(visit: &Visit, desk: &Desk, row: &DutyRow, (name, relation): (&str, Relation)) -> Row {
    let state = row.state.on(row.due_day, visit.today);
    let settled = row.settled_on.map_or_else(String::new, |day| format!(" {day}"));
    let because = Kind::named(&row.because_kind).map_or("", Kind::term);
    let law = desk.rulebook.law();
    let steps = rule_of(&row.rule)
        .map_or_else(Vec::new, |rule| reckoned(law, rule, row.because_on, row.from_day));
    let is_open = row.state == Settled::Open;
    let button = button_as(&visit.actor, relation, row, name).filter(|_| is_open);
    vec![
        Cell::Two(
            row.due_day.to_string(),
            if row.provisional { PROVISIONAL } else { "" }.to_owned(),
        ),
        Cell::text(owes(&row.rule)),
        Cell::Badge(tone_of(state), format!("{}{settled}", state.term())),
        Cell::More(format!("因 {} {because}", row.because_on), steps.join("；")),
        Cell::text(clause(&row.rule)),
        Cell::Buttons(button.into_iter().collect()),
    ]
    .into()
}
