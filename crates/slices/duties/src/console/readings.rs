//! Who has read what, as the audit administrator looks it up: by reader, file, office, purpose and days. Files are told
//! by their numbers, never by names; what is looked for stands in no address.

use std::collections::BTreeSet;

use access::{Action, Area};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use kernel::Day;
use offices::{OfficeChooser, Staff};
use store::{StoreError, SubjectId, Tx};
use subjects::{ReadingPlace, ReadingSearch, SoughtReading, find_subject, search_readings};
use web::parts::{Cell, Column, Table, Trail};
use web::{Choice, Field, Form, LongWorkbook, Notice, Page, Problem, Query, Submitted, Visit};

use crate::actions::export::note_exported;

/// The page that is searched from.
const PAGE: &str = "/audit/readings";
/// The name under which addresses carry what is looked for, sealed.
const ASKED: &str = "asked";
const WHO: &str = "who";
const FILE: &str = "file";
const OFFICE: &str = "office";
const PURPOSE: &str = "purpose";
const FROM: &str = "from";
const UNTIL: &str = "until";
/// How many readings stand on a page.
const ROWS: i64 = 100;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 1_000;
/// How many days are looked at when none are asked for.
const RECENT_DAYS: i32 = 30;
/// How many of one name are offered to choose from.
const MOST_ALIKE: i64 = 20;
/// What nobody opens a file for.
const OF_NO_FILE: &[Action] = &[
    Action::KeepOwnAccount,
    Action::SeeOwnDuties,
    Action::SeeOfficeDuties,
    Action::SeeResults,
    Action::FindPerson,
    Action::TakeIn,
    Action::Import,
    Action::KeepAnswers,
    Action::ManagePosts,
    Action::SeeFigures,
    Action::SeeOffices,
    Action::ManageOffices,
    Action::ManageStaff,
    Action::ManageSecurity,
    Action::ReadAudit,
    Action::SeeDesign,
];

/// What was found.
enum Found {
    /// Readings.
    Readings(Vec<SoughtReading>),
    /// Several members of staff, of whom one is to be chosen.
    Alike(Vec<Staff>),
    /// Nobody is called so.
    NoStaff,
    /// There is no such file.
    NoFile,
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let sent = if let Some(carried) = query.0.text(ASKED) {
        let Some(words) = desk.open_search(&visit, PAGE, carried) else {
            let words = "这次查询已经过去较久，或不是您本人查的，不再保留；请重新查询";
            let form = form(visit.today, &chooser(&desk).await?);
            return Ok(visit.show(&page().notice(Notice::note(words)).part(&form)));
        };
        Submitted::read(words.as_bytes())
    } else if let Some(user_name) = query.0.text("user") {
        let mut sent = Submitted::default();
        sent.put(WHO, user_name);
        sent.put(FROM, query.0.text("since").unwrap_or_default());
        sent
    } else {
        let form = form(visit.today, &chooser(&desk).await?);
        return Ok(visit.show(&page().part(&form)));
    };
    answer(&visit, &desk, &sent, query.wants_workbook()).await
}

/// Takes what is looked for out of the body, and leads to an address that does not tell it.
pub(super) async fn search(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let offices = chooser(&desk).await?;
    let mut form = form(visit.today, &offices);
    match asked(&mut form, &sent, &offices) {
        Some(_) => Ok(Redirect::to(&address(&visit, &desk, &sent)?).into_response()),
        None => Ok(visit.show_again(&page().part(&form))),
    }
}

fn page() -> Page {
    Page::new("查阅记录")
        .section(PAGE)
        .lead("谁看过哪些人的档案、为了什么；可以按工作人员、档案编号、机构、用途和日期查询")
}

/// The address of a search, in which only the system reads what it is.
fn address(visit: &Visit, desk: &Desk, sent: &Submitted) -> Result<String, StoreError> {
    Ok(format!("{PAGE}?{ASKED}={}", desk.seal_search(visit, PAGE, &sent.written())?))
}

/// Reads every office: audits are not bound to an area.
async fn chooser(desk: &Desk) -> Result<OfficeChooser, StoreError> {
    let everywhere = Area { first: 0, last: i64::MAX };
    desk.db.read(async move |tx| OfficeChooser::within(tx, everywhere).await).await
}

