//! What an office has to do: who has how much, what is late, and which rights and powers hold.

use std::collections::{BTreeMap, HashMap};

use access::{Action, Actor, Area, OfficeLevel};
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, UnderGate};
use kernel::Day;
use rules::Gate;
use store::{ActorId, StoreError, SubjectId};
use web::parts::{Bar, Bars, Button, Cell, Column, Table, Tiles, Trail};
use web::{Page, Problem, Query, Tone, Visit, workbook};

use super::agenda::tabs;
use super::covered;
use super::rest_day;
use super::results::household_tile;
use super::sorting::{By, Sorting};
use super::taking_out::{Reach, offer, take_out};
use super::words::{names, person_cell};
use crate::actions::agenda::{Whose, fallen, fell_at, gates, loads, settled};
use crate::actions::all_waiting::under_gates;
use crate::actions::rest::rests_among;
use crate::actions::results::households_without_work;
use crate::model::{Figure, LOOK_BACK, RATE_MEANS, Rest, Settled, in_time_share};
use crate::sql::{FallenRow, GateRow, LoadRow, SettledRow};

/// How many rows a page of gates holds.
const PAGE: i64 = 100;
/// How many are read at a time for a workbook, which has all of them.
const AT_ONCE: i64 = 500;

/// What belongs to one line: an officer of the office, or an office below it.
#[derive(Default)]
struct Line {
    name: String,
    path: Option<String>,
    /// Whose people can be handed over in one move, as an address says it.
    hands_over: Option<String>,
    open: [i64; 4],
    /// How much of what is open rests, and where it is listed.
    resting: i64,
    resting_path: Option<String>,
    /// How much of what is overdue was so before it came.
    came: i64,
    /// How much fell overdue here and is open elsewhere.
    went: i64,
    in_time: i64,
    late: i64,
}

impl Line {
    /// How much is open.
    fn all(&self) -> i64 {
        self.open.iter().sum()
    }

    /// The share done in time, where there is enough to speak of one.
    fn in_time_share(&self) -> Option<i64> {
        in_time_share(self.in_time, self.late, (self.open[0], self.went))
    }
}

/// The figures by which lines can be put in order.
const FIGURES: &[By<Line>] = &[
    ("overdue", |line| Some(line.open[0])),
    ("came", |line| Some(line.came)),
    ("today", |line| Some(line.open[1])),
    ("week", |line| Some(line.open[2])),
    ("later", |line| Some(line.open[3])),
    ("open", |line| Some(line.all())),
    ("resting", |line| Some(line.resting)),
    ("settled", |line| Some(line.in_time + line.late)),
    ("rate", Line::in_time_share),
];

/// What the page needs to know of the offices and staff of an area.
struct Known {
    office_name: String,
    offices: HashMap<i64, String>,
    staff: HashMap<ActorId, String>,
    loads: Vec<LoadRow>,
    settled: Vec<SettledRow>,
    fallen: Vec<FallenRow>,
    fell: Vec<FallenRow>,
    households: i64,
}

/// Who has how much, what is late.
#[expect(clippy::disallowed_methods, reason = "it counts, and names officers alone")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let code = query.0.text("office").and_then(|code| code.parse().ok());
    let area = visit.actor.reach(Action::SeeOfficeDuties, code)?;
    let known = know(&desk, area, visit.today).await?;
    let may_hand_over =
        visit.may(Action::HandOver, visit.actor.relation_to(area.first, None)).is_ok();
    let mut lines = lines(&known, area, may_hand_over);
    let here = format!("/today/office?office={}", area.first);
    let sorting = Sorting::read(&query, FIGURES, here);
    sorting.sort(&mut lines);
    let whole = Figure::Office(area);
    let of_whole = (whole.came(&known.fallen), whole.went(&known.fell));
    let table = table(&lines, of_whole, area, &sorting);
    if query.0.text("format") == Some("xlsx") {
        return workbook("机构应办", &table);
    }
    let page = Page::new("机构应办")
        .section("/today/office")
        .lead(format!(
            "{}：{}的待办与近 {LOOK_BACK} 天的办理情况；数字逐级相加，与台账核对一致，按决定暂不办的、接手前已逾期的也计在内。{RATE_MEANS}",
            visit.today, known.office_name
        ))
        .tool(Button::link("逐条查看", format!("/today/office/list?office={}", area.first)))
        .part(&tabs(&visit, "/today/office", None))
        .part(&Tiles(vec![household_tile(&visit, area, known.households)]))
        .part(&table);
    // Whoever leads begins the day here.
    let covered = if code.is_none() { covered::block(&visit, &desk).await? } else { None };
    let page = covered.into_iter().fold(page, |page, block| page.part(&block)).part(&bars(&lines));
    let rest = rest_day::notice(&visit, &desk, Whose::Office(area)).await?;
    let page = rest.into_iter().fold(page, Page::notice);
    let page = if visit.actor.may_ever(Action::SeeResults) {
        let path = format!("/today/office/results?office={}", area.first);
        page.tool(Button::link("负担与成效", path))
    } else {
        page
    };
    Ok(visit.show(&page))
}

