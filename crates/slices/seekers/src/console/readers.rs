//! Who has read a person's file, and those that were merged into it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use access::{Action, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, ServiceRefusal, offer, take_out};
use store::seal;
use store::{ActorId, Instant, OfficeId, StoreError, SubjectId, Tx};
use subjects::{Reading, ReadingPlace, readings_before, readings_of};
use web::parts::{Cell, Column, Pager, Table};
use web::{Page, Problem, Query, Submitted, Visit};

use super::subject_of;
use super::words::time_words;
use crate::actions::person::person_of;

/// How many readings stand on a page.
const PAGE: i64 = 100;
/// How many a workbook holds at most.
const MOST_EXPORTED: i64 = 5_000;
/// The page that a place in the list is sealed for: it tells who read, and what for.
const SEALED_FOR: &str = "readers";

/// Readings with the names of readers and offices.
struct Readers {
    relation: Relation,
    rows: Vec<Reading>,
    staff: HashMap<ActorId, String>,
    offices: HashMap<OfficeId, String>,
    /// The numbers of the files, where there are several.
    files: HashMap<SubjectId, String>,
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject = subject_of(&subject)?;
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let wants_workbook = query.wants_workbook();
    let after = query.0.text("after").filter(|_| !wants_workbook);
    let after = after.and_then(|carried| place(&visit, &desk, subject, carried));
    let is_first = after.is_none();
    let limit = if wants_workbook { MOST_EXPORTED } else { PAGE };
    let mut readers = desk
        .db
        .read(async move |tx| {
            readings(tx, &case_desk, &occasion, (subject, after.as_ref()), limit + 1).await
        })
        .await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = readers.rows.len() > most;
    readers.rows.truncate(most);
    let path = format!("/people/{subject}/readers");
    let reach = Reach::Alike(readers.relation);
    let mut table = offer(&visit, reach, table(&readers), format!("{path}?format=xlsx"));
    if wants_workbook {
        if has_more {
            return Err(Problem::refused(format!(
                "查阅记录超过 {MOST_EXPORTED} 条，一次导不完；请由审计管理员在“查阅记录”中按日期分次导出"
            )));
        }
        return take_out(&visit, &desk, reach, "查阅记录", &table, [subject]).await;
    }
    if has_more || !is_first {
        let last = readers.rows.last().filter(|_| has_more);
        let next = last.map(|last| carried(&visit, &desk, subject, last)).transpose()?;
        table = table.pager(Pager {
            before: (!is_first).then(|| path.clone()),
            after: next.map(|carried| format!("{path}?after={carried}")),
            words: format!("每页 {PAGE} 条"),
        });
    }
    let page = Page::new("谁看过这份档案")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb("档案", format!("/people/{subject}"))
        .lead("每次打开档案、办理业务和查看封存信息都会记下；同一天同一人同一用途合为一行")
        .part(&table);
    Ok(visit.show(&page))
}

fn table(readers: &Readers) -> Table {
    let mut columns = vec![
        Column::text("日期"),
        Column::text("谁"),
        Column::text("机构"),
        Column::text("做什么"),
        Column::text("用途"),
        Column::number("次数"),
        Column::text("最近一次"),
    ];
    if !readers.files.is_empty() {
        columns.push(Column::text("哪份档案"));
    }
    let rows = readers.rows.iter().map(|reading| {
        let reasons: Vec<&str> = reading.reasons.iter().map(seal::Clear::reveal).collect();
        let mut cells = vec![
            Cell::Day(reading.on),
            Cell::text(readers.staff.get(&reading.staff).cloned().unwrap_or_default()),
            Cell::text(readers.offices.get(&reading.office).cloned().unwrap_or_default()),
            Cell::text(&reading.purpose),
            if reasons.is_empty() { Cell::Nothing } else { Cell::text(reasons.join("；")) },
            Cell::Number(reading.times),
            Cell::text(time_words(reading.last_at)),
        ];
        if !readers.files.is_empty() {
            cells
                .push(Cell::text(readers.files.get(&reading.subject).cloned().unwrap_or_default()));
        }
        cells
    });
    Table::new("查阅记录，近的在前", columns).rows(rows).empty("还没有人看过这份档案")
}

/// The place that a page ends with, as an address carries it.
fn carried(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    last: &Reading,
) -> Result<String, StoreError> {
    let mut place = Submitted::default();
    place.put("page", subject.to_string());
    place.put("file", last.subject.to_string());
    place.put("on", last.on.to_string());
    place.put("at", last.last_at.micros().to_string());
    place.put("who", last.staff.to_string());
    place.put("purpose", last.purpose.clone());
    desk.seal_search(visit, SEALED_FOR, &place.written())
}

/// The place that an address carries; nothing of one that is too old, somebody else's, or of another page.
fn place(visit: &Visit, desk: &Desk, subject: SubjectId, carried: &str) -> Option<ReadingPlace> {
    let words = desk.open_search(visit, SEALED_FOR, carried)?;
    let sent = Submitted::read(words.as_bytes());
    let page: SubjectId = sent.text("page")?.parse().ok()?;
    (page == subject).then_some(ReadingPlace {
        on: sent.text("on")?.parse().ok()?,
        at: Instant::from_micros(sent.text("at")?.parse().ok()?),
        subject: sent.text("file")?.parse().ok()?,
        staff: sent.text("who")?.parse().ok()?,
        purpose: sent.text("purpose")?.to_owned(),
    })
}

async fn readings(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, after): (SubjectId, Option<&ReadingPlace>),
    limit: i64,
) -> Result<Readers, Failure<ServiceRefusal>> {
    let relation = match duties::held(tx, subject).await? {
        Some(held) => occasion.actor.relation_to(held.office_code, held.officer),
        None => Relation::Elsewhere,
    };
    occasion.may(Action::SeeReaders, relation)?;
    let kept = duties::files_of(tx, desk, subject).await?;
    if kept.first().is_none_or(|(first, _)| *first != subject) {
        return Err(Failure::Refused(ServiceRefusal::NoFile));
    }
    let mut rows = Vec::new();
    for (file, key) in &kept {
        rows.extend(match after {
            Some(after) => readings_before(tx, key, *file, after, limit).await?,
            None => readings_of(tx, key, *file, limit).await?,
        });
    }
    let place = |row: &Reading| (row.on, row.last_at, row.staff, row.purpose.clone(), row.subject);
    rows.sort_by_cached_key(|row| std::cmp::Reverse(place(row)));
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut files = HashMap::new();
    if kept.len() > 1 {
        for (file, key) in &kept {
            if let Some(person) = person_of(tx, key, *file).await? {
                files.insert(*file, person.file_number);
            }
        }
    }
    let (mut staff, mut offices) = (HashMap::new(), HashMap::new());
    for row in &rows {
        if let Entry::Vacant(place) = staff.entry(row.staff) {
            let found = offices::find_staff(tx, row.staff).await?;
            place.insert(found.map_or_else(String::new, |staff| staff.name));
        }
        if let Entry::Vacant(place) = offices.entry(row.office) {
            let found = offices::find_office(tx, row.office).await?;
            place.insert(found.map_or_else(String::new, |office| office.name));
        }
    }
    Ok(Readers { relation, rows, staff, offices, files })
}
