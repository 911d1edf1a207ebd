//! The tree of offices, and one office.

use std::collections::HashMap;

use access::{Action, Area, OfficeLevel};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use store::{OfficeId, StoreError, Tx};
use web::parts::{Button, Cell, Column, Facts, Row, Section, Table, Tile, Tiles};
use web::{Notice, Page, Problem, Query, Routes, Tone, Visit, workbook};

use super::covers::cover_rows;
use super::factor_rule;
use super::recovery::waiting_button;
use super::sign_in::encoded;
use crate::lookup;
use crate::model::cover::Cover;
use crate::model::office::{Office, Outlet, Zone};
use crate::model::staff::Staff;
use crate::sql;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get("/offices", Action::SeeOffices, list).get(
        "/offices/{office}",
        Action::SeeOffices,
        show,
    )
}

/// The offices of an area with how many work in each and how many outlets each has.
struct Tree {
    offices: Vec<Office>,
    staff: HashMap<OfficeId, i64>,
    outlets: HashMap<OfficeId, i64>,
}

impl Tree {
    async fn of(tx: &mut Tx, area: Area) -> Result<Self, StoreError> {
        let offices = lookup::offices_within(tx, area).await?;
        let values: [&dyn store::ToValue; 2] = [&area.first, &area.last];
        let staff: Vec<(OfficeId, i64)> = tx.all(sql::STAFF_COUNTS, &values).await?;
        let outlets: Vec<(OfficeId, i64)> = tx.all(sql::OUTLET_COUNTS, &values).await?;
        let (staff, outlets) = (staff.into_iter().collect(), outlets.into_iter().collect());
        Ok(Self { offices, staff, outlets })
    }

    /// Counts through an area.
    fn sum(&self, counts: &HashMap<OfficeId, i64>, area: Area) -> i64 {
        let within = self.offices.iter().filter(|office| area.holds(office.code));
        within.filter_map(|office| counts.get(&office.office_id)).sum()
    }
}

/// What an actor looks at: their own area, or for a wider view the office asked for.
#[expect(clippy::disallowed_methods, reason = "it lists offices, and names nobody")]
async fn list(visit: Visit, State(desk): State<Desk>, query: Query) -> Result<Response, Problem> {
    let area = visit.actor.area;
    let tree = desk.db.read::<_, _, StoreError>(async move |tx| Tree::of(tx, area).await).await?;
    let words = query.0.text("name").unwrap_or_default().to_owned();
    let level = query.0.text("level").unwrap_or_default().to_owned();
    let shows_all = query.wants_workbook() || !words.is_empty() || !level.is_empty();
    let chosen = tree.offices.iter().filter(|office| {
        let is_named = office.name.contains(&words) || office.code.to_string().starts_with(&words);
        let is_level = level.is_empty() || office.level.text() == level;
        // Communities are many: they are shown with their street, by search, and in the workbook.
        let is_shown = shows_all
            || area.level() >= OfficeLevel::Street
            || office.level != OfficeLevel::Community;
        is_named && is_level && is_shown
    });
    let table = office_table(&tree, chosen, "机构").export(format!(
        "/offices?format=xlsx&name={}&level={}",
        encoded(&words),
        encoded(&level)
    ));
    if query.wants_workbook() {
        return workbook("机构", &table);
    }
    let form = web::Form::asking("/offices", "查找")
        .field(web::Field::line("name", "名称或代码").value(words))
        .field(level_field(&level));
    let mut page = Page::new("机构与人员")
        .section("/offices")
        .lead("列出本机构和下级机构；社区（村）站可按名称、代码或级别查找，也在所属街道的页面中")
        .part(&tiles(&tree))
        .part(&form)
        .part(&table);
    if visit.actor.may_ever(Action::ManageOffices) {
        page = page.tool(Button::link("设立机构", "/offices/new").main());
    }
    if visit.actor.may_ever(Action::ManageStaff) {
        page = page.tool(Button::link("开通账号", "/staff/new"));
    }
    let buttons = [factor_rule::button(&desk, &visit).await?, waiting_button(&desk, &visit).await?];
    for button in buttons.into_iter().flatten() {
        page = page.tool(button);
    }
    Ok(visit.show(&page.tool(Button::link("代班", "/covers"))))
}