fn form(today: Day, offices: &OfficeChooser) -> Form {
    let purposes = Action::ALL.iter().filter(|action| !OF_NO_FILE.contains(action));
    let purposes = purposes.map(|action| Choice::new(action.term(), action.term())).collect();
    let from = today.plus_days(-RECENT_DAYS);
    Form::asking_discreetly(PAGE, "查询")
        .cancel(PAGE)
        .field(Field::line(WHO, "工作人员").hint("姓名或用户名"))
        .field(Field::line(FILE, "档案编号").hint("在档案页首，例如 P00000123"))
        .field(offices.field(OFFICE, "查阅时所在机构"))
        .field(Field::of(PURPOSE, "为了什么", purposes))
        .field(Field::day(FROM, "从").value(from.to_string()))
        .field(Field::day(UNTIL, "到").value(today.to_string()))
}

/// What is looked for.
#[derive(Clone, Debug)]
struct Asked {
    who: String,
    file: String,
    search: ReadingSearch,
    trail: Trail,
}

/// Reads what was sent; nothing where something is wrong with it, which the form then says.
fn asked(form: &mut Form, sent: &Submitted, offices: &OfficeChooser) -> Option<Asked> {
    form.take_asked(sent);
    let days = form.days_between(FROM, UNTIL);
    let office = offices.chosen(form, OFFICE).map(offices::Office::area);
    let (trail, after) = Trail::of(sent, read_place);
    let (from, until) = days?;
    form.is_sound().then(|| Asked {
        who: form.words(WHO),
        file: form.words(FILE),
        search: ReadingSearch {
            from,
            until,
            staff: None,
            subject: None,
            purpose: form.words(PURPOSE),
            offices: office.map_or((0, i64::MAX), |area| (area.first, area.last)),
            after,
        },
        trail,
    })
}

/// The place that a page begins after.
fn read_place(text: &str) -> Option<ReadingPlace> {
    let mut pieces = text.splitn(4, '~');
    Some(ReadingPlace {
        on: pieces.next()?.parse().ok()?,
        at: store::Instant::from_micros(0),
        subject: pieces.next()?.parse().ok()?,
        staff: pieces.next()?.parse().ok()?,
        purpose: pieces.next()?.to_owned(),
    })
}

fn write_place(place: &ReadingPlace) -> String {
    format!("{}~{}~{}~{}", place.on, place.subject, place.staff, place.purpose)
}

/// The same search with something else in it, on its first page or where a trail leads.
fn again(sent: &Submitted, change: Option<(&str, &str)>, trail: &Submitted) -> Submitted {
    let mut new = Submitted::default();
    for (name, value) in sent.pairs() {
        let is_changed = change.is_some_and(|(changed, _)| changed == name);
        if !is_changed && !Trail::carries(name) {
            new.put(name, value);
        }
    }
    for (name, value) in change.into_iter().chain(trail.pairs()) {
        new.put(name, value);
    }
    new
}

async fn find(tx: &mut Tx, desk: &Desk, asked: &Asked, limit: i64) -> Result<Found, StoreError> {
    let mut search = asked.search.clone();
    if !asked.who.is_empty() {
        let alike = offices::staff_called(tx, &asked.who, MOST_ALIKE).await?;
        search.staff = match alike[..] {
            [] => return Ok(Found::NoStaff),
            [ref member] => Some(member.staff_id),
            _ => return Ok(Found::Alike(alike)),
        };
    }
    if !asked.file.is_empty() {
        search.subject = find_subject(tx, &desk.sealing, &asked.file).await?;
        if search.subject.is_none() {
            return Ok(Found::NoFile);
        }
    }
    Ok(Found::Readings(search_readings(tx, &desk.sealing, &search, limit).await?))
}

async fn answer(
    visit: &Visit,
    desk: &Desk,
    sent: &Submitted,
    wants_workbook: bool,
) -> Result<Response, Problem> {
    let offices = chooser(desk).await?;
    let mut form = form(visit.today, &offices);
    let Some(mut asked) = asked(&mut form, sent, &offices) else {
        return Ok(visit.show_again(&page().part(&form)));
    };
    let limit = if wants_workbook { AT_ONCE } else { ROWS };
    if wants_workbook {
        asked.search.after = None;
    }
    let (own, case) = (desk.clone(), asked.clone());
    let found = desk
        .db
        .read::<_, _, StoreError>(async move |tx| find(tx, &own, &case, limit + 1).await)
        .await?;
    let mut rows = match found {
        Found::Readings(rows) => rows,
        Found::NoStaff => {
            let words = format!("没有叫“{}”的人员；姓名和用户名见“机构与人员”", asked.who);
            form.refuse(WHO, words);
            return Ok(visit.show_again(&page().part(&form)));
        }
        Found::NoFile => {
            form.refuse(FILE, "没有这个编号的档案；档案编号在档案页首，例如 P00000123");
            return Ok(visit.show_again(&page().part(&form)));
        }
        Found::Alike(staff) => {
            let table = alike(visit, desk, sent, &staff)?;
            return Ok(visit.show(&page().part(&form).part(&table)));
        }
    };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    if wants_workbook {
        return download(visit, desk, asked, rows).await;
    }
    let first = address(visit, desk, &again(sent, None, &Submitted::default()))?;
    let mut table = table(&asked.search, &rows).export(format!("{first}&format=xlsx"));
    let next = rows.last().filter(|_| has_more).map(|row| write_place(&row.place));
    let to = |trail: &Submitted| address(visit, desk, &again(sent, None, trail));
    table.pager = asked.trail.pager_by(to, next, &format!("每页 {ROWS} 条"))?;
    Ok(visit.show(&page().part(&form).part(&table)))
}