async fn know(desk: &Desk, area: Area, today: Day) -> Result<Known, StoreError> {
    desk.db
        .read(async move |tx| {
            let offices = offices::offices_within(tx, area).await?;
            let office_name =
                offices.first().map_or_else(String::new, |office| office.name.clone());
            Ok(Known {
                office_name,
                offices: offices.into_iter().map(|office| (office.code, office.name)).collect(),
                staff: offices::staff_names(tx, area).await?,
                loads: loads(tx, area, today).await?,
                settled: settled(tx, area, today.plus_days(-LOOK_BACK)).await?,
                fallen: fallen(tx, area, Day::LAST).await?,
                fell: fell_at(tx, area).await?,
                households: households_without_work(tx, area).await?,
            })
        })
        .await
}

/// Puts what belongs together into lines: officers in a street or community, offices above.
fn lines(known: &Known, area: Area, may_hand_over: bool) -> Vec<Line> {
    let by_office = matches!(area.level(), OfficeLevel::City | OfficeLevel::District);
    let mut lines: BTreeMap<(i64, Option<ActorId>), Line> = BTreeMap::new();
    let place = |office: i64, officer: Option<ActorId>| {
        if by_office { (below(area, office), None) } else { (area.first, officer) }
    };
    for load in &known.loads {
        let line = lines.entry(place(load.office_code, load.officer_id)).or_default();
        for (sum, figure) in line.open.iter_mut().zip(load.open()) {
            *sum += figure;
        }
        line.resting += load.resting().iter().sum::<i64>();
    }
    for row in &known.settled {
        let line = lines.entry(place(row.office_code, row.officer_id)).or_default();
        match row.state {
            Settled::Met => line.in_time += row.number,
            Settled::Late | Settled::Missed => line.late += row.number,
            Settled::Void | Settled::Open => {}
        }
    }
    for ((office, officer), line) in &mut lines {
        let figure = match by_office {
            true if *office == area.first => Figure::Office(Area::alone(*office)),
            true => Figure::Office(Area::of_code(*office)),
            false => Figure::Officer(area, *officer),
        };
        line.came = figure.came(&known.fallen);
        line.went = figure.went(&known.fell);
        if by_office {
            line.name = known.offices.get(office).cloned().unwrap_or_else(|| office.to_string());
            line.path = Some(format!("/today/office?office={office}"));
            // The office's own line among those of offices below it is no list.
            line.resting_path =
                (*office != area.first).then(|| format!("/today/office/resting?office={office}"));
        } else {
            let name = officer.and_then(|officer| known.staff.get(&officer)).cloned();
            line.name = name.unwrap_or_else(|| "未指定责任人".to_owned());
            line.path = officer.map(|officer| {
                format!("/today/office/list?office={}&officer={officer}", area.first)
            });
            line.resting_path = officer.map(|officer| {
                format!("/today/office/resting?office={}&officer={officer}", area.first)
            });
            let from = officer
                .map_or_else(|| format!("of={}", area.first), |officer| format!("from={officer}"));
            line.hands_over = may_hand_over.then_some(from);
        }
    }
    lines.into_values().collect()
}

/// Gives the code of the office directly below one that another belongs to; its own for itself.
pub(super) fn below(area: Area, office: i64) -> i64 {
    let width = match area.level() {
        OfficeLevel::City => 1_000_000,
        OfficeLevel::District => 1_000,
        OfficeLevel::Street | OfficeLevel::Community => 1,
    };
    office / width * width
}

fn cells(line: &Line) -> Vec<Cell> {
    let mut cells: Vec<Cell> = line.open.iter().map(|figure| Cell::Number(*figure)).collect();
    cells.insert(1, Cell::Number(line.came));
    cells.push(Cell::Number(line.all()));
    cells.push(match &line.resting_path {
        Some(path) if line.resting > 0 => Cell::link(line.resting.to_string(), path.clone()),
        _ => Cell::Number(line.resting),
    });
    cells.push(Cell::Number(line.in_time + line.late));
    cells.push(line.in_time_share().map_or(Cell::Nothing, Cell::PerMille));
    cells
}

