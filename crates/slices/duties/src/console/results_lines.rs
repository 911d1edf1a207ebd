//! The figures of the head's view: one line for each officer or office, each counted from the same rows.

use std::collections::{BTreeMap, HashMap};

use access::{Area, OfficeLevel};
use store::ActorId;

use super::office::below;
use super::sorting::By;
use crate::actions::results::Worker;
use crate::model::{Figure, Settled, enough_share, in_time_share};
use crate::sql::{CaseRow, FallenRow, LoadRow, SettledRow};

/// What belongs to one line: an officer, or an office with those below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) name: String,
    /// The office whose figures these are, by code.
    pub(super) office: i64,
    /// The officer, where the line is one's.
    pub(super) officer: Option<ActorId>,
    /// People by level of difficulty, first those who have none yet.
    pub(super) levels: [i64; 5],
    /// Employers, and those of whom there is a ledger alone.
    pub(super) others: i64,
    pub(super) quiet: i64,
    pub(super) open: i64,
    pub(super) overdue: i64,
    /// How much of what is open rests, and how much of what is overdue.
    pub(super) resting: i64,
    pub(super) resting_overdue: i64,
    /// How much of what is overdue and open was so before it came, and how much of what was settled late or not at all, too.
    pub(super) came: i64,
    pub(super) came_settled: i64,
    /// How much fell overdue here and is open elsewhere.
    pub(super) went: i64,
    pub(super) in_time: i64,
    pub(super) late: i64,
    pub(super) missed: i64,
    pub(super) started: i64,
    pub(super) steady: i64,
    pub(super) due_steady: i64,
}

impl Line {
    /// How many people.
    pub(super) fn people(&self) -> i64 {
        self.levels.iter().sum()
    }

    /// The share done in time, where there is enough to speak of one.
    pub(super) fn in_time_share(&self) -> Option<i64> {
        in_time_share(self.in_time, self.late + self.missed, (self.overdue, self.went))
    }

    /// The share of those still at work after six months, where there are enough.
    pub(super) fn steady_share(&self) -> Option<i64> {
        enough_share(self.steady, self.due_steady)
    }

    fn add(&mut self, other: &Self) {
        for (sum, one) in self.levels.iter_mut().zip(other.levels) {
            *sum += one;
        }
        for (sum, one) in [
            (&mut self.others, other.others),
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
pub(super) struct Known {
    pub(super) office_name: String,
    pub(super) offices: HashMap<i64, String>,
    pub(super) staff: HashMap<ActorId, String>,
    pub(super) cases: Vec<CaseRow>,
    /// How many of others than people, by office and officer.
    pub(super) others: Vec<(i64, Option<ActorId>, i64)>,
    pub(super) loads: Vec<LoadRow>,
    pub(super) settled: Vec<SettledRow>,
    /// What was overdue before it came, and what is open elsewhere that fell overdue here.
    pub(super) fallen: Vec<FallenRow>,
    pub(super) fell: Vec<FallenRow>,
    pub(super) workers: Vec<Worker>,
    pub(super) households: i64,
}

/// Puts what belongs together into lines: officers in a street or community, offices above.
pub(super) fn lines(known: &Known, area: Area) -> Vec<Line> {
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
    for (office, officer, number) in &known.others {
        line(*office, *officer, &|line| line.others += number);
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
        let figure = match by_office {
            // What belongs to the office above itself is not what belongs to those below it.
            true if *office == area.first => Figure::Office(Area::alone(*office)),
            true => Figure::Office(Area::of_code(*office)),
            false => Figure::Officer(area, *officer),
        };
        lateness(line, figure, known);
        line.name = if by_office {
            known.offices.get(office).cloned().unwrap_or_else(|| office.to_string())
        } else {
            let name = officer.and_then(|officer| known.staff.get(&officer)).cloned();
            name.unwrap_or_else(|| "未指定责任人".to_owned())
        };
    }
    lines.into_values().collect()
}

/// Says of a line's lateness how much came with people who were handed to it, and how much went with those it handed on.
fn lateness(line: &mut Line, figure: Figure, known: &Known) {
    let (open, settled): (Vec<FallenRow>, Vec<FallenRow>) =
        known.fallen.iter().cloned().partition(|row| row.state == Settled::Open);
    let late = |row: &FallenRow| matches!(row.state, Settled::Late | Settled::Missed);
    let settled: Vec<FallenRow> = settled.into_iter().filter(late).collect();
    line.came = figure.came(&open);
    line.came_settled = figure.came(&settled);
    line.went = figure.went(&known.fell);
}

/// The sum of the lines. What went from one of them to another is lateness of the whole: the sum takes nothing off for it.
pub(super) fn sum(lines: &[Line], known: &Known, area: Area) -> Line {
    let mut total = Line { name: "合计".to_owned(), ..Line::default() };
    for line in lines {
        total.add(line);
    }
    lateness(&mut total, Figure::Office(area), known);
    total
}

/// The figures of the load by which lines can be put in order.
pub(super) const OF_LOAD: &[By<Line>] = &[
    ("people", |line| Some(line.people())),
    ("others", |line| Some(line.others)),
    ("open", |line| Some(line.open)),
    ("overdue", |line| Some(line.overdue)),
    ("came", |line| Some(line.came)),
    ("went", |line| Some(line.went)),
    ("resting", |line| Some(line.resting)),
    ("quiet", |line| Some(line.quiet)),
];

/// The same of the results.
pub(super) const OF_RESULTS: &[By<Line>] = &[
    ("in-time", |line| Some(line.in_time)),
    ("late", |line| Some(line.late)),
    ("missed", |line| Some(line.missed)),
    ("undone", |line| Some(line.overdue)),
    ("came-late", |line| Some(line.came + line.came_settled)),
    ("rate", Line::in_time_share),
    ("started", |line| Some(line.started)),
    ("steady", |line| Some(line.due_steady)),
    ("still", |line| Some(line.steady)),
    ("steady-rate", Line::steady_share),
];
