//! /people/{subject}/plan/compare: two versions side by side.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use duties::{Held, Reach, offer, take_out};
use store::SubjectId;
use web::parts::{Cell, Column, Row, Table};
use web::{Choice, Field, Form, Problem, Query, Tone, Visit, id};

use super::{load, page_of};
use crate::actions::kept::KeptPlan;
use crate::actions::open::OpenPlan;
use crate::model::{Change, Edition, PlanText, differences};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::ReadFile, subject).await?;
    let named = |name: &str, usual: usize| match query.0.text(name) {
        Some(asked) => open.plans.iter().find(|plan| name_of(&open.entered.held, plan) == asked),
        None => open.plans.get(usual),
    };
    let (Some(one), Some(other)) = (named("one", 1), named("other", 0)) else {
        return Err(Problem::Missing);
    };
    let edition = Edition::on(visit.today);
    let name = format!("第 {} 版", other.version);
    let list =
        table(edition, (&one.adopted.text, one.version), (&other.adopted.text, &name), false);
    let reach = Reach::Alike(open.entered.relation);
    if query.wants_workbook() {
        return take_out(&visit, &desk, reach, "方案版本对照", &list, [subject]).await;
    }
    let path = format!("/people/{subject}/plan/compare");
    let named = |plan| name_of(&open.entered.held, plan);
    let export = format!("{path}?one={}&other={}&format=xlsx", named(one), named(other));
    let mut page = page_of(format!("第 {} 版与第 {} 版对照", one.version, other.version), &open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead("行动按编号对应：同一编号在各版中是同一件事")
        .part(&choice(&path, &open, (one, other)))
        .part(&offer(&visit, reach, list, export));
    if !other.adopted.reason.is_empty() {
        let words = format!("第 {} 版的修订原因：{}", other.version, other.adopted.reason);
        page = page.notice(web::Notice::note(words));
    }
    Ok(visit.show(&page))
}

/// Names a version in an address: by its number, and one of a merged file, whose numbers begin anew, by its entry.
pub(super) fn name_of(held: &Held, plan: &KeptPlan) -> String {
    if plan.file == held.subject { plan.version.to_string() } else { plan.entry.to_string() }
}

fn choice(path: &str, open: &OpenPlan, (one, other): (&KeptPlan, &KeptPlan)) -> Form {
    let versions: Vec<Choice> = open
        .plans
        .iter()
        .map(|plan| {
            let from = if open.is_own(plan) { "" } else { "（并入的档案）" };
            let label = format!("第 {} 版{from}", plan.version);
            Choice::new(name_of(&open.entered.held, plan), label)
        })
        .collect();
    Form::asking(path, "对照")
        .field(Field::of("one", "前一版", versions.clone()).value(name_of(&open.entered.held, one)))
        .field(Field::of("other", "后一版", versions).value(name_of(&open.entered.held, other)))
}

/// What two versions say, part by part; only where they differ, if that is wanted.
pub(super) fn table(
    edition: &Edition,
    (one, version): (&PlanText, i64),
    (other, name): (&PlanText, &str),
    only_changes: bool,
) -> Table {
    let rows = differences(edition, one, other)
        .into_iter()
        .filter(|found| !only_changes || found.change != Change::Same)
        .map(|found| {
            let tone = match found.change {
                Change::Added => Tone::Good,
                Change::Removed => Tone::Late,
                Change::Changed => Tone::Soon,
                Change::Same => Tone::Plain,
            };
            let said = |words: Option<String>| words.map_or(Cell::Nothing, Cell::Text);
            let change = Cell::Badge(tone, found.change.term().to_owned());
            Row {
                cells: vec![Cell::text(found.part), change, said(found.one), said(found.other)],
                tone,
            }
        });
    let columns = vec![
        Column::text("哪一处"),
        Column::text("变化"),
        Column::text(format!("第 {version} 版")),
        Column::text(name),
    ];
    Table::new("两版对照", columns).rows(rows).empty("没有变化")
}
