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
use super::words::{between, button_as, clause, first_day, owes, rule_of, tone_of};
use crate::actions::agenda::duties_of;
use crate::actions::enter::enter;
use crate::actions::rest::rests_of;
use crate::model::{Rest, Settled, reckoned, resting};
use crate::sql::DutyRow;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = subject.parse().map_err(|_| Problem::Missing)?;
    let occasion = Occasion::from(&visit);
    let today = visit.today;
    let (entered, rows, rests) = {
        let desk = desk.clone();
        desk.db
            .clone()
            .write(async move |tx| {
                let entered = enter(tx, &desk, &occasion, Action::ReadFile, subject, None).await?;
                let rests = rests_of(tx, subject, today).await?;
                Ok::<_, access::Failure<_>>((entered, duties_of(tx, subject).await?, rests))
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
        .rows(rows.iter().rev().map(|row| {
            let rest = resting(&rests, subject, &row.rule);
            cells(&visit, &desk, row, (name, entered.relation), rest)
        }))
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

/// A row; the name, how the actor stands to the person, and whether the gate that started it rests. What rests stands as
/// the rules have it, with what people decided.
fn cells(
    visit: &Visit,
    desk: &Desk,
    row: &DutyRow,
    (name, relation): (&str, Relation),
    rest: Option<&Rest>,
) -> Row {
    let state = row.state.on(row.due_day, visit.today);
    let settled = row.settled_on.map_or_else(String::new, |day| format!(" {day}"));
    let because = Kind::named(&row.because_kind).map_or("", Kind::term);
    let law = desk.rulebook.law();
    let steps = rule_of(&row.rule)
        .map_or_else(Vec::new, |rule| reckoned(law, rule, row.because_on, row.from_day));
    let is_open = row.state == Settled::Open;
    let rest = rest.filter(|_| is_open);
    let button = button_as(&visit.actor, relation, row, name);
    let button = button.filter(|_| is_open && rest.is_none());
    let result = match rest {
        Some(rest) => Cell::Two(format!("{}，现在不必办", state.term()), rest.words()),
        None => Cell::Badge(tone_of(state), format!("{}{settled}", state.term())),
    };
    let unsure = row.provisional.then(|| PROVISIONAL.to_owned());
    let window = first_day(law, row).map(|first| between(first, row.due_day));
    let beneath: Vec<String> = window.into_iter().chain(unsure).collect();
    vec![
        Cell::Two(row.due_day.to_string(), beneath.join("，")),
        Cell::text(owes(&row.rule)),
        result,
        Cell::More(format!("因 {} {because}", row.because_on), steps.join("；")),
        Cell::text(clause(&row.rule)),
        Cell::Buttons(button.into_iter().collect()),
    ]
    .into()
}