fn level_field(level: &str) -> web::Field {
    let levels =
        [OfficeLevel::City, OfficeLevel::District, OfficeLevel::Street, OfficeLevel::Community];
    let choices = levels.map(|level| web::Choice::new(level.text(), level.term())).to_vec();
    web::Field::of("level", "级别", choices).value(level)
}

fn tiles(tree: &Tree) -> Tiles {
    let levels = [
        (OfficeLevel::City, "市级机构"),
        (OfficeLevel::District, "区级机构"),
        (OfficeLevel::Street, "街道（乡镇）机构"),
        (OfficeLevel::Community, "社区（村）站"),
    ];
    let mut tiles = Vec::new();
    for (level, label) in levels {
        let open = tree.offices.iter().filter(|office| office.is_open() && office.level == level);
        let count = open.count();
        if count > 0 {
            let path = format!("/offices?level={}", level.text());
            tiles.push(Tile::new(label, count, Tone::Plain).leads_to(path));
        }
    }
    tiles.push(Tile::new("在职人员", tree.staff.values().sum::<i64>(), Tone::Plain));
    tiles.push(Tile::new("服务网点", tree.outlets.values().sum::<i64>(), Tone::Plain));
    Tiles(tiles)
}

fn office_table<'t>(
    tree: &Tree,
    offices: impl Iterator<Item = &'t Office>,
    caption: &str,
) -> Table {
    let columns = vec![
        Column::text("机构"),
        Column::text("级别"),
        Column::text("统计用区划代码"),
        Column::text("地址"),
        Column::text("电话"),
        Column::number("网点"),
        Column::number("本机构人员"),
        Column::number("含下级人员"),
        Column::text("状态"),
    ];
    let rows = offices.map(|office| {
        let own = |counts: &HashMap<OfficeId, i64>| {
            Cell::Number(counts.get(&office.office_id).copied().unwrap_or(0))
        };
        let cells = vec![
            Cell::link(&office.name, format!("/offices/{}", office.office_id)),
            Cell::text(office.level.term()),
            Cell::text(office.code.to_string()),
            optional(&office.address),
            optional(&office.phone),
            own(&tree.outlets),
            own(&tree.staff),
            Cell::Number(tree.sum(&tree.staff, office.area())),
            state(office.closed_on),
        ];
        Row::from(cells)
    });
    Table::new(caption, columns).rows(rows).empty("没有符合条件的机构；请改换名称、代码或级别再查")
}

fn optional(text: &str) -> Cell {
    if text.is_empty() { Cell::Nothing } else { Cell::text(text) }
}

fn state(closed_on: Option<kernel::Day>) -> Cell {
    match closed_on {
        None => Cell::Badge(Tone::Good, "运行中".to_owned()),
        Some(day) => Cell::Badge(Tone::Plain, format!("{day} 停用")),
    }
}

#[expect(clippy::disallowed_methods, reason = "it names staff alone")]
async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let id: OfficeId = id.parse().map_err(|_| Problem::Missing)?;
    let today = visit.today;
    let found = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let Some(office) = lookup::find_office(tx, id).await? else { return Ok(None) };
            let tree = Tree::of(tx, office.area()).await?;
            let outlets: Vec<Outlet> = tx.all(sql::OUTLETS_OF, &[&id]).await?;
            let staff = lookup::staff_of(tx, id).await?;
            let values: [&dyn store::ToValue; 3] = [&office.code, &office.code, &today];
            let covers: Vec<Cover> = tx.all(sql::COVERS_WITHIN, &values).await?;
            Ok(Some((office, tree, outlets, staff, covers)))
        })
        .await?;
    let Some((office, tree, outlets, staff, covers)) = found else { return Err(Problem::Missing) };
    let sees_accounts = visit.actor.may_ever(Action::ManageStaff)
        || visit.actor.may_ever(Action::ManageSecurity)
        || visit.actor.may_ever(Action::ReadAudit);
    let people = staff_table(&office, &staff, sees_accounts);
    if query.wants_workbook() {
        return workbook(&format!("{}人员", office.name), &people);
    }
    let relation = visit.actor.relation_to(office.code, None);
    let manages = office.is_open() && visit.may(Action::ManageOffices, relation).is_ok();
    let mut page = Page::new(&office.name)
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .part(&facts(&office))
        .part(&Section::new("服务网点", "outlets").part(&outlet_table(&outlets, manages, &visit)))
        .part(&Section::new("人员", "staff").part(&people))
        .part(&Section::new("代班", "covers").part(&cover_rows(&covers, &visit)));
    if let Some(notice) = missing_zones(&office, &outlets) {
        page = page.notice(notice);
    }
    let below: Vec<&Office> =
        tree.offices.iter().filter(|other| other.parent_id == Some(office.office_id)).collect();
    if !below.is_empty() {
        let table = office_table(&tree, below.into_iter(), "下级机构");
        page = page.part(&Section::new("下级机构", "below").part(&table));
    }
    if manages {
        page = page
            .tool(Button::link("修改", format!("/offices/{id}/edit")))
            .tool(Button::link("设立网点", format!("/offices/{id}/outlets/new")))
            .tool(Button::link("开通账号", format!("/staff/new?office={id}")))
            .tool(Button::link("停用机构", format!("/offices/{id}/close")));
    }
    Ok(visit.show(&page))
}

