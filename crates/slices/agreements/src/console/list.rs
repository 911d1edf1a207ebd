//! The agreements of an office: in force, ending soon, not signed yet, owed.

use std::collections::HashMap;

use access::{Action, Area, OfficeLevel, Relation};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{After, DutyRow, Reach, Scope, Whose, offer, take_out};
use kernel::Day;
use store::{ActorId, StoreError, SubjectId, Tx};
use web::parts::{Cell, Column, Pager, Row, Table, Tile, Tiles};
use web::{Notice, Page, Problem, Query, Tone, Visit};

use super::words;
use crate::actions::list::{Listed, listed};
use crate::model::{NEAR, Side};

/// How many rows a page has.
const PAGE: usize = 100;
/// How many that are owed are read at a time; the list has all of them.
const AT_ONCE: i64 = 1_000;
/// The rule under which an agreement is owed.
const RULE: &str = "BJ18-23";

/// Which agreements are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    InForce,
    Near,
    Unsigned,
    Owed,
}

impl Shown {
    const ALL: [Self; 4] = [Self::InForce, Self::Near, Self::Unsigned, Self::Owed];

    const fn name(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Near => "near",
            Self::Unsigned => "unsigned",
            Self::Owed => "owed",
        }
    }

    const fn term(self) -> &'static str {
        match self {
            Self::InForce => "在执行",
            Self::Near => "30 天内期满或已过期满日",
            Self::Unsigned => "签字未齐",
            Self::Owed => "应签未签",
        }
    }
}

/// What an area has.
struct Lists {
    agreements: Vec<Listed>,
    owed: Vec<DutyRow>,
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let wanted = query.0.text("show");
    let shown = Shown::ALL.into_iter().find(|shown| Some(shown.name()) == wanted);
    let shown = shown.unwrap_or(Shown::InForce);
    let action = if query.wants_workbook() { Action::Export } else { Action::ReadFile };
    if !visit.actor.may_ever(action) {
        return Err(access::Denied { action }.into());
    }
    let area = area_of(&visit);
    let office: Option<i64> = match query.0.text("office") {
        Some(code) => Some(code.parse().map_err(|_| Problem::Missing)?),
        None => None,
    };
    let area = match (office, OfficeLevel::of_code(area.first)) {
        (Some(code), _) if area.holds(code) => Area::alone(code),
        (Some(_), _) => return Err(access::Denied { action }.into()),
        // A street reads its own as a whole; whoever stands above many offices reads them one at a time.
        (None, OfficeLevel::Street | OfficeLevel::Community) => area,
        (None, _) if area.first == area.last => area,
        (None, _) => {
            let wanted = (shown.name(), query.wants_workbook());
            return super::overview::show(&visit, &desk, area, wanted).await;
        }
    };
    let scope = Scope::asked(&visit.actor, &query);
    let (occasion, desk2) = (Occasion::from(&visit), desk.clone());
    let from: usize = query.0.text("from").and_then(|text| text.parse().ok()).unwrap_or(0);
    let take = if query.wants_workbook() { usize::MAX } else { PAGE };
    let (lists, names) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let lists = lists(tx, &occasion, area, (action, scope)).await?;
            let rows = subjects_of(&lists, shown, occasion.today);
            let rows = rows.into_iter().skip(from).take(take);
            let names = names(tx, &desk2, rows).await?;
            Ok((lists, names))
        })
        .await?;
    let offices = desk.db.read(async move |tx| office_words(tx, area).await).await?;
    let list = List { shown, office, scope };
    let table = table(&visit, &lists, list, (from, take), &names, &offices);
    if query.wants_workbook() {
        let some = subjects_of(&lists, shown, visit.today).into_iter().skip(from);
        let reach = Reach::Each;
        return take_out(&visit, &desk, reach, "就业援助服务协议", &table, some).await;
    }
    let page =
        Page::new("就业援助服务协议").section("/assistance").crumb("就业援助", "/assistance");
    let page = match office {
        Some(code) => {
            let name = offices.0.get(&code).map_or("（已撤并的机构）", String::as_str);
            page.crumb("就业援助服务协议", "/agreements")
                .notice(Notice::note(format!("只列出{name}负责的人员。")))
        }
        None => page,
    };
    let page = match scope.tabs(&visit, |scope| List { scope, ..list }.path()) {
        Some(scopes) => page.part(&scopes),
        None => page,
    };
    let page = page
        .lead("登记并认定困难的，5 个工作日内签订（BJ18-23，本地规范）；签字以双方在屏幕上签名或上传签字件为齐")
        .part(&tiles(&lists, list, visit.today))
        .part(&table)
        .aside(&words::basis(&["BJ18-23"]));
    Ok(visit.show(&page))
}

