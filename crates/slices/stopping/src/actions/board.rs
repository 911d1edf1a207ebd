//! The office's list: what the gates propose, what is verified, what waits, whom to tell, what was ended.

use std::fmt;
use std::str::FromStr;

use access::Area;
use desk::{Desk, Occasion};
use kernel::Day;
use rules::{Gate, Kind};
use store::{ActorId, Statement, StoreError, SubjectId, ToValue, Tx};
use subjects::{LedgerFacts, facts_of};

use super::decided::Decisions;
use super::office::hearing;
use super::open::Stop;
use super::verify::{ended_without_stop, is_upheld, rests, upheld_of};
use crate::model::{
    Against, Ground, gate_of, ground_now, ground_of_case, last_contact, resumed_words,
};
use crate::sql::{self, BegunRow, CaseLine, GateLine, ObjectionLine};
use crate::{CaseId, ObjectionId};

/// Which part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// A gate stands open and nobody has begun.
    Proposed,
    /// Somebody verifies.
    Verifying,
    /// Waits for the head.
    Submitted,
    /// Stopped, and the person is still to be told.
    ToTell,
    /// An objection waits for its decision, or the person for the answer.
    Objections,
    /// Stopped.
    Ended,
    /// Stopped once, and served again.
    Resumed,
}

impl Queue {
    /// Every part.
    pub const ALL: [Self; 7] = [
        Self::Proposed,
        Self::Verifying,
        Self::Submitted,
        Self::ToTell,
        Self::Objections,
        Self::Ended,
        Self::Resumed,
    ];

    /// Gives the name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Verifying => "verifying",
            Self::Submitted => "submitted",
            Self::ToTell => "to-tell",
            Self::Objections => "objections",
            Self::Ended => "ended",
            Self::Resumed => "resumed",
        }
    }

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Proposed => "条件满足，待核实",
            Self::Verifying => "核实中",
            Self::Submitted => "待批准",
            Self::ToTell => "待告知本人",
            Self::Objections => "异议",
            Self::Ended => "已停止",
            Self::Resumed => "已恢复",
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who.
    pub subject: SubjectId,
    /// The gates, one for each ground; none for an objection.
    pub gates: Vec<Gate>,
    /// What somebody objects against, for an objection.
    pub against: Option<Against>,
    /// Since when.
    pub day: Day,
    /// What is to be said of it beside.
    pub words: String,
    /// When somebody last spoke with the person, or the person did something, and what; where that is to be verified.
    pub last_contact: Option<(Day, Kind)>,
    /// The office that answers for the person.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
}

/// A place in one part of the list: the day by which its lines stand in order, and what a line is named by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    day: Day,
    name: String,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.day, self.name)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (day, name) = text.split_once('.').ok_or(())?;
        Ok(Self { day: day.parse().map_err(|_| ())?, name: name.to_owned() })
    }
}

/// How many rows are read at a time.
const AT_ONCE: i64 = 200;

/// Gives one part of the list for an office and below, the longest waiting first, at most so many lines.
pub async fn board(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    what: (Area, Queue),
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let (lines, _) = board_page(tx, desk, occasion, what, None, limit, |_, _| true).await?;
    Ok(lines)
}

/// Gives a page of one part of the list after a place in it, of those only of whom `is_shown` by office and officer, and
/// the place at which the next page begins, where there is one.
pub async fn board_page(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (area, queue): (Area, Queue),
    after: Option<Place>,
    limit: i64,
    is_shown: impl Fn(i64, Option<ActorId>) -> bool,
) -> Result<(Vec<Line>, Option<Place>), StoreError> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut lines: Vec<Line> = Vec::new();
    let (mut after, mut last) = (after, None);
    loop {
        let rows = rows(tx, (area, queue), after.as_ref()).await?;
        let Some(end) = rows.last().map(Row::place) else { return Ok((lines, None)) };
        for row in &rows {
            let (office_code, officer) = row.answered_by();
            if !is_shown(office_code, officer) {
                continue;
            }
            let Some(line) = line_of(tx, desk, occasion, queue, row).await? else { continue };
            if lines.len() == most {
                return Ok((lines, last));
            }
            last = Some(row.place());
            lines.push(line);
        }
        after = Some(end);
    }
}

/// A row of one of the parts, before the ledger was asked.
enum Row {
    Proposed(GateLine),
    Case(CaseLine),
    Objection(ObjectionLine),
}