fn table(lines: &[Line], (came, went): (i64, i64), area: Area, sorting: &Sorting<Line>) -> Table {
    let by_office = matches!(area.level(), OfficeLevel::City | OfficeLevel::District);
    let may_hand_over = lines.iter().any(|line| line.hands_over.is_some());
    let by = |heading: &str, name: &str| sorting.column(heading, name, "");
    let mut columns = vec![
        Column::text(if by_office { "机构" } else { "责任人" }),
        by("逾期", "overdue"),
        by("其中接手前已逾期", "came"),
        by("今天到期", "today"),
        by("本周到期", "week"),
        by("以后到期", "later"),
        by("待办合计", "open"),
        by("其中按决定暂不办", "resting"),
        by("近 90 天办结", "settled"),
        by("按期率（含逾期未办）", "rate"),
    ];
    if may_hand_over {
        columns.push(Column::buttons("移交"));
    }
    let rows = lines.iter().map(|line| {
        let name = match &line.path {
            Some(path) => Cell::link(line.name.clone(), path.clone()),
            None => Cell::text(line.name.clone()),
        };
        let button = line.hands_over.as_ref().map(|from| {
            Button::link("整体移交", format!("/today/hand-over?{from}"))
                .spoken(format!("移交{}的全部服务对象", line.name))
        });
        let mut row = vec![name];
        row.extend(cells(line));
        if may_hand_over {
            row.push(Cell::Buttons(button.into_iter().collect()));
        }
        row
    });
    let path = format!("/today/office/resting?office={}", area.first);
    // What went from one line to another is lateness of the whole.
    let mut total = Line { resting_path: Some(path), came, went, ..Line::default() };
    for line in lines {
        total.resting += line.resting;
        for (sum, figure) in total.open.iter_mut().zip(line.open) {
            *sum += figure;
        }
        total.in_time += line.in_time;
        total.late += line.late;
    }
    let mut sums = vec![Cell::text("合计")];
    sums.extend(cells(&total));
    if may_hand_over {
        sums.push(Cell::Nothing);
    }
    let mut table = Table::new("待办与办理情况", columns)
        .rows(rows)
        .empty("没有待办事项，近 90 天也没有到期的事项")
        .export(format!("/today/office?office={}&format=xlsx", area.first));
    table.total = Some(sums.into());
    table
}

fn bars(lines: &[Line]) -> Bars {
    let mut lines: Vec<&Line> =
        lines.iter().filter(|line| line.open.iter().sum::<i64>() > 0).collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.open[0], line.open.iter().sum::<i64>())));
    let bars = lines.into_iter().take(20).map(|line| Bar {
        label: line.name.clone(),
        path: line.path.clone(),
        segments: vec![
            (Tone::Late, line.open[0]),
            (Tone::Soon, line.open[1]),
            (Tone::Note, line.open[2]),
            (Tone::Plain, line.open[3]),
        ],
    });
    Bars {
        caption: "待办事项，逾期多的在前".to_owned(),
        legend: vec![
            (Tone::Late, "逾期".to_owned()),
            (Tone::Soon, "今天到期".to_owned()),
            (Tone::Note, "本周到期".to_owned()),
            (Tone::Plain, "以后到期".to_owned()),
        ],
        bars: bars.collect(),
    }
}

