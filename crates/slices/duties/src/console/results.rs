//! The head's view of what has come of the work: load, lateness, results, for each officer or office.

use access::{Action, Area, OfficeLevel};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::StoreError;
use web::parts::{Section, Tile, Tiles};
use web::{Field, Form, Page, Problem, Query, Sheet, Tone, Visit, workbook_of};

use super::results_lines::{Known, Line, OF_LOAD, OF_RESULTS, lines, sum};
use super::results_tables::{Leads, Shown, at_a_glance, load, results};
use super::sorting::{By, Sorting};
use crate::actions::agenda::{fallen, fell_at, loads, settled};
use crate::actions::results::{caseload, households_without_work, others, workers};
use crate::model::{LOOK_BACK, RATE_MEANS};

/// What is said of lateness that came with somebody.
const CAME_MEANS: &str = "点表头可以按该项排列。移交来的人，逾期仍由现在负责的机构和责任人计算，一件不减；“接手前已逾期”说明其中多少来的时候已经逾期（到期日在接手以前），“已移交、移交前已逾期”说明移交出去的还有多少没有办。下级之间移交的，上级的合计不再扣除";

/// What was asked for in the address, within the actor's reach.
pub(super) struct Asked {
    pub(super) area: Area,
    pub(super) since: Day,
}

impl Asked {
    pub(super) fn read(visit: &Visit, query: &Query) -> Result<Self, Problem> {
        let code = query.0.text("office").and_then(|code| code.parse().ok());
        let area = visit.actor.reach(Action::SeeResults, code)?;
        let since = query.0.text("since").and_then(|day| day.parse().ok());
        let since: Day = since.unwrap_or(visit.today.plus_days(-LOOK_BACK));
        Ok(Self { area, since: since.min(visit.today) })
    }

    /// The form in which the day is chosen, with what is wrong with the one that was asked for.
    fn form(&self, visit: &Visit, query: &Query) -> Form {
        let usual = visit.today.plus_days(-LOOK_BACK);
        let mut form = Form::asking("/today/office/results", "查看")
            .hidden("office", self.area.first.to_string())
            .field(Field::day("since", "从哪天起").value(usual.to_string()));
        form.take_asked(&query.0);
        if form.day("since").is_some_and(|since| since > visit.today) {
            let words =
                format!("“从哪天起”在今天之后，还没有可以统计的；请改为 {} 或以前", visit.today);
            form.refuse("since", words);
        }
        form
    }
}

#[expect(clippy::disallowed_methods, reason = "it counts, and names officers alone")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&visit, &query)?;
    let form = asked.form(&visit, &query);
    if !form.is_sound() {
        return Ok(visit.show_again(&page(&asked).part(&form)));
    }
    let known = know(&desk, &asked, visit.today).await?;
    let may_read = visit.actor.may_ever(Action::ReadFile);
    let leads = if may_read { Leads::ToPeople } else { Leads::ToDuties };
    let leads = if query.wants_workbook() { Leads::Nowhere } else { leads };
    let here = format!("/today/office/results?office={}&since={}", asked.area.first, asked.since);
    let figures = [OF_LOAD, OF_RESULTS].concat();
    let sorting = Sorting::read(&query, &figures, here.clone());
    let mut lines = lines(&known, asked.area);
    sorting.sort(&mut lines);
    let total = sum(&lines, &known, asked.area);
    let shown = Shown { lines: &lines, total: &total, asked: &asked, sorting: &sorting, leads };
    if query.wants_workbook() {
        let sheets = [
            Sheet { name: "服务对象和待办".to_owned(), tables: vec![load(&shown)] },
            Sheet { name: "办理和成效".to_owned(), tables: vec![results(&shown)] },
        ];
        return workbook_of("负担与成效", &sheets);
    }
    let lead = format!(
        "{}：每人负担多少、按期没有、带来什么结果。办理和成效从 {} 算到 {}。{RATE_MEANS}",
        known.office_name, asked.since, visit.today
    );
    let section = |heading: &str, mark: &str, figures: &[By<Line>]| {
        let section = Section::new(heading, mark);
        let is_asked_for = figures.iter().any(|(name, _)| sorting.is_by(name));
        if is_asked_for { section } else { section.folded() }
    };
    let page = page(&asked)
        .lead(lead)
        .part(&form)
        .part(&Tiles(vec![household_tile(&visit, asked.area, known.households)]))
        .part(&at_a_glance(&shown).export(format!("{here}&format=xlsx")))
        .part(&section("负担：按等级和待办", "load", OF_LOAD).lead(CAME_MEANS).part(&load(&shown)))
        .part(&section("办理和成效", "results", OF_RESULTS).part(&results(&shown)));
    Ok(visit.show(&page))
}

fn page(asked: &Asked) -> Page {
    Page::new("负担与成效")
        .section("/today/office")
        .crumb("机构应办", format!("/today/office?office={}", asked.area.first))
}

async fn know(desk: &Desk, asked: &Asked, today: Day) -> Result<Known, StoreError> {
    let (area, since) = (asked.area, asked.since);
    desk.db
        .read(async move |tx| {
            let offices = offices::offices_within(tx, area).await?;
            let office_name =
                offices.first().map_or_else(String::new, |office| office.name.clone());
            Ok(Known {
                office_name,
                offices: offices.into_iter().map(|office| (office.code, office.name)).collect(),
                staff: offices::staff_names(tx, area).await?,
                cases: caseload(tx, area, today).await?,
                others: others(tx, area).await?,
                loads: loads(tx, area, today).await?,
                fallen: fallen(tx, area, since).await?,
                fell: fell_at(tx, area).await?,
                settled: settled(tx, area, since).await?,
                workers: workers(tx, area, since, today).await?,
                households: households_without_work(tx, area).await?,
            })
        })
        .await
}

/// The number that everyone sees: households of an area in which nobody works. Zero is good. It leads to the list of
/// just these households, for whoever may list all of them.
#[must_use]
pub fn household_tile(visit: &Visit, area: Area, number: i64) -> Tile {
    let tone = if number == 0 { Tone::Good } else { Tone::Late };
    let tile = Tile::new("零就业家庭", number, tone).beneath(if number == 0 {
        "动态清零（户）"
    } else {
        "已认定、仍无人就业（户）"
    });
    if !lists_households(visit, area) {
        tile
    } else if area.first == visit.actor.area.first {
        tile.leads_to("/households")
    } else {
        tile.leads_to(format!("/households?office={}", area.first))
    }
}

/// Tells whether the actor may list the households of an area. Whoever serves in a street or in one of its communities
/// lists the street's; above the streets it takes the right to look down the tree.
fn lists_households(visit: &Visit, area: Area) -> bool {
    let street = |area: Area| area.first - area.first % 1_000;
    visit.actor.reach(Action::ReadFile, None).is_ok_and(|reach| match reach.level() {
        OfficeLevel::City | OfficeLevel::District => {
            reach.holds(area.first) && area.last <= reach.last
        }
        OfficeLevel::Street | OfficeLevel::Community => street(reach) == street(area),
    })
}

/// Reads that number for an actor's own area.
pub(super) async fn households(desk: &Desk, visit: &Visit) -> Result<i64, StoreError> {
    let area = visit.actor.area;
    desk.db.read(async move |tx| households_without_work(tx, area).await).await
}