impl Row {
    fn place(&self) -> Place {
        let (day, name) = match self {
            Self::Proposed(row) => (row.first_since, row.subject_id.to_string()),
            Self::Case(row) => (row.began_on, row.case_id.to_string()),
            Self::Objection(row) => (row.received_on, row.objection_id.to_string()),
        };
        Place { day, name }
    }

    /// The office and the officer who answer for the person.
    const fn answered_by(&self) -> (i64, Option<ActorId>) {
        match self {
            Self::Proposed(row) => (row.office_code, row.officer_id),
            Self::Case(row) => (row.office_code, row.officer_id),
            Self::Objection(row) => (row.office_code, row.officer_id),
        }
    }
}

/// Reads some rows of a part after a place; an address that says nothing sensible begins at the beginning.
async fn rows(
    tx: &mut Tx,
    (area, queue): (Area, Queue),
    after: Option<&Place>,
) -> Result<Vec<Row>, StoreError> {
    let statement = match queue {
        Queue::Proposed => {
            let place = place_named(after).unwrap_or((Day::FIRST, SubjectId::from_bytes([0; 16])));
            let rows: Vec<GateLine> = read(tx, sql::PROPOSED, area, &place).await?;
            return Ok(rows.into_iter().map(Row::Proposed).collect());
        }
        Queue::Objections => {
            let place = place_named(after);
            let place = place.unwrap_or((Day::FIRST, ObjectionId::from_bytes([0; 16])));
            let rows: Vec<ObjectionLine> = read(tx, sql::OBJECTIONS_WITHIN, area, &place).await?;
            return Ok(rows.into_iter().map(Row::Objection).collect());
        }
        Queue::Verifying => sql::VERIFYING_WITHIN,
        Queue::Submitted => sql::SUBMITTED_WITHIN,
        Queue::ToTell => sql::TO_TELL_WITHIN,
        Queue::Ended => sql::ENDED_WITHIN,
        Queue::Resumed => sql::RESUMED_WITHIN,
    };
    let first = match queue {
        Queue::Resumed => (Day::LAST, CaseId::from_bytes([0xff; 16])),
        _ => (Day::FIRST, CaseId::from_bytes([0; 16])),
    };
    let place = place_named(after).unwrap_or(first);
    let rows: Vec<CaseLine> = read(tx, statement, area, &place).await?;
    Ok(rows.into_iter().map(Row::Case).collect())
}

fn place_named<T: FromStr>(place: Option<&Place>) -> Option<(Day, T)> {
    let place = place?;
    Some((place.day, place.name.parse().ok()?))
}

async fn read<R: store::FromRow, T: ToValue>(
    tx: &mut Tx,
    statement: &'static Statement,
    area: Area,
    (day, name): &(Day, T),
) -> Result<Vec<R>, StoreError> {
    let values: [&dyn ToValue; 5] = [&area.first, &area.last, day, name, &AT_ONCE];
    tx.all(statement, &values).await
}

/// Asks the ledger what is to be said of a row; nothing where it is none of this part.
async fn line_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    queue: Queue,
    row: &Row,
) -> Result<Option<Line>, StoreError> {
    match (row, queue) {
        (Row::Proposed(row), _) => proposed(tx, desk, occasion, row).await,
        (Row::Objection(row), _) => objection(tx, desk, occasion, row).await,
        (Row::Case(row), Queue::ToTell | Queue::Ended | Queue::Resumed) => {
            ended(tx, queue, row).await
        }
        (Row::Case(row), _) => pending(tx, desk, occasion, row).await,
    }
}

fn line(row: &CaseLine, words: String) -> Line {
    Line {
        subject: row.subject_id,
        gates: gate_of(&row.clause).into_iter().collect(),
        against: None,
        day: row.began_on,
        words,
        last_contact: None,
        office_code: row.office_code,
        officer: row.officer_id,
    }
}