/// The area that somebody reads: with those below, or their own office alone.
fn area_of(visit: &Visit) -> Area {
    let own = visit.actor.area;
    if visit.may(Action::ReadFile, Relation::Below).is_ok() { own } else { Area::alone(own.first) }
}

/// Gives what the actor may see of an area.
async fn lists(
    tx: &mut Tx,
    occasion: &Occasion,
    area: Area,
    (action, scope): (Action, Scope),
) -> Result<Lists, StoreError> {
    let may = |office_code: i64, officer: Option<ActorId>| {
        scope.holds(&occasion.actor, office_code, officer)
            && occasion.may(action, occasion.actor.relation_to(office_code, officer)).is_ok()
    };
    let mut agreements = listed(tx, area).await?;
    agreements.retain(|row| may(row.office_code, row.officer));
    let days = (Day::FIRST, Day::LAST);
    let (mut owed, mut after) = (Vec::new(), After::nothing());
    loop {
        let whose = Whose::Office(area);
        let some = duties::open_duties(tx, whose, days, &after, RULE, AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(Lists { agreements, owed }) };
        after = After::from(last);
        owed.extend(some.into_iter().filter(|row| may(row.office_code, row.officer_id)));
    }
}

fn is_shown(row: &Listed, shown: Shown, today: Day) -> bool {
    match shown {
        Shown::InForce => true,
        Shown::Near => row.is_near(today),
        Shown::Unsigned => !row.is_signed(),
        Shown::Owed => false,
    }
}

fn subjects_of(lists: &Lists, shown: Shown, today: Day) -> Vec<SubjectId> {
    if shown == Shown::Owed {
        return lists.owed.iter().map(|row| row.subject_id).collect();
    }
    let rows = lists.agreements.iter().filter(|row| is_shown(row, shown, today));
    rows.map(|row| row.subject).collect()
}

async fn names(
    tx: &mut Tx,
    desk: &Desk,
    subjects: impl Iterator<Item = SubjectId>,
) -> Result<HashMap<SubjectId, String>, StoreError> {
    let mut names = HashMap::new();
    for subject in subjects {
        let name = subjects::name_of(tx, &desk.sealing, subject).await?;
        let name = name.map_or_else(|| "—".to_owned(), |name| name.reveal().to_owned());
        names.insert(subject, name);
    }
    Ok(names)
}

/// The names of the offices, by code, and of their staff.
type Called = (HashMap<i64, String>, HashMap<ActorId, String>);

async fn office_words(tx: &mut Tx, area: Area) -> Result<Called, StoreError> {
    let offices = offices::offices_within(tx, area).await?;
    let offices = offices.into_iter().map(|office| (office.code, office.name)).collect();
    Ok((offices, offices::staff_names(tx, area).await?))
}

/// Which list is shown: what, of which office where one was chosen, and whose people.
#[derive(Clone, Copy)]
struct List {
    shown: Shown,
    office: Option<i64>,
    scope: Scope,
}

impl List {
    /// The address.
    fn path(self) -> String {
        let office = self.office.map_or_else(String::new, |code| format!("&office={code}"));
        format!("/agreements?show={}&whose={}{office}", self.shown.name(), self.scope.name())
    }
}

fn tiles(lists: &Lists, list: List, today: Day) -> Tiles {
    let count = |wanted: Shown| match wanted {
        Shown::Owed => lists.owed.len(),
        _ => lists.agreements.iter().filter(|row| is_shown(row, wanted, today)).count(),
    };
    let late = lists.owed.iter().filter(|row| row.due_day < today).count();
    let tiles = Shown::ALL.map(|wanted| {
        let number = count(wanted);
        let tone = match wanted {
            _ if number == 0 => Tone::Plain,
            Shown::InForce => Tone::Plain,
            Shown::Owed if late > 0 => Tone::Late,
            _ => Tone::Soon,
        };
        let beneath = match wanted {
            Shown::Owed if late > 0 => format!("其中逾期 {late} 件"),
            _ => String::new(),
        };
        let mut tile = Tile::new(wanted.term(), number, tone)
            .leads_to(List { shown: wanted, ..list }.path())
            .beneath(beneath);
        tile.is_current = wanted == list.shown;
        tile
    });
    Tiles(tiles.into())
}

