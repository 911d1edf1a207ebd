//! The head's view of what has come of the work: load, lateness, results, for each officer or office.

use std::collections::{BTreeMap, HashMap};

use access::{Action, Area, OfficeLevel};
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::{ActorId, StoreError};
use web::parts::{Cell, Column, Row, Section, Table, Tile, Tiles};
use web::{Field, Form, Page, Problem, Query, Sheet, Tone, Visit, workbook_of};

use super::office::below;
use crate::actions::agenda::{loads, settled};
use crate::actions::results::{
    QUIET_DAYS, STEADY_MONTHS, Worker, caseload, households_without_work, workers,
};
use crate::model::{Bucket, Settled, of_which_rest, per_mille};
use crate::sql::{CaseRow, LoadRow, SettledRow};

/// Since when is looked back where no day is chosen, in days.
const LOOK_BACK: i32 = 90;
/// Below how many no share is given: one case more or less would change it by more than it says.
const FEW: i64 = 20;

/// What belongs to one line: an officer, or an office with those below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    name: String,
    /// The office whose figures these are, by code.
    office: i64,
    /// The officer, where the line is one's.
    officer: Option<ActorId>,
    /// People by level of difficulty, first those who have none yet.
    levels: [i64; 5],
    quiet: i64,
    open: i64,
    overdue: i64,
    /// How much of what is open rests, and how much of what is overdue.
    resting: i64,
    resting_overdue: i64,
    in_time: i64,
    late: i64,
    missed: i64,
    started: i64,
    steady: i64,
    due_steady: i64,
}

impl Line {
    /// The share done in time of all that was to be done by now; what is late and still open was not.
    fn in_time_share(&self) -> Cell {
        share(self.in_time, self.in_time + self.late + self.missed + self.overdue)
    }

    fn add(&mut self, other: &Self) {
        for (sum, one) in self.levels.iter_mut().zip(other.levels) {
            *sum += one;
        }
        for (sum, one) in [
            (&mut self.quiet, other.quiet),
            (&mut self.open, other.open),
            (&mut self.overdue, other.overdue),
            (&mut self.resting, other.resting),
            (&mut self.resting_overdue, other.resting_overdue),
            (&mut self.in_time, other.in_time),
            (&mut self.late, other.late),
            (&mut self.missed, other.missed),
            (&mut self.started, other.started),
            (&mut self.steady, other.steady),
            (&mut self.due_steady, other.due_steady),
        ] {
            *sum += one;
        }
    }
}

/// Everything that is counted in an area.
struct Known {
    office_name: String,
    offices: HashMap<i64, String>,
    staff: HashMap<ActorId, String>,
    cases: Vec<CaseRow>,
    loads: Vec<LoadRow>,
    settled: Vec<SettledRow>,
    workers: Vec<Worker>,
    households: i64,
}

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
}

#[expect(clippy::disallowed_methods, reason = "it counts, and names officers alone")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&visit, &query)?;
    let known = know(&desk, &asked, visit.today).await?;
    let lines = lines(&known, asked.area);
    if query.wants_workbook() {
        let sheets = [
            Sheet {
                name: "服务对象和待办".to_owned(),
                tables: vec![load(&lines, &asked, Leads::Nowhere)],
            },
            Sheet {
                name: "办理和成效".to_owned(),
                tables: vec![results(&lines, &asked, Leads::Nowhere)],
            },
        ];
        return workbook_of("负担与成效", &sheets);
    }
    let may_read = visit.actor.may_ever(Action::ReadFile);
    let leads = if may_read { Leads::ToPeople } else { Leads::ToDuties };
    let here = format!("/today/office/results?office={}&since={}", asked.area.first, asked.since);
    let since = Form::asking("/today/office/results", "查看")
        .hidden("office", asked.area.first.to_string())
        .field(Field::day("since", "从哪天起").value(asked.since.to_string()));
    let lead = format!(
        "{}：每人负担多少、按期没有、带来什么结果。办理和成效从 {} 算到 {}；不足 {FEW} 件（人）的不算比率，以免一两件就说明不了问题",
        known.office_name, asked.since, visit.today
    );
    let page = Page::new("负担与成效")
        .section("/today/office")
        .crumb("机构应办", format!("/today/office?office={}", asked.area.first))
        .lead(lead)
        .part(&since)
        .part(&Tiles(vec![household_tile(&visit, asked.area, known.households)]))
        .part(&at_a_glance(&lines, &asked, leads).export(format!("{here}&format=xlsx")))
        .part(
            &Section::new("负担：按等级和待办", "load").folded().part(&load(&lines, &asked, leads)),
        )
        .part(
            &Section::new("办理和成效", "results").folded().part(&results(&lines, &asked, leads)),
        );
    Ok(visit.show(&page))
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
                loads: loads(tx, area, today).await?,
                settled: settled(tx, area, since).await?,
                workers: workers(tx, area, since, today).await?,
                households: households_without_work(tx, area).await?,
            })
        })
        .await
}