/// Somebody on whom gates stand open, with those on which somebody could begin to verify. Who meets several is one line.
async fn proposed(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    row: &GateLine,
) -> Result<Option<Line>, StoreError> {
    let subject = row.subject_id;
    let open: Vec<(String, Day)> = tx.all(sql::GATES_OF, &[&subject]).await?;
    let known = facts_of(tx, subject).await?;
    let mut gates: Vec<(Gate, Day)> = Vec::new();
    for (clause, since) in open {
        let Some(gate) = gate_of(&clause) else { continue };
        if is_to_begin(tx, desk, occasion, (subject, gate), &known).await? {
            gates.push((gate, since));
        }
    }
    let Some((_, day)) = gates.first().copied() else { return Ok(None) };
    Ok(Some(Line {
        subject,
        gates: gates.into_iter().map(|(gate, _)| gate).collect(),
        against: None,
        day,
        words: String::new(),
        last_contact: last_contact(&known, occasion.today),
        office_code: row.office_code,
        officer: row.officer_id,
    }))
}

/// Tells whether somebody could begin to verify: nobody has, the person has not come back (the gate itself looks at
/// surveys alone), and nothing was decided of late that still holds.
async fn is_to_begin(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, gate): (SubjectId, Gate),
    known: &LedgerFacts,
) -> Result<bool, StoreError> {
    let today = occasion.today;
    let cases: Vec<BegunRow> = tx.all(sql::BEGUN, &[&subject]).await?;
    let goes_on = cases.iter().filter(|case| case.state.is_pending()).any(|case| {
        let began = (case.began_on, usize::try_from(case.entries_seen).unwrap_or(usize::MAX));
        gate_of(&case.clause)
            .is_some_and(|gate| ground_of_case(&desk.rulebook, known, gate, began, today).holds())
    });
    let Ground::Holds(since) = ground_now(&desk.rulebook, known, gate, today) else {
        return Ok(false);
    };
    if goes_on || is_upheld(&upheld_of(tx, subject).await?, gate, since) {
        return Ok(false);
    }
    let of_gate = cases.iter().filter(|case| case.clause == gate.clause());
    let ended = of_gate
        .filter_map(|case| ended_without_stop(case.state, case.verified_at, case.decided_at));
    Ok(rests(tx, desk, today, subject, ended).await?.is_none())
}

/// A pending case; one that has lost its ground says so.
async fn pending(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    row: &CaseLine,
) -> Result<Option<Line>, StoreError> {
    let Some(gate) = gate_of(&row.clause) else { return Ok(None) };
    let known = facts_of(tx, row.subject_id).await?;
    let began = (row.began_on, usize::try_from(row.entries_seen).unwrap_or(usize::MAX));
    let ground = ground_of_case(&desk.rulebook, &known, gate, began, occasion.today);
    let words = if ground.holds() { String::new() } else { ground.to_string() };
    Ok(Some(line(row, words)))
}

async fn ended(tx: &mut Tx, queue: Queue, row: &CaseLine) -> Result<Option<Line>, StoreError> {
    let known = facts_of(tx, row.subject_id).await?;
    let stop = Stop { entry: row.stopped_entry };
    let words = match (queue, stop.resumed(&known)) {
        (Queue::Resumed, Some((day, kind))) => resumed_words(day, kind),
        (Queue::Resumed, None) if stop.stands(&known) => "已恢复服务".to_owned(),
        (Queue::Resumed, None) => "异议成立，停止已撤销".to_owned(),
        // An earlier stop of somebody who came back, and was stopped again since.
        (_, Some(_)) => return Ok(None),
        (_, None) if !stop.stands(&known) => return Ok(None),
        (_, None) => row
            .told_on
            .map_or_else(|| "还没有告知本人".to_owned(), |day| format!("{day} 已告知本人")),
    };
    Ok(Some(line(row, words)))
}

async fn objection(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    row: &ObjectionLine,
) -> Result<Option<Line>, StoreError> {
    let Some(against) = Against::kept(row.case_id, row.exit_id) else { return Ok(None) };
    let words = match row.outcome {
        None => {
            let answering = (row.office_code, occasion.today);
            let decisions = Decisions::of(tx, desk, row.subject_id).await?;
            match decisions.find(against) {
                Some(decided) => {
                    let who = hearing(tx, row.subject_id, decided, answering).await?;
                    format!("等待{who}决定")
                }
                // Whoever was erased left the line behind, and nothing to weigh.
                None => "等待决定".to_owned(),
            }
        }
        Some(outcome) => format!("{}，待答复本人", against.came_to(outcome)),
    };
    Ok(Some(Line {
        subject: row.subject_id,
        gates: Vec::new(),
        against: Some(against),
        day: row.received_on,
        words,
        last_contact: None,
        office_code: row.office_code,
        officer: row.officer_id,
    }))
}
