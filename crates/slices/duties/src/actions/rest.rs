//! Gates that rest: noted by whoever decided, and asked for by every list of what is to be done.

use access::Area;
use kernel::Day;
use rules::Gate;
use store::{StoreError, SubjectId, ToValue, Tx};

use crate::model::{Because, Rest, Settled, gate_of_rule};
use crate::sql::{self, DutyRow, RestRow};

/// Notes that a gate rests from today on: until a day, as long as nothing new is recorded of the person; where an
/// objection was upheld, until it opens anew after the day of the objection. The caller holds the subject, and has made
/// sure of the right. What the rules say of the gate and of its duty stays.
pub async fn rest_gate(
    tx: &mut Tx,
    subject: SubjectId,
    gate: Gate,
    because: Because,
    (decided_on, until): (Day, Day),
) -> Result<(), StoreError> {
    let clause = gate.clause();
    let values: [&dyn ToValue; 5] = [&subject, &clause, &because, &decided_on, &until];
    let statement = match because {
        Because::Upheld => sql::REST_FOR_GOOD,
        Because::Spared | Because::Refused => sql::REST,
    };
    tx.execute(statement, &values).await.map(drop)
}

/// Gives the gates of a subject that rest today.
pub async fn rests_of(
    tx: &mut Tx,
    subject: SubjectId,
    today: Day,
) -> Result<Vec<Rest>, StoreError> {
    let rows: Vec<RestRow> = tx.all(sql::RESTS_OF, &[&subject, &today]).await?;
    Ok(rows.iter().filter_map(rest).collect())
}

/// Gives the gates of the people of an office and below that rest today; they are few.
pub(crate) async fn rests_within(
    tx: &mut Tx,
    area: Area,
    today: Day,
) -> Result<Vec<Rest>, StoreError> {
    let values: [&dyn ToValue; 3] = [&today, &area.first, &area.last];
    let rows: Vec<RestRow> = tx.all(sql::RESTS_WITHIN, &values).await?;
    Ok(rows.iter().filter_map(rest).collect())
}

/// Leaves out the duties whose gate rests today: nobody is asked for them.
pub async fn without_rests(
    tx: &mut Tx,
    mut rows: Vec<DutyRow>,
    today: Day,
) -> Result<Vec<DutyRow>, StoreError> {
    let is_of_gate =
        |row: &DutyRow| row.state == Settled::Open && gate_of_rule(&row.rule).is_some();
    let subjects: Vec<SubjectId> =
        rows.iter().filter(|row| is_of_gate(row)).map(|row| row.subject_id).collect();
    for subject in subjects {
        let rests = rests_of(tx, subject, today).await?;
        let rests_now = |row: &DutyRow| {
            is_of_gate(row) && crate::model::resting(&rests, row.subject_id, &row.rule).is_some()
        };
        rows.retain(|row| !rests_now(row));
    }
    Ok(rows)
}

fn rest(row: &RestRow) -> Option<Rest> {
    let gate = Gate::ALL.into_iter().find(|gate| gate.clause() == row.clause)?;
    Some(Rest {
        subject: row.subject_id,
        clause: gate.clause(),
        because: row.because,
        decided_on: row.decided_on,
        until: row.rests_until,
    })
}