/// Gives everything that was found as a workbook, page after page, beginning with the first one. What a sheet of Excel
/// has no room for is asked for by fewer days.
#[expect(
    clippy::disallowed_methods,
    reason = "whose files were read is noted here, under the right to audit"
)]
async fn download(
    visit: &Visit,
    desk: &Desk,
    mut asked: Asked,
    mut rows: Vec<SoughtReading>,
) -> Result<Response, Problem> {
    let mut book = LongWorkbook::new();
    let mut files: BTreeSet<SubjectId> = BTreeSet::new();
    loop {
        if !book.add(&table(&asked.search, &rows))? {
            return Err(Problem::refused(
                "符合条件的查阅记录太多，一张工作表装不下；请缩小日期范围，或按工作人员、机构分几次导出",
            ));
        }
        files.extend(rows.iter().map(|row| row.place.subject));
        let Some(last) = rows.last() else { break };
        asked.search.after = Some(last.place.clone());
        let (own, case) = (desk.clone(), asked.clone());
        let more = desk
            .db
            .read::<_, _, StoreError>(async move |tx| find(tx, &own, &case, AT_ONCE).await)
            .await?;
        rows = match more {
            Found::Readings(more) => more,
            Found::Alike(_) | Found::NoStaff | Found::NoFile => Vec::new(),
        };
    }
    // Whoever audits opens no file and exports none, and yet takes out what was read: whose file it was is told.
    let files: Vec<SubjectId> = files.into_iter().collect();
    note_exported(desk, &Occasion::from(visit), &files).await?;
    book.answer("查阅记录")
}

fn table(search: &ReadingSearch, rows: &[SoughtReading]) -> Table {
    let columns = vec![
        Column::text("日期"),
        Column::text("工作人员"),
        Column::text("当时所在机构"),
        Column::text("档案编号"),
        Column::text("为了什么"),
        Column::number("次数"),
        Column::text("最近一次"),
    ];
    let cells = rows.iter().map(|row| {
        let file = row.file.as_deref().unwrap_or("已销毁");
        vec![
            Cell::Day(row.place.on),
            Cell::text(row.staff.clone()),
            Cell::text(row.office.clone()),
            Cell::link(file, format!("/people/{}/readers", row.place.subject)),
            Cell::text(row.place.purpose.clone()),
            Cell::Number(row.times),
            Cell::text(web::minute_of(row.place.at)),
        ]
    });
    Table::new(format!("{} 至 {} 的查阅，近的在前", search.from, search.until), columns)
        .captioned()
        .rows(cells)
        .empty("这段时间没有符合条件的查阅")
}

/// Those who are called alike, each with the way to what they read.
fn alike(
    visit: &Visit,
    desk: &Desk,
    sent: &Submitted,
    staff: &[Staff],
) -> Result<Table, StoreError> {
    let rows: Result<Vec<Vec<Cell>>, StoreError> = staff
        .iter()
        .map(|member| {
            let one = again(sent, Some((WHO, &member.user_name)), &Submitted::default());
            let state = member.left_on.map_or("在岗".to_owned(), |day| format!("{day} 离岗"));
            Ok(vec![
                Cell::link(member.name.clone(), address(visit, desk, &one)?),
                Cell::text(member.user_name.clone()),
                Cell::text(member.office_name.clone()),
                Cell::text(state),
            ])
        })
        .collect();
    let columns = vec![
        Column::text("姓名"),
        Column::text("用户名"),
        Column::text("机构"),
        Column::text("状态"),
    ];
    Ok(Table::new("名字相近的有几位，请选一位", columns).captioned().rows(rows?))
}
