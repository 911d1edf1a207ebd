//! What a member of staff has read, as the audit administrator sees it: files by their numbers, never by names.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use kernel::Day;
use store::{StoreError, SubjectId};
use subjects::{Reading, label_of, readings_by};
use web::parts::{Cell, Column, Table};
use web::{Field, Form, Notice, Page, Problem, Query, Visit, workbook};

use crate::actions::export::note_exported;

/// How many readings are shown at most.
const LIMIT: i64 = 2_000;
/// How many days are shown when none are asked for.
const RECENT_DAYS: i32 = 30;

#[expect(
    clippy::disallowed_methods,
    reason = "whose files were read is noted here, under the right to audit"
)]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let user_name = query.0.text("user").unwrap_or_default().to_owned();
    let since = query.0.text("since").and_then(|day| day.parse().ok());
    let since = since.unwrap_or(visit.today.plus_days(-RECENT_DAYS));
    let form = Form::asking("/audit/readings", "查询")
        .field(Field::line("user", "用户名").value(user_name.clone()))
        .field(Field::day("since", "自哪一天起").value(since.to_string()));
    let page = Page::new("查阅记录")
        .section("/audit/readings")
        .lead("某个工作人员看过哪些人的档案、为了什么；按用户名查询")
        .part(&form);
    if user_name.is_empty() {
        return Ok(visit.show(&page));
    }
    let Some((name, found)) = find(&desk, &user_name, since).await? else {
        let words = format!("没有用户名为“{user_name}”的人员；用户名见“机构与人员”");
        return Ok(visit.show(&page.notice(Notice::note(words))));
    };
    let columns = vec![
        Column::text("日期"),
        Column::text("档案编号"),
        Column::text("为了什么"),
        Column::number("次数"),
    ];
    let rows = found.iter().map(|(subject, file, reading)| {
        vec![
            Cell::Day(reading.on),
            Cell::link(file.clone(), format!("/people/{subject}/readers")),
            Cell::text(reading.purpose.clone()),
            Cell::Number(reading.times),
        ]
    });
    let table = Table::new(format!("{name}自 {since} 起的查阅"), columns)
        .captioned()
        .rows(rows)
        .empty("这段时间没有看过任何人的档案")
        .export(format!("/audit/readings?user={user_name}&since={since}&format=xlsx"));
    if query.wants_workbook() {
        // Whoever audits opens no file and exports none, and yet takes out what was read: whose file it was is told.
        let files: BTreeSet<SubjectId> = found.iter().map(|(subject, ..)| *subject).collect();
        let files: Vec<SubjectId> = files.into_iter().collect();
        note_exported(&desk, &Occasion::from(&visit), &files).await?;
        return workbook("查阅记录", &table);
    }
    Ok(visit.show(&page.part(&table)))
}

/// What was found: who, and what they have read, each file by its number.
type Found = (String, Vec<(SubjectId, String, Reading)>);

async fn find(desk: &Desk, user_name: &str, since: Day) -> Result<Option<Found>, StoreError> {
    let (desk, user_name) = (desk.clone(), user_name.to_owned());
    desk.db
        .clone()
        .read(async move |tx| {
            let Some(member) = offices::staff_named(tx, &user_name).await? else {
                return Ok(None);
            };
            let mut told = Vec::new();
            for (subject, reading) in readings_by(tx, member.staff_id, since, LIMIT).await? {
                let label = label_of(tx, &desk.sealing, subject).await?;
                let file = label.map_or_else(
                    || "已销毁".to_owned(),
                    |label| label.reference.reveal().to_owned(),
                );
                told.push((subject, file, reading));
            }
            Ok(Some((member.name, told)))
        })
        .await
}
