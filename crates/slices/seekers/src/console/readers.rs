//! Who has read a person's file, and those that were merged into it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use access::{Action, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, ServiceRefusal, TakingOut, offer};
use store::seal;
use store::{ActorId, Instant, OfficeId, StoreError, SubjectId, Tx};
use subjects::{Reading, ReadingPlace, readings_before, readings_of};
use web::parts::{Cell, Column, Table, Trail};
use web::{Page, Problem, Query, Submitted, Visit};

use super::subject_of;
use super::words::time_words;
use crate::actions::person::person_of;

/// How many readings stand on a page.
const PAGE: i64 = 100;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 1_000;
/// The page that a place in the list is sealed for: it tells who read, and what for.
const SEALED_FOR: &str = "readers";
/// The name under which it says of whose file it is.
const OF: &str = "of";

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
    if query.wants_workbook() {
        return Box::pin(download(&visit, &desk, subject)).await;
    }
    let after = query.0.text("after");
    let (trail, after) =
        after.map_or_else(Default::default, |carried| led(&visit, &desk, subject, carried));
    let mut readers = desk
        .db
        .read(async move |tx| {
            readings(tx, &case_desk, &occasion, (subject, after.as_ref()), PAGE + 1).await
        })
        .await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = readers.rows.len() > most;
    readers.rows.truncate(most);
    let path = format!("/people/{subject}/readers");
    let reach = Reach::Alike(readers.relation);
    let mut table = offer(&visit, reach, table(&readers), format!("{path}?format=xlsx"));
    let next = readers.rows.last().filter(|_| has_more).map(write_place);
    let to = |carried: &Submitted| address(&visit, &desk, subject, carried);
    table.pager = trail.pager_by(to, next, &format!("每页 {PAGE} 条"))?;
    let page = Page::new("谁看过这份档案")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb("档案", format!("/people/{subject}"))
        .lead("每次打开档案、办理业务和查看封存信息都会记下；同一天同一人同一用途合为一行")
        .part(&table);
    Ok(visit.show(&page))
}

/// Gives all of them as a workbook, page after page.
async fn download(visit: &Visit, desk: &Desk, subject: SubjectId) -> Result<Response, Problem> {
    let mut begun: Option<TakingOut<'_>> = None;
    let mut after: Option<ReadingPlace> = None;
    loop {
        let (occasion, own) = (Occasion::from(visit), desk.clone());
        let readers = desk
            .db
            .read(async move |tx| {
                readings(tx, &own, &occasion, (subject, after.as_ref()), AT_ONCE).await
            })
            .await?;
        let mut out = match begun {
            Some(out) => out,
            None => TakingOut::begin(visit, desk, Reach::Alike(readers.relation))?,
        };
        let fits = out.add(&table(&readers), [subject])?;
        let Some(last) = readers.rows.last().filter(|_| fits) else {
            return out.give("查阅记录").await;
        };
        after = Some(ReadingPlace {
            on: last.on,
            at: last.last_at,
            subject: last.subject,
            staff: last.staff,
            purpose: last.purpose.clone(),
        });
        begun = Some(out);
    }
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

/// The address of a page, in which only the system reads where it begins.
fn address(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    carried: &Submitted,
) -> Result<String, StoreError> {
    let path = format!("/people/{subject}/readers");
    if carried.pairs().next().is_none() {
        return Ok(path);
    }
    let mut words = Submitted::default();
    words.put(OF, subject.to_string());
    for (name, value) in carried.pairs() {
        words.put(name, value);
    }
    Ok(format!("{path}?after={}", desk.seal_search(visit, SEALED_FOR, &words.written())?))
}

/// Where an address leads; to the first page where it is too old, somebody else's, or of another file.
fn led(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    carried: &str,
) -> (Trail, Option<ReadingPlace>) {
    let words = desk.open_search(visit, SEALED_FOR, carried);
    let words = words.map(|words| Submitted::read(words.as_bytes()));
    let is_of = |words: &Submitted| words.text(OF) == Some(&subject.to_string());
    let words = words.filter(is_of).unwrap_or_default();
    Trail::of(&words, read_place)
}

fn write_place(last: &Reading) -> String {
    let at = last.last_at.micros();
    format!("{}~{}~{at}~{}~{}", last.subject, last.on, last.staff, last.purpose)
}

fn read_place(text: &str) -> Option<ReadingPlace> {
    let mut pieces = text.splitn(5, '~');
    let subject = pieces.next()?.parse().ok()?;
    let on = pieces.next()?.parse().ok()?;
    let at = Instant::from_micros(pieces.next()?.parse().ok()?);
    let staff = pieces.next()?.parse().ok()?;
    Some(ReadingPlace { on, at, subject, staff, purpose: pieces.next()?.to_owned() })
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