fn facts(office: &Office) -> Facts {
    Facts::new("")
        .words("级别", office.level.term())
        .words("统计用区划代码", office.code.to_string())
        .words("地址", &office.address)
        .words("电话", &office.phone)
        .words("设立日期", office.opened_on.to_string())
        .fact("状态", state(office.closed_on))
}

/// Says which zones the office's outlets still lack.
fn missing_zones(office: &Office, outlets: &[Outlet]) -> Option<Notice> {
    let has = |zone: &Zone| {
        let open = outlets.iter().filter(|outlet| outlet.closed_on.is_none());
        open.flat_map(|outlet| outlet.zones.as_slice()).any(|known| known == zone)
    };
    let missing = Zone::required_at(office.level).iter().filter(|zone| !has(zone));
    let missing: Vec<&str> = missing.map(|zone| zone.term()).collect();
    (office.is_open() && !missing.is_empty()).then(|| {
        Notice::soon(format!("按 BJ18-6，{}机构还应设置：{}", office.level, missing.join("、")))
    })
}

fn outlet_table(outlets: &[Outlet], manages: bool, visit: &Visit) -> Table {
    let mut columns = vec![
        Column::text("网点"),
        Column::text("地址"),
        Column::text("功能分区"),
        Column::text("状态"),
    ];
    if manages {
        columns.push(Column::buttons("操作"));
    }
    let rows = outlets.iter().map(|outlet| {
        let mut cells = vec![
            Cell::text(&outlet.name),
            Cell::text(&outlet.address),
            Cell::text(outlet.zones.to_string()),
            state(outlet.closed_on),
        ];
        if manages {
            let key = visit.once_key();
            let path = format!("/outlets/{}/close", outlet.outlet_id);
            let button = Button::post("停用", path, &[(web::form::ONCE, &key)])
                .spoken(format!("停用{}", outlet.name));
            let buttons = if outlet.closed_on.is_none() { vec![button] } else { Vec::new() };
            cells.push(Cell::Buttons(buttons));
        }
        cells
    });
    Table::new("服务网点", columns).rows(rows).empty("尚未登记网点")
}

/// Shows the staff of an office; user names only to whoever administers accounts.
fn staff_table(office: &Office, staff: &[Staff], sees_accounts: bool) -> Table {
    let mut columns = vec![Column::text("姓名"), Column::text("岗位"), Column::text("在岗")];
    if sees_accounts {
        columns.push(Column::text("用户名"));
        columns.push(Column::text("两步验证"));
    }
    let rows = staff.iter().map(|person| {
        let mut cells = vec![
            Cell::link(&person.name, format!("/staff/{}", person.staff_id)),
            Cell::text(person.roles.to_string()),
            match person.left_on {
                None => Cell::text(format!("{} 起", person.joined_on)),
                Some(day) => Cell::Badge(Tone::Plain, format!("{day} 离岗")),
            },
        ];
        if sees_accounts {
            cells.push(Cell::text(&person.user_name));
            cells.push(if person.has_second_factor {
                Cell::Badge(Tone::Good, "已启用".to_owned())
            } else {
                Cell::Nothing
            });
        }
        cells
    });
    Table::new("人员", columns)
        .rows(rows)
        .empty("本机构尚无人员")
        .export(format!("/offices/{}?format=xlsx", office.office_id))
}