/// The rights and powers that hold: the system only shows them, people verify and decide.
pub(super) async fn show_gates(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let area = visit.actor.reach(Action::SeeOfficeDuties, None)?;
    let relation = visit.actor.relation_to(area.first, None);
    let (trail, after) = Trail::of(&query.0, read_after);
    let after = after.unwrap_or((SubjectId::from_bytes([0; 16]), String::new()));
    let as_workbook = query.0.text("format") == Some("xlsx");
    let reach = Reach::Alike(relation);
    if as_workbook {
        reach.ask(&visit)?;
    }
    let (rows, next, names, staff, (under_way, rests)) = {
        let (desk, actor, today) = (desk.clone(), visit.actor.clone(), visit.today);
        desk.db
            .clone()
            .read::<_, _, StoreError>(async move |tx| {
                let mut rows = gates(tx, area, (after.0, &after.1), PAGE + 1).await?;
                let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
                let has_more = rows.len() > page && !as_workbook;
                if has_more {
                    rows.truncate(page);
                }
                let next = rows.last().filter(|_| has_more).map(write_after);
                while let Some(last) = rows.last().filter(|_| as_workbook) {
                    let after = (last.subject_id, last.clause.clone());
                    let more = gates(tx, area, (after.0, &after.1), AT_ONCE).await?;
                    if more.is_empty() {
                        break;
                    }
                    rows.extend(more);
                }
                let places =
                    rows.iter().map(|row| (row.subject_id, row.office_code, row.officer_id));
                let names = names(tx, &desk, &actor, places).await?;
                let which: Vec<(SubjectId, String)> =
                    rows.iter().map(|row| (row.subject_id, row.clause.clone())).collect();
                let under_way = under_gates(tx, &desk, &which).await?;
                let mut subjects: Vec<SubjectId> = rows.iter().map(|row| row.subject_id).collect();
                subjects.dedup();
                let rests = rests_among(tx, &subjects, today).await?;
                let said = (under_way, rests);
                Ok((rows, next, names, offices::staff_names(tx, area).await?, said))
            })
            .await?
    };
    let table = gate_table(&visit.actor, &rows, &names, &staff, (&under_way, &rests));
    if as_workbook {
        let subjects = rows.iter().map(|row| row.subject_id);
        return take_out(&visit, &desk, reach, "权利与权限", &table, subjects).await;
    }
    let mut table = offer(&visit, reach, table, "/today/gates?format=xlsx");
    table.pager = trail.pager("/today/gates", next, &format!("每页 {PAGE} 条"));
    let page = Page::new("权利与权限")
        .section("/today/office")
        .lead("系统根据台账提示哪些权利或权限已经成立；是否行使，由人核实、由机构决定")
        .part(&tabs(&visit, "/today/gates", None))
        .part(&table);
    Ok(visit.show(&page))
}

/// A place in the list of gates: the subject and the clause of the row before.
fn read_after(text: &str) -> Option<(SubjectId, String)> {
    let (subject, clause) = text.split_once('~')?;
    Some((subject.parse().ok()?, clause.to_owned()))
}

fn write_after(row: &GateRow) -> String {
    format!("{}~{}", row.subject_id, row.clause)
}

fn gate_table(
    actor: &Actor,
    rows: &[GateRow],
    names: &HashMap<SubjectId, String>,
    staff: &HashMap<ActorId, String>,
    (under_way, rests): (&[UnderGate], &[Rest]),
) -> Table {
    let columns = vec![
        Column::text("服务对象"),
        Column::text("可以做什么"),
        Column::text("自何日起"),
        Column::text("依据"),
        Column::text("责任人"),
    ];
    let under = |row: &GateRow| {
        let is_it = |one: &&UnderGate| one.subject == row.subject_id && one.clause == row.clause;
        under_way.iter().find(is_it).map(|one| one.words)
    };
    let resting = |row: &GateRow| {
        rests.iter().find(|rest| rest.subject == row.subject_id && rest.clause == row.clause)
    };
    let cells = rows.iter().map(|row| {
        let name = names.get(&row.subject_id).map_or("—", String::as_str);
        let gate = Gate::ALL.into_iter().find(|gate| gate.clause() == row.clause);
        let officer = row.officer_id.and_then(|officer| staff.get(&officer));
        let relation = actor.relation_to(row.office_code, row.officer_id);
        vec![
            person_cell(actor, relation, row.subject_id, name, String::new()),
            // What is done already need not be allowed, nor what people decided against.
            match resting(row) {
                Some(rest) => Cell::text(rest.words()),
                None => match under(row) {
                    Some(words) => Cell::text(words),
                    None => gate.map_or(Cell::Nothing, |gate| {
                        let opens = actor.may(Action::ReadFile, relation).is_ok();
                        known_cell(gate, row.subject_id, opens)
                    }),
                },
            },
            Cell::Day(row.since),
            Cell::text(row.clause.clone()),
            officer.map_or(Cell::text("本机构"), Cell::text),
        ]
    });
    Table::new("成立的权利与权限", columns).rows(cells).empty("目前没有成立的权利或权限")
}

/// What is known of a gate, with the page that shows every condition where the ledger decides only some of them, for
/// whoever may open it.
fn known_cell(gate: Gate, subject: SubjectId, opens: bool) -> Cell {
    match gate {
        Gate::PublicPost if opens => Cell::Link {
            text: gate.known().to_owned(),
            path: format!("/people/{subject}/post"),
            beneath: String::new(),
        },
        _ => Cell::text(gate.known()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_counts_for_the_one_directly_below() {
        let city = Area::of_code(110_000_000_000);
        let district = Area::of_code(110_105_000_000);
        assert_eq!(below(city, 110_105_016_003), 110_105_000_000);
        assert_eq!(below(district, 110_105_016_003), 110_105_016_000);
        assert_eq!(below(district, 110_105_000_000), 110_105_000_000);
    }
}
