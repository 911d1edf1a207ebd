//! Deriving what is owed: the rules look at a subject's entries, and what is stored follows.

use std::collections::HashMap;

use kernel::Day;
use rules::{Assessment, Duty, Kind, Rulebook};
use store::{EntryId, Instant, StoreError, SubjectId, ToValue, Tx, read_all};
use subjects::LedgerFacts;

use super::take_on::Held;
use crate::model::{Basis, Settled, write_standing};
use crate::sql::{self, DutyRow, HeldRow};

/// How many microseconds a day has.
const DAY: i64 = 86_400_000_000;
/// How many microseconds civil time is ahead of UTC.
const UTC_PLUS_8: i64 = 8 * 3_600_000_000;

/// What tells the duties of one subject apart: rule, cause, and the day counted from.
type Key<'r> = (&'r str, EntryId, Day);

/// What is stored of a subject before the rules look at it.
pub(crate) struct Before {
    pub(crate) duties: Vec<DutyRow>,
    /// The clauses of its gates, and since when each holds.
    pub(crate) gates: Vec<(String, Day)>,
    /// Where it stood, if it was read in this transaction and under the lock.
    pub(crate) looked: Option<HeldRow>,
}

/// Lets the rules look at everything that is known of a subject, and stores what they say: duties, gates,
/// standing, and when to look again. Gives what they said.
pub async fn derive(
    tx: &mut Tx,
    rulebook: &Rulebook<'static>,
    held: &Held,
    known: &LedgerFacts,
    today: Day,
) -> Result<Assessment, StoreError> {
    let values: [&dyn ToValue; 1] = [&held.subject];
    let mut found = tx.gather(&[(sql::DUTIES, &values), (sql::GATES, &values)]).await?.into_iter();
    let mut next = || found.next().unwrap_or_default();
    let before = Before { duties: read_all(next())?, gates: read_all(next())?, looked: None };
    derive_after(tx, rulebook, held, known, &before, today).await
}

/// The same for whoever has read already what is stored. Nothing is read, and nobody waits for what is written: it
/// travels with the commit. That nobody else writes it meanwhile is for [`hold`](super::take_on::hold) to see to.
pub(crate) async fn derive_after(
    tx: &mut Tx,
    rulebook: &Rulebook<'static>,
    held: &Held,
    known: &LedgerFacts,
    before: &Before,
    today: Day,
) -> Result<Assessment, StoreError> {
    let assessment = rulebook.assess(known.entries(), today);
    store_duties(tx, held, known, before, &assessment).await?;
    store_gates(tx, held, before, &assessment).await?;
    // The last by its day, as the rules count: one that was noted later may be of an earlier day.
    let graded = known.entries().iter().enumerate().filter(|(place, entry)| {
        entry.kind == Kind::Graded && entry.on <= today && !is_corrected(known, *place)
    });
    let graded = graded.max_by_key(|(place, entry)| (entry.on, *place)).map(|(place, _)| place);
    let grade = graded.and_then(|place| known.level(place)).map(i64::from);
    let last_entry = known.entries().iter().map(|entry| entry.on).max();
    let standing = write_standing(&assessment.standing);
    let stands = (&assessment.next_look, &standing, &grade, &last_entry);
    let stood = before
        .looked
        .as_ref()
        .map(|row| (&row.next_look, &row.standing, &row.grade, &row.last_entry));
    if stood != Some(stands) {
        let values: [&dyn ToValue; 5] =
            [&assessment.next_look, &standing, &grade, &last_entry, &held.subject];
        tx.execute_later(sql::LOOKED, &values).await?;
    }
    Ok(assessment)
}

fn is_corrected(known: &LedgerFacts, place: usize) -> bool {
    known.entries().iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(place))
}