fn table(
    visit: &Visit,
    lists: &Lists,
    list: List,
    (from, take): (usize, usize),
    names: &HashMap<SubjectId, String>,
    (offices, staff): &Called,
) -> Table {
    let (today, shown) = (visit.today, list.shown);
    let name = |subject: SubjectId| names.get(&subject).map_or("—", String::as_str);
    let office = |code: i64| Cell::text(offices.get(&code).map_or("", String::as_str));
    let in_charge = |officer: Option<ActorId>| {
        let name = officer.and_then(|officer| staff.get(&officer));
        name.map_or(Cell::Nothing, Cell::text)
    };
    let (columns, rows): (Vec<Column>, Vec<Row>) = if shown == Shown::Owed {
        let rows = lists.owed.iter().skip(from).take(take).map(|row| {
            let button = duties::button(&visit.actor, row, name(row.subject_id));
            let due = row.due_day.days_since(today);
            let near = if due < 0 {
                format!("已逾期 {} 天", -due)
            } else {
                format!("还有 {due} 天")
            };
            Row {
                cells: vec![
                    Cell::link(name(row.subject_id), format!("/people/{}", row.subject_id)),
                    Cell::Two(row.due_day.to_string(), duties::sure(near, row.provisional)),
                    office(row.office_code),
                    in_charge(row.officer_id),
                    Cell::Buttons(button.into_iter().collect()),
                ],
                tone: if due < 0 { Tone::Late } else { Tone::Plain },
            }
        });
        let columns = ["服务对象", "期限", "机构", "专员"].map(Column::text);
        (columns.into_iter().chain([Column::buttons("办理")]).collect(), rows.collect())
    } else {
        let listed = lists.agreements.iter().filter(|row| is_shown(row, shown, today));
        let rows = listed.skip(from).take(take).map(|row| {
            let (tone, signed) = signed(row);
            let path = format!("/people/{}/agreement", row.subject);
            let tone_of_row = match row.ends_on {
                Some(ends_on) if ends_on < today => Tone::Late,
                Some(ends_on) if ends_on <= today.plus_days(NEAR) => Tone::Soon,
                _ => Tone::Plain,
            };
            Row {
                cells: vec![
                    Cell::link(name(row.subject), path),
                    Cell::Day(row.signed_on),
                    words::end_cell(row.ends_on, today),
                    Cell::Badge(tone, signed.to_owned()),
                    office(row.office_code),
                    in_charge(row.officer),
                ],
                tone: tone_of_row,
            }
        });
        let columns = ["服务对象", "签订", "期满", "签字", "机构", "专员"].map(Column::text);
        (columns.into(), rows.collect())
    };
    let number = subjects_of(lists, shown, today).len();
    let mut table = Table::new(shown.term(), columns).captioned().rows(rows).empty(match shown {
        Shown::InForce => "没有在执行的协议；应签的见“应签未签”",
        Shown::Near => "30 天内没有期满的协议",
        Shown::Unsigned => "在执行的协议都已签字",
        Shown::Owed => "没有应签未签的协议",
    });
    table = offer(visit, Reach::Each, table, format!("{}&format=xlsx", list.path()));
    if number > PAGE {
        let path = |from: usize| format!("{}&from={from}", list.path());
        // An address can ask for more than there is.
        let from = from.min(number);
        let end = from.saturating_add(PAGE);
        table = table.pager(Pager {
            first: (from > PAGE).then(|| list.path()),
            before: (from > 0).then(|| path(from.saturating_sub(PAGE))),
            after: (end < number).then(|| path(end)),
            words: format!("第 {}–{} 件，共 {number} 件", number.min(from + 1), end.min(number)),
        });
    }
    table
}

/// How far an agreement is signed.
fn signed(row: &Listed) -> (Tone, &'static str) {
    let has = |side| row.sides.contains(&side);
    match (row.is_scanned, has(Side::Office), has(Side::Person)) {
        (true, ..) => (Tone::Good, "签字件已上传"),
        (_, true, true) => (Tone::Good, "双方已签名"),
        _ if row.ends_on.is_none() => (Tone::Soon, "只有台账记录"),
        (_, true, false) => (Tone::Soon, "乙方未签名"),
        (_, false, true) => (Tone::Soon, "甲方未签名"),
        _ => (Tone::Soon, "未签名"),
    }
}
