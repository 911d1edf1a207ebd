//! The office's list: what the gates propose, what is verified, what waits, whom to tell, what was ended.

use access::Area;
use desk::{Desk, Occasion};
use kernel::Day;
use rules::{Gate, Kind};
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};
use subjects::{LedgerFacts, facts_of};

use super::office::hearing;
use super::open::Stop;
use super::verify::{ended_without_stop, rests};
use crate::model::{
    CaseState, Ground, Outcome, gate_of, ground_now, ground_of_case, last_contact, resumed_words,
};
use crate::sql::{self, BegunRow, CaseLine, GateLine, ObjectionLine};

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

/// Gives one part of the list for an office and below, the longest waiting first.
pub async fn board(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (area, queue): (Area, Queue),
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    match queue {
        Queue::Proposed => proposed(tx, desk, occasion, area, limit).await,
        Queue::Objections => objections(tx, area, limit).await,
        Queue::Verifying => pending(tx, desk, occasion, (area, CaseState::Verifying), limit).await,
        Queue::Submitted => pending(tx, desk, occasion, (area, CaseState::Submitted), limit).await,
        Queue::ToTell | Queue::Ended | Queue::Resumed => ended(tx, (area, queue), limit).await,
    }
}

async fn cases(
    tx: &mut Tx,
    (area, state): (Area, CaseState),
    limit: i64,
) -> Result<Vec<CaseLine>, StoreError> {
    tx.all(sql::CASES_WITHIN, &[&state, &area.first, &area.last, &limit]).await
}

fn line(row: &CaseLine, words: String) -> Line {
    Line {
        subject: row.subject_id,
        gates: gate_of(&row.clause).into_iter().collect(),
        day: row.began_on,
        words,
        last_contact: None,
        office_code: row.office_code,
        officer: row.officer_id,
    }
}

/// Pages on until there are as many people as asked for: most gates that stand open may have been begun already. Who
/// meets several is one line.
async fn proposed(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    area: Area,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut lines: Vec<Line> = Vec::new();
    let mut from = 0;
    loop {
        let values: [&dyn ToValue; 4] = [&area.first, &area.last, &limit, &from];
        let rows: Vec<GateLine> = tx.all(sql::PROPOSED, &values).await?;
        let is_last = rows.len() < most;
        for row in rows {
            let Some(gate) = gate_of(&row.clause) else { continue };
            let known = facts_of(tx, row.subject_id).await?;
            if !is_to_begin(tx, desk, occasion, (row.subject_id, gate), &known).await? {
                continue;
            }
            if let Some(line) = lines.iter_mut().find(|line| line.subject == row.subject_id) {
                line.gates.push(gate);
                continue;
            }
            lines.push(Line {
                subject: row.subject_id,
                gates: vec![gate],
                day: row.since,
                words: String::new(),
                last_contact: last_contact(&known, occasion.today),
                office_code: row.office_code,
                officer: row.officer_id,
            });
            if lines.len() == most {
                return Ok(lines);
            }
        }
        if is_last {
            return Ok(lines);
        }
        from += limit;
    }
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
    let upheld: Vec<(String, Day)> = tx.all(sql::UPHELD, &[&subject]).await?;
    let is_upheld =
        upheld.iter().any(|(clause, received)| clause == gate.clause() && *received >= since);
    if goes_on || is_upheld {
        return Ok(false);
    }
    let of_gate = cases.iter().filter(|case| case.clause == gate.clause());
    let ended = of_gate
        .filter_map(|case| ended_without_stop(case.state, case.verified_at, case.decided_at));
    Ok(rests(tx, today, subject, ended).await?.is_none())
}

/// Pending cases; those that have lost their ground say so.
async fn pending(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    of: (Area, CaseState),
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::new();
    for row in cases(tx, of, limit).await? {
        let Some(gate) = gate_of(&row.clause) else { continue };
        let known = facts_of(tx, row.subject_id).await?;
        let began = (row.began_on, usize::try_from(row.entries_seen).unwrap_or(usize::MAX));
        let ground = ground_of_case(&desk.rulebook, &known, gate, began, occasion.today);
        let words = if ground.holds() { String::new() } else { ground.to_string() };
        lines.push(line(&row, words));
    }
    Ok(lines)
}

async fn ended(
    tx: &mut Tx,
    (area, queue): (Area, Queue),
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    // Of all who were ever stopped, those to be told are few: the limit must not be spent on the others.
    let values: [&dyn ToValue; 3] = [&area.first, &area.last, &limit];
    let rows: Vec<CaseLine> = match queue {
        Queue::ToTell => tx.all(sql::TO_TELL_WITHIN, &values).await?,
        Queue::Resumed => tx.all(sql::RESUMED_WITHIN, &values).await?,
        _ => tx.all(sql::ENDED_WITHIN, &values).await?,
    };
    let mut lines = Vec::new();
    for row in rows {
        let known = facts_of(tx, row.subject_id).await?;
        let stop = Stop { entry: row.stopped_entry };
        let words = match (queue, stop.resumed(&known)) {
            (Queue::Resumed, Some((day, kind))) => resumed_words(day, kind),
            (Queue::Resumed, None) if stop.stands(&known) => "已恢复服务".to_owned(),
            (Queue::Resumed, None) => "异议成立，停止已撤销".to_owned(),
            // An earlier stop of somebody who came back, and was stopped again since.
            (_, Some(_)) => continue,
            (_, None) if !stop.stands(&known) => continue,
            (_, None) => row
                .told_on
                .map_or_else(|| "还没有告知本人".to_owned(), |day| format!("{day} 已告知本人")),
        };
        lines.push(line(&row, words));
    }
    Ok(lines)
}

async fn objections(tx: &mut Tx, area: Area, limit: i64) -> Result<Vec<Line>, StoreError> {
    let rows: Vec<ObjectionLine> =
        tx.all(sql::OBJECTIONS_WITHIN, &[&area.first, &area.last, &limit]).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let words = match row.outcome {
            None => {
                let stopped = row.stopped_entry;
                let who = hearing(tx, row.subject_id, stopped, row.office_code).await?;
                format!("等待{who}决定")
            }
            Some(outcome @ (Outcome::Upheld | Outcome::Refused)) => {
                format!("{}，待答复本人", outcome.term())
            }
        };
        lines.push(Line {
            subject: row.subject_id,
            gates: Vec::new(),
            day: row.received_on,
            words,
            last_contact: None,
            office_code: row.office_code,
            officer: row.officer_id,
        });
    }
    Ok(lines)
}