/// Puts what belongs together into lines: officers in a street or community, offices above.
fn lines(known: &Known, area: Area) -> Vec<Line> {
    let by_office = matches!(area.level(), OfficeLevel::City | OfficeLevel::District);
    let mut lines: BTreeMap<(i64, Option<ActorId>), Line> = BTreeMap::new();
    let mut line = |office: i64, officer: Option<ActorId>, add: &dyn Fn(&mut Line)| {
        let place = if by_office { (below(area, office), None) } else { (area.first, officer) };
        add(lines.entry(place).or_default());
    };
    for case in &known.cases {
        line(case.office_code, case.officer_id, &|line| {
            if let Some(level) =
                usize::try_from(case.level).ok().and_then(|at| line.levels.get_mut(at))
            {
                *level += case.number;
            }
            line.quiet += case.quiet;
        });
    }
    for load in &known.loads {
        line(load.office_code, load.officer_id, &|line| {
            line.open += load.open().iter().sum::<i64>();
            line.overdue += load.overdue;
            line.resting += load.resting().iter().sum::<i64>();
            line.resting_overdue += load.resting_overdue;
        });
    }
    for row in &known.settled {
        line(row.office_code, row.officer_id, &|line| match row.state {
            Settled::Met => line.in_time += row.number,
            Settled::Late => line.late += row.number,
            Settled::Missed => line.missed += row.number,
            Settled::Void | Settled::Open => {}
        });
    }
    for worker in &known.workers {
        line(worker.office_code, worker.officer, &|line| {
            line.started += i64::from(worker.started.is_some());
            line.due_steady += i64::from(worker.steady.is_some());
            line.steady += i64::from(worker.steady.is_some_and(|(_, is)| is));
        });
    }
    for ((office, officer), line) in &mut lines {
        (line.office, line.officer) = (*office, *officer);
        line.name = if by_office {
            known.offices.get(office).cloned().unwrap_or_else(|| office.to_string())
        } else {
            let name = officer.and_then(|officer| known.staff.get(&officer)).cloned();
            name.unwrap_or_else(|| "未指定责任人".to_owned())
        };
    }
    lines.into_values().collect()
}

/// Where figures lead.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leads {
    /// Nowhere, in a workbook.
    Nowhere,
    /// To lists of duties, for whoever reads no files.
    ToDuties,
    /// To lists of people too.
    ToPeople,
}

/// A figure that leads to the list behind it; on paper, where nothing is listed and where nothing can be listed it
/// stands alone.
fn figure(number: i64, path: Option<String>) -> Cell {
    match path {
        Some(path) if number > 0 => Cell::link(number.to_string(), path),
        _ => Cell::Number(number),
    }
}

/// The share of a part, where there are enough to speak of one.
fn share(part: i64, whole: i64) -> Cell {
    if whole < FEW { Cell::Nothing } else { Cell::PerMille(per_mille(part, whole)) }
}

/// The first cell of a line: an office leads to its own figures.
fn name(line: &Line, asked: &Asked, leads: Leads) -> Cell {
    let is_below = line.officer.is_none() && line.office != asked.area.first && line.office != 0;
    if is_below && leads != Leads::Nowhere {
        let path = format!("/today/office/results?office={}&since={}", line.office, asked.since);
        Cell::link(&line.name, path)
    } else {
        Cell::text(&line.name)
    }
}

/// The part of an address that leaves the people or duties of a line; none where no list can show just those.
fn whose(line: &Line, asked: &Asked) -> Option<String> {
    let by_office = matches!(asked.area.level(), OfficeLevel::City | OfficeLevel::District);
    match line.officer {
        Some(officer) => Some(format!("office={}&officer={officer}", line.office)),
        // An office's own lists hold those of the offices below it too.
        None => (by_office && line.office != 0 && line.office != asked.area.first)
            .then(|| format!("office={}", line.office)),
    }
}

fn head(asked: &Asked) -> Column {
    let by_office = matches!(asked.area.level(), OfficeLevel::City | OfficeLevel::District);
    Column::text(if by_office { "机构" } else { "责任人" })
}

fn sum(lines: &[Line]) -> Line {
    let mut total = Line { name: "合计".to_owned(), ..Line::default() };
    for line in lines {
        total.add(line);
    }
    total
}

