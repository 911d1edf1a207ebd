//! Letters to the registry: the list, and their delivery.

use access::{Action, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, Scope, offer, take_out};
use kernel::Day;
use store::{Instant, StoreError, SubjectId};
use web::parts::{Button, Cell, Column, Row, Table, Trail};
use web::{Field, Form, Page, Problem, Query, Submitted, Tone, Visit, id};

use super::board::{counts, letters_path, seen_by, tabs};
use super::{Opened, case_path, load, page_of};
use crate::NoticeId;
use crate::actions::notices::{LetterPlace, Notice, Posted, deliver, notices_page};
use crate::model::Refusal;

/// How many letters stand on a page.
const PAGE: i64 = 50;
/// How many are read at a time for a workbook.
const AT_ONCE: i64 = 500;

pub(super) async fn list(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let scope = Scope::asked(&visit.actor, &query);
    let reach = match scope {
        Scope::Own => Reach::Alike(Relation::Assigned),
        Scope::Whole => Reach::Alike(Relation::Office),
    };
    if query.wants_workbook() {
        reach.ask(&visit)?;
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let (found, next) = find_page(&visit, &desk, scope, after, AT_ONCE).await?;
            all.extend(found);
            after = next;
            if after.is_none() {
                break;
            }
        }
        let subjects = all.iter().map(|(posted, _)| posted.subject);
        let table = table(&visit, &all);
        return take_out(&visit, &desk, reach, "反馈函", &table, subjects).await;
    }
    let (trail, after) = Trail::of(&query.0, read_after);
    let (found, next) = find_page(&visit, &desk, scope, after, PAGE).await?;
    let path = letters_path(scope);
    let table = table(&visit, &found);
    let mut table = offer(&visit, reach, table, format!("{path}&format=xlsx"));
    let next = next.map(|(at, id): LetterPlace| format!("{}.{id}", at.micros()));
    table.pager = trail.pager(&path, next, &format!("本页 {} 封", found.len()));
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let counts = desk.db.read(async move |tx| counts(tx, &desk2, &occasion, scope).await).await?;
    let mut page = Page::new("给登记管理部门的反馈")
        .section("/assistance").crumb("就业援助", "/assistance")
        .lead("停止服务或撤销停止时，向就失业登记管理部门反馈的函件；送达以其回执为准（BJ18-13(3)、BJ18-21、BJ18-29）");
    if let Some(scopes) = scope.tabs(&visit, letters_path) {
        page = page.part(&scopes);
    }
    Ok(visit.show(&page.part(&tabs(&path, &counts)).part(&table)))
}

async fn find_page(
    visit: &Visit,
    desk: &Desk,
    scope: Scope,
    after: Option<LetterPlace>,
    limit: i64,
) -> Result<(Vec<(Posted, String)>, Option<LetterPlace>), StoreError> {
    let (desk2, actor) = (desk.clone(), visit.actor.clone());
    let found = desk.db.read(async move |tx| {
        let sees = seen_by(&actor, scope, Action::ReadFile);
        let (letters, next) = notices_page(tx, actor.area, after, limit, sees).await?;
        let mut shown = Vec::new();
        for posted in letters {
            let name = subjects::name_of(tx, &desk2.sealing, posted.subject).await?;
            let name = name.map_or_else(|| "—".to_owned(), |name| name.reveal().to_owned());
            shown.push((posted, name));
        }
        Ok((shown, next))
    });
    found.await
}

/// A place in the list, as it stands in an address.
fn read_after(text: &str) -> Option<LetterPlace> {
    let (at, id) = text.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
}

fn table(visit: &Visit, found: &[(Posted, String)]) -> Table {
    let columns = vec![
        Column::text("服务对象"),
        Column::text("反馈函"),
        Column::text("写成"),
        Column::text("送达"),
        Column::buttons("办理"),
    ];
    let rows = found.iter().map(|(posted, name)| {
        let path = format!("/people/{}/stop-notices/{}", posted.subject, posted.id);
        let relation = visit.actor.relation_to(posted.office_code, posted.officer);
        let mut buttons = Vec::new();
        if visit.may(Action::ReadFile, relation).is_ok() {
            buttons.push(Button::link("查看", path.clone()).spoken(format!("查看{name}的反馈函")));
        }
        let waits = posted.delivered_on.is_none() && !posted.is_void;
        if waits && visit.may(Action::RecordService, relation).is_ok() {
            let spoken = format!("记录{name}的反馈函送达");
            buttons.push(Button::link("记录送达", format!("{path}/delivered")).spoken(spoken));
        }
        Row::from(vec![
            Cell::link(name, case_path(posted.subject)),
            Cell::text(posted.purpose.term()),
            Cell::Day(posted.made_on),
            delivery(posted.delivered_on, posted.is_void),
            Cell::Buttons(buttons),
        ])
    });
    Table::new("反馈函", columns).rows(rows).empty("没有反馈函")
}

/// Says whether a letter was delivered.
pub(super) fn delivery(delivered_on: Option<Day>, is_void: bool) -> Cell {
    if is_void {
        return Cell::Badge(Tone::Plain, "已作废，不送达".to_owned());
    }
    delivered_on.map_or_else(
        || Cell::Badge(Tone::Soon, "待送达".to_owned()),
        |day| Cell::Badge(Tone::Good, format!("{day} 送达")),
    )
}

pub(super) fn find(opened: &Opened, notice: NoticeId) -> Result<&Notice, Problem> {
    opened.notices.iter().find(|known| known.id == notice).ok_or(Problem::Missing)
}

fn form(notice: &Notice, opened: &Opened, visit: &Visit) -> Form {
    let path = format!("/people/{}/stop-notices/{}/delivered", opened.subject(), notice.id);
    Form::new(path, "记下送达", visit.once_key())
        .field(
            registry(notice, opened)
                .required()
                .hint("就失业登记管理部门的全称；写进给本人的告知书，以后的函件自动填好"),
        )
        .field(Field::lines("words", "回执").required().hint("谁收到的、怎样送达、回执编号"))
        .cancel("/stopping/notices")
}

/// Asks to which registry it was delivered; as it was named before, or as it is usually called.
fn registry(notice: &Notice, opened: &Opened) -> Field {
    let written = Some(notice.letter.registry.clone()).filter(|name| !name.is_empty());
    let known = opened.registry.clone().or(written).or_else(|| opened.usual_registry.clone());
    let field = Field::line("registry", "送达部门");
    match known {
        Some(known) => field.value(known),
        None => field,
    }
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, notice)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let notice: NoticeId = id(&notice)?;
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    let form = form(find(&opened, notice)?, &opened, &visit);
    Ok(visit.show(&page_of("记录反馈函送达", &opened).part(&form)))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, notice)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, which): (SubjectId, NoticeId) = (id(&subject)?, id(&notice)?);
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    let mut form = form(find(&opened, which)?, &opened, &visit);
    form.take(&sent);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let (registry, receipt) = (form.words("registry"), form.words("words"));
    let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        deliver(tx, &desk2, &occasion, (subject, which), (&registry, &receipt)).await
    });
    match outcome.await? {
        Some(()) => Ok(visit.go_on("/stopping/notices", "已记下送达")),
        None => Ok(visit.show_again(&page_of("记录反馈函送达", &opened).part(&form))),
    }
}
