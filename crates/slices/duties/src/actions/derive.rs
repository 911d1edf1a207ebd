//! Deriving what is owed: the rules look at a subject's entries, and what is stored follows.

use std::collections::HashMap;

use kernel::Day;
use rules::{Assessment, Duty, Kind, Rulebook};
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::LedgerFacts;

use super::take_on::Held;
use crate::model::{Basis, Settled, write_standing};
use crate::sql::{self, DutyRow};

/// What tells the duties of one subject apart: rule, cause, and the day counted from.
type Key = (&'static str, EntryId, Day);

/// Lets the rules look at everything that is known of a subject, and stores what they say: duties, gates,
/// standing, and when to look again. Gives what they said.
pub async fn derive(
    tx: &mut Tx,
    rulebook: &Rulebook<'static>,
    held: &Held,
    known: &LedgerFacts,
    today: Day,
) -> Result<Assessment, StoreError> {
    let assessment = rulebook.assess(known.entries(), today);
    store_duties(tx, held, known, &assessment).await?;
    store_gates(tx, held, &assessment).await?;
    // The last by its day, as the rules count: one that was noted later may be of an earlier day.
    let graded = known.entries().iter().enumerate().filter(|(place, entry)| {
        entry.kind == Kind::Graded && entry.on <= today && !is_corrected(known, *place)
    });
    let graded = graded.max_by_key(|(place, entry)| (entry.on, *place)).map(|(place, _)| place);
    let grade = graded.and_then(|place| known.level(place)).map(i64::from);
    let last_entry = known.entries().iter().map(|entry| entry.on).max();
    let standing = write_standing(&assessment.standing);
    let values: [&dyn ToValue; 5] =
        [&assessment.next_look, &standing, &grade, &last_entry, &held.subject];
    tx.execute(sql::LOOKED, &values).await?;
    Ok(assessment)
}

fn is_corrected(known: &LedgerFacts, place: usize) -> bool {
    known.entries().iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(place))
}

async fn store_duties(
    tx: &mut Tx,
    held: &Held,
    known: &LedgerFacts,
    assessment: &Assessment,
) -> Result<(), StoreError> {
    let stored: Vec<DutyRow> = tx.all(sql::DUTIES, &[&held.subject]).await?;
    let mut before: HashMap<(String, EntryId, Day), DutyRow> = stored
        .into_iter()
        .map(|row| ((row.rule.clone(), row.because_id, row.from_day), row))
        .collect();
    for duty in &assessment.duties {
        let (rule, because, from) = key(known, duty, held.subject)?;
        let row = row(known, held, duty, because);
        match before.remove(&(rule.to_owned(), because, from)) {
            Some(known) if is_same(&known, &row) => {}
            Some(known) if row.state == Settled::Open || known.state == Settled::Open => {
                put(tx, &row).await?;
            }
            // What was settled stays with whoever settled it.
            Some(known) => {
                let (office_code, officer_id) = (known.office_code, known.officer_id);
                put(tx, &DutyRow { office_code, officer_id, ..row }).await?;
            }
            None => put(tx, &row).await?,
        }
    }
    for gone in before.into_values() {
        let values: [&dyn ToValue; 4] =
            [&gone.subject_id, &gone.rule, &gone.because_id, &gone.from_day];
        tx.execute(sql::REMOVE_DUTY, &values).await?;
    }
    Ok(())
}

fn key(known: &LedgerFacts, duty: &Duty, subject: SubjectId) -> Result<Key, StoreError> {
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
    }
}

/// Tells whether what is stored says what the rules say. Who answers for what is settled is kept.
fn is_same(stored: &DutyRow, derived: &DutyRow) -> bool {
    let derived = if stored.state == Settled::Open {
        derived.clone()
    } else {
        let (office_code, officer_id) = (stored.office_code, stored.officer_id);
        DutyRow { office_code, officer_id, ..derived.clone() }
    };
    *stored == derived
}

async fn put(tx: &mut Tx, row: &DutyRow) -> Result<(), StoreError> {
    let values: [&dyn ToValue; 14] = [
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
    ];
    tx.execute(sql::PUT_DUTY, &values).await.map(drop)
}

async fn store_gates(tx: &mut Tx, held: &Held, assessment: &Assessment) -> Result<(), StoreError> {
    let stored: Vec<(String, Day)> = tx.all(sql::GATES, &[&held.subject]).await?;
    for (clause, _) in &stored {
        if assessment.gates.iter().all(|open| open.gate.clause() != clause) {
            tx.execute(sql::REMOVE_GATE, &[&held.subject, clause]).await?;
        }
    }
    for open in &assessment.gates {
        let clause = open.gate.clause().to_owned();
        if !stored.contains(&(clause.clone(), open.since)) {
            let values: [&dyn ToValue; 5] =
                [&held.subject, &clause, &open.since, &held.office_code, &held.officer];
            tx.execute(sql::PUT_GATE, &values).await?;
        }
    }
    Ok(())
}
