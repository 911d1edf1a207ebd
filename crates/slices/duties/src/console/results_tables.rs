//! The tables of the head's view: everybody at a glance, who carries how much, and what has come of it.

use access::OfficeLevel;
use web::Tone;
use web::parts::{Cell, Column, Row, Table};

use super::results::Asked;
use super::results_lines::Line;
use super::sorting::Sorting;
use crate::actions::results::{QUIET_DAYS, STEADY_MONTHS};
use crate::model::{Bucket, CameOverdue, of_which_came, of_which_rest};

/// What the tables show: the lines in their order, their sum, and how that order is chosen.
pub(super) struct Shown<'a> {
    pub(super) lines: &'a [Line],
    pub(super) total: &'a Line,
    pub(super) asked: &'a Asked,
    pub(super) sorting: &'a Sorting<Line>,
    pub(super) leads: Leads,
}

/// Where figures lead.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leads {
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

/// A share, where there is one.
fn share(share: Option<i64>) -> Cell {
    share.map_or(Cell::Nothing, Cell::PerMille)
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

/// Who carries how much.
pub(super) fn load(shown: &Shown<'_>) -> Table {
    let Shown { asked, leads, .. } = *shown;
    let by = |heading: &str, name: &str| shown.sorting.column(heading, name, "load");
    let columns = vec![
        head(asked),
        by("个人", "people"),
        Column::number("未分级"),
        Column::number("1 级"),
        Column::number("2 级"),
        Column::number("3 级"),
        Column::number("4 级"),
        by("单位和仅有台账的", "others"),
        by("待办", "open"),
        by("其中逾期", "overdue"),
        by("逾期中接手前已逾期", "came"),
        by("其中按决定暂不办", "resting"),
        by("已移交、移交前已逾期", "went"),
        by(&format!("协议期内 {QUIET_DAYS} 天无记录"), "quiet"),
    ];
    let cells = |line: &Line| {
        let whose = whose(line, asked).filter(|_| leads != Leads::Nowhere);
        let people = |query: &str| {
            let officer = if line.officer.is_none() { "&officer=all" } else { "" };
            let whose = whose.as_ref().filter(|_| leads == Leads::ToPeople)?;
            Some(format!("/people?{whose}{officer}{query}"))
        };
        let duties = |query: &str| Some(format!("/today/office/list?{}{query}", whose.as_ref()?));
        let mut cells = vec![name(line, asked, leads), figure(line.people(), people(""))];
        for (level, number) in line.levels.iter().enumerate() {
            cells.push(figure(*number, people(&format!("&level={level}"))));
        }
        cells.push(Cell::Number(line.others));
        cells.push(figure(line.open, duties("")));
        cells.push(figure(line.overdue, overdue_of(line, asked, leads)));
        cells.push(Cell::Number(line.came));
        cells.push(figure(line.resting, resting_of(line, asked, leads)));
        cells.push(Cell::Number(line.went));
        cells.push(figure(line.quiet, behind(line, asked, leads, "quiet")));
        cells
    };
    Table::new("服务对象和待办", columns)
        .captioned()
        .rows(shown.lines.iter().map(cells))
        .total(cells(shown.total))
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
pub(super) fn at_a_glance(shown: &Shown<'_>) -> Table {
    let Shown { asked, leads, .. } = *shown;
    let cell = |line: &Line| {
        let rate = match line.in_time_share() {
            Some(share) => format!("{}.{}%", share / 10, share % 10),
            None => "不足以计算".to_owned(),
        };
        let came = of_which_came(line.came, came_to(asked));
        let said: Vec<String> =
            of_which_rest(line.resting_overdue).into_iter().chain(came).collect();
        let said =
            if said.is_empty() { String::new() } else { format!("（{}）", said.join("，")) };
        let people = line.people();
        let beneath = format!("个人 {people} · 逾期 {}{said} · 按期率 {rate}", line.overdue);
        match name(line, asked, leads) {
            Cell::Link { text, path, .. } => Cell::Link { text, path, beneath },
            _ => Cell::Two(line.name.clone(), beneath),
        }
    };
    let rows = shown.lines.iter().map(|line| Row {
        cells: vec![cell(line)],
        tone: if line.overdue > 0 { Tone::Late } else { Tone::Plain },
    });
    Table::new("一览：个人、逾期、按期率", vec![head(asked)])
        .rows(rows)
        .total(vec![cell(shown.total)])
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
pub(super) fn results(shown: &Shown<'_>) -> Table {
    let Shown { asked, leads, .. } = *shown;
    let by = |heading: &str, name: &str| shown.sorting.column(heading, name, "results");
    let columns = vec![
        head(asked),
        by("按期办结", "in-time"),
        by("逾期办结", "late"),
        by("没有办", "missed"),
        by("逾期未办", "undone"),
        by("以上三项中接手前已逾期", "came-late"),
        by("按期率", "rate"),
        by("上岗人数", "started"),
        by(&format!("上岗满 {STEADY_MONTHS} 个月"), "steady"),
        by("其中仍在岗", "still"),
        by("稳定率", "steady-rate"),
    ];
    let cells = |line: &Line| {
        vec![
            name(line, asked, leads),
            Cell::Number(line.in_time),
            Cell::Number(line.late),
            Cell::Number(line.missed),
            figure(line.overdue, overdue_of(line, asked, leads)),
            Cell::Number(line.came + line.came_settled),
            share(line.in_time_share()),
            figure(line.started, behind(line, asked, leads, "started")),
            figure(line.due_steady, behind(line, asked, leads, "steady")),
            Cell::Number(line.steady),
            share(line.steady_share()),
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
    .rows(shown.lines.iter().map(cells))
    .total(cells(shown.total))
    .empty("这段时间没有到期的事项，也没有人上岗")
}

/// To whom the lines of a table come: offices above the streets, officers there.
fn came_to(asked: &Asked) -> CameOverdue {
    match asked.area.level() {
        OfficeLevel::City | OfficeLevel::District => CameOverdue::ToOffice,
        OfficeLevel::Street | OfficeLevel::Community => CameOverdue::ToOfficer,
    }
}