/// Who carries how much.
fn load(lines: &[Line], asked: &Asked, leads: Leads) -> Table {
    let columns = vec![
        head(asked),
        Column::number("服务对象"),
        Column::number("未分级"),
        Column::number("1 级"),
        Column::number("2 级"),
        Column::number("3 级"),
        Column::number("4 级"),
        Column::number("待办"),
        Column::number("其中逾期"),
        Column::number("其中按决定暂不办"),
        Column::number(format!("协议期内 {QUIET_DAYS} 天无记录")),
    ];
    let cells = |line: &Line| {
        let whose = whose(line, asked).filter(|_| leads != Leads::Nowhere);
        let people = |query: &str| {
            let officer = if line.officer.is_none() { "&officer=all" } else { "" };
            let whose = whose.as_ref().filter(|_| leads == Leads::ToPeople)?;
            Some(format!("/people?{whose}{officer}{query}"))
        };
        let duties = |query: &str| Some(format!("/today/office/list?{}{query}", whose.as_ref()?));
        let mut cells =
            vec![name(line, asked, leads), figure(line.levels.iter().sum(), people(""))];
        for (level, number) in line.levels.iter().enumerate() {
            cells.push(figure(*number, people(&format!("&level={level}"))));
        }
        cells.push(figure(line.open, duties("")));
        cells.push(figure(line.overdue, overdue_of(line, asked, leads)));
        cells.push(figure(line.resting, resting_of(line, asked, leads)));
        cells.push(figure(line.quiet, behind(line, asked, leads, "quiet")));
        cells
    };
    Table::new("服务对象和待办", columns)
        .captioned()
        .rows(lines.iter().map(cells))
        .total(cells(&sum(lines)))
        .empty("还没有服务对象，也没有待办事项")
}

/// Where what is late and open in a line is listed.
fn overdue_of(line: &Line, asked: &Asked, leads: Leads) -> Option<String> {
    let whose = whose(line, asked).filter(|_| leads != Leads::Nowhere)?;
    Some(format!("/today/office/list?{whose}&bucket={}", Bucket::Overdue.name()))
}

/// Where what rests of a line is listed; of the sum that of the whole area.
fn resting_of(line: &Line, asked: &Asked, leads: Leads) -> Option<String> {
    let of_all = (line.office == 0).then(|| format!("office={}", asked.area.first));
    let own = whose(line, asked).or(of_all).filter(|_| leads != Leads::Nowhere)?;
    Some(format!("/today/office/resting?{own}"))
}

/// Everybody in a line: how many people, how much is late, how much was done in time.
fn at_a_glance(lines: &[Line], asked: &Asked, leads: Leads) -> Table {
    let cell = |line: &Line| {
        let people: i64 = line.levels.iter().sum();
        let rate = match line.in_time_share() {
            Cell::PerMille(share) => format!("{}.{}%", share / 10, share % 10),
            _ => "不足以计算".to_owned(),
        };
        let rest = of_which_rest(line.resting_overdue)
            .map_or_else(String::new, |rest| format!("（{rest}）"));
        let beneath = format!("服务对象 {people} · 逾期 {}{rest} · 按期率 {rate}", line.overdue);
        match name(line, asked, leads) {
            Cell::Link { text, path, .. } => Cell::Link { text, path, beneath },
            _ => Cell::Two(line.name.clone(), beneath),
        }
    };
    let rows = lines.iter().map(|line| Row {
        cells: vec![cell(line)],
        tone: if line.overdue > 0 { Tone::Late } else { Tone::Plain },
    });
    Table::new("一览：服务对象、逾期、按期率", vec![head(asked)])
        .rows(rows)
        .total(vec![cell(&sum(lines))])
        .empty("还没有服务对象，也没有待办事项")
}

/// Where the people behind a figure are listed.
fn behind(line: &Line, asked: &Asked, leads: Leads, what: &str) -> Option<String> {
    let office = if line.office == 0 { asked.area.first } else { line.office };
    let officer = line.officer.map_or_else(String::new, |officer| format!("&officer={officer}"));
    // The office's own line among those of offices below it, and nobody's among officers', are no list.
    let by_office = matches!(asked.area.level(), OfficeLevel::City | OfficeLevel::District);
    let is_rest = line.office != 0
        && if by_office { line.office == asked.area.first } else { line.officer.is_none() };
    (!is_rest && leads != Leads::Nowhere).then(|| {
        format!(
            "/today/office/results/people?what={what}&office={office}{officer}&since={}",
            asked.since
        )
    })
}

/// What was met in time, and what has come of it.
fn results(lines: &[Line], asked: &Asked, leads: Leads) -> Table {
    let columns = vec![
        head(asked),
        Column::number("按期办结"),
        Column::number("逾期办结"),
        Column::number("没有办"),
        Column::number("逾期未办"),
        Column::number("按期率"),
        Column::number("上岗人数"),
        Column::number(format!("上岗满 {STEADY_MONTHS} 个月")),
        Column::number("其中仍在岗"),
        Column::number("稳定率"),
    ];
    let cells = |line: &Line| {
        vec![
            name(line, asked, leads),
            Cell::Number(line.in_time),
            Cell::Number(line.late),
            Cell::Number(line.missed),
            figure(line.overdue, overdue_of(line, asked, leads)),
            line.in_time_share(),
            figure(line.started, behind(line, asked, leads, "started")),
            figure(line.due_steady, behind(line, asked, leads, "steady")),
            Cell::Number(line.steady),
            share(line.steady, line.due_steady),
        ]
    };
    Table::new(
        format!(
            "办理和成效（{} 以来到期的事项，连同仍未办的逾期事项；上岗和满 {STEADY_MONTHS} 个月的人）",
            asked.since
        ),
        columns,
    )
    .captioned()
    .rows(lines.iter().map(cells))
    .total(cells(&sum(lines)))
    .empty("这段时间没有到期的事项，也没有人上岗")
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