async fn store_duties(
    tx: &mut Tx,
    held: &Held,
    known: &LedgerFacts,
    before: &Before,
    assessment: &Assessment,
) -> Result<(), StoreError> {
    let mut stored: HashMap<Key<'_>, &DutyRow> = before
        .duties
        .iter()
        .map(|row| ((row.rule.as_str(), row.because_id, row.from_day), row))
        .collect();
    for duty in &assessment.duties {
        let key = key(known, duty, held.subject)?;
        let mut row = row(known, held, duty, key.1);
        let was = stored.remove(&key);
        let mut is_to_find = false;
        if let Some(was) = was {
            if was.state != Settled::Open && row.state != Settled::Open {
                // What was settled stays with whoever settled it.
                (row.office_code, row.officer_id) = (was.office_code, was.officer_id);
            }
            (row.fell_office_code, row.fell_officer_id) =
                (was.fell_office_code, was.fell_officer_id);
            is_to_find = was.due_day != row.due_day;
        }
        if was != Some(&row) {
            put(tx, &row).await?;
        }
        // Of whom nothing was derived before, nothing was handed on either.
        is_to_find |= was.is_none() && !before.duties.is_empty();
        if is_to_find && row.due_day < held.since {
            find_fallen(tx, &row).await?;
        }
    }
    for gone in stored.into_values() {
        let values: [&dyn ToValue; 4] =
            [&gone.subject_id, &gone.rule, &gone.because_id, &gone.from_day];
        tx.execute_later(sql::REMOVE_DUTY, &values).await?;
    }
    Ok(())
}

fn key(known: &LedgerFacts, duty: &Duty, subject: SubjectId) -> Result<Key<'static>, StoreError> {
    let because = known.id(duty.because).ok_or_else(|| StoreError::Contradiction {
        table: "entry",
        column: "entry_id".to_owned(),
        row: subject.to_string(),
        why: "规则所依据的记录不在台账中".to_owned(),
    })?;
    Ok((duty.rule.rule().id, because, duty.from))
}

fn row(known: &LedgerFacts, held: &Held, duty: &Duty, because: EntryId) -> DutyRow {
    DutyRow {
        subject_id: held.subject,
        rule: duty.rule.rule().id.to_owned(),
        because_id: because,
        because_kind: known.entries()[duty.because].kind.name().to_owned(),
        because_on: known.entries()[duty.because].on,
        from_day: duty.from,
        due_day: duty.due.day,
        provisional: duty.due.provisional,
        basis: Basis::from(duty.basis),
        state: Settled::from(duty.state),
        settled_by: duty.met_by.and_then(|place| known.id(place)),
        settled_on: duty.met_by.and_then(|place| known.entries().get(place)).map(|entry| entry.on),
        office_code: held.office_code,
        officer_id: held.officer,
        fell_office_code: None,
        fell_officer_id: None,
    }
}

/// Finds who answered for a duty when it fell overdue, where the subject was handed on since: what a late entry brought, or
/// whose day changed, may have been overdue before it came.
async fn find_fallen(tx: &mut Tx, row: &DutyRow) -> Result<(), StoreError> {
    let overdue_from = i64::from(row.due_day.plus_days(1).number());
    let overdue_from = Instant::from_micros(overdue_from * DAY - UTC_PLUS_8);
    let values: [&dyn ToValue; 5] =
        [&row.subject_id, &overdue_from, &row.rule, &row.because_id, &row.from_day];
    tx.execute_later(sql::FIND_FALLEN, &values).await
}

async fn put(tx: &mut Tx, row: &DutyRow) -> Result<(), StoreError> {
    let values: [&dyn ToValue; 16] = [
        &row.subject_id,
        &row.rule,
        &row.because_id,
        &row.because_kind,
        &row.because_on,
        &row.from_day,
        &row.due_day,
        &row.provisional,
        &row.basis,
        &row.state,
        &row.settled_by,
        &row.settled_on,
        &row.office_code,
        &row.officer_id,
        &row.fell_office_code,
        &row.fell_officer_id,
    ];
    tx.execute_later(sql::PUT_DUTY, &values).await
}

async fn store_gates(
    tx: &mut Tx,
    held: &Held,
    before: &Before,
    assessment: &Assessment,
) -> Result<(), StoreError> {
    for (clause, _) in &before.gates {
        if assessment.gates.iter().all(|open| open.gate.clause() != clause) {
            tx.execute_later(sql::REMOVE_GATE, &[&held.subject, clause]).await?;
        }
    }
    for open in &assessment.gates {
        let clause = open.gate.clause();
        let is_known =
            before.gates.iter().any(|(known, since)| known == clause && *since == open.since);
        if !is_known {
            let values: [&dyn ToValue; 5] =
                [&held.subject, &clause, &open.since, &held.office_code, &held.officer];
            tx.execute_later(sql::PUT_GATE, &values).await?;
        }
    }
    Ok(())
}
