//! Gates that rest: noted by whoever decided, asked for by every list of what is to be done, and listed with the decision.

use access::Area;
use desk::{DecidedGate, Desk};
use kernel::Day;
use rules::Gate;
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};

use super::agenda::{After, Whose};
use crate::model::{Because, Rest, Settled, gate_of_rule};
use crate::sql::{self, DutyRow, ListedRow, RestRow, RestingRow};

/// How many subjects are asked for in one journey.
const AT_ONCE: usize = 10;

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

/// Gives the gates of some subjects that rest today.
pub(crate) async fn rests_among(
    tx: &mut Tx,
    subjects: &[SubjectId],
    today: Day,
) -> Result<Vec<Rest>, StoreError> {
    let mut rests = Vec::new();
    for some in subjects.chunks(AT_ONCE) {
        // Whoever is named twice rests once.
        let place = |at: usize| some.get(at).or(some.first());
        let subjects: [Option<&SubjectId>; AT_ONCE] = std::array::from_fn(place);
        let mut values: Vec<&dyn ToValue> = Vec::with_capacity(AT_ONCE + 1);
        values.extend(subjects.iter().map(|subject| subject as &dyn ToValue));
        values.push(&today);
        let rows: Vec<RestRow> = tx.all(sql::RESTS_AMONG, &values).await?;
        rests.extend(rows.iter().filter_map(rest));
    }
    Ok(rests)
}

/// Has the gates of a file rest against which an objection was upheld in one that was merged into it: what was weighed is
/// weighed for the person, and is not asked for again unless the gate opens anew. What rests until something new is
/// recorded does not go along, since the entries of the other file are new. The caller holds both subjects, and has had the
/// rules look at the file that goes on.
pub async fn take_rests_along(
    tx: &mut Tx,
    from: SubjectId,
    to: SubjectId,
) -> Result<(), StoreError> {
    let gone: Vec<RestRow> = tx.all(sql::RESTS_KEPT, &[&from]).await?;
    let own: Vec<RestRow> = tx.all(sql::RESTS_KEPT, &[&to]).await?;
    let gates: Vec<(String, Day)> = tx.all(sql::GATES, &[&to]).await?;
    for rest in gone.iter().filter(|rest| rest.because == Because::Upheld) {
        let since =
            gates.iter().find(|(clause, _)| *clause == rest.clause).map(|(_, since)| *since);
        let is_weighed = since.is_none_or(|since| since <= rest.decided_on);
        let known = own.iter().find(|own| own.clause == rest.clause);
        let is_said = known.is_some_and(|own| match own.because {
            Because::Upheld => own.decided_on >= rest.decided_on,
            Because::Spared | Because::Refused => !is_weighed,
        });
        if !is_said {
            let values: [&dyn ToValue; 5] =
                [&to, &rest.clause, &rest.because, &rest.decided_on, &rest.rests_until];
            tx.execute(sql::REST_FOR_GOOD, &values).await?;
        }
    }
    Ok(())
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

/// A duty that rests, with the decision by which it does.
#[derive(Clone, Debug)]
pub(crate) struct Resting {
    /// The duty, as lists show it.
    pub(crate) listed: ListedRow,
    /// Why it rests, since when, until when.
    pub(crate) rest: Rest,
    /// Who decided so; nobody where the slice that decides is not there.
    pub(crate) decided_by: Option<ActorId>,
}

/// Gives what is open and rests today, by due date, after a place in the list; of an officer's, where it is so asked, only
/// what offices of an area answer for.
pub(crate) async fn resting(
    tx: &mut Tx,
    desk: &Desk,
    (whose, within): (Whose, Option<Area>),
    (today, after): (Day, &After),
    limit: i64,
) -> Result<Vec<Resting>, StoreError> {
    let everywhere = Area { first: 0, last: i64::MAX };
    let area = match whose {
        Whose::Officer(_) => within.unwrap_or(everywhere),
        Whose::Office(area) => area,
        Whose::Community(code) => Area { first: code - code.rem_euclid(1_000), last: code },
    };
    let After { due, subject, rule, because, .. } = after;
    let mut values: Vec<&dyn ToValue> =
        vec![&today, &area.first, &area.last, due, subject, rule, because];
    let statement = match &whose {
        Whose::Officer(officer) => {
            values.push(officer);
            sql::RESTING_OF_OFFICER
        }
        Whose::Office(_) => sql::RESTING_OF_OFFICE,
        Whose::Community(_) => sql::RESTING_OF_COMMUNITY,
    };
    values.push(&limit);
    let rows: Vec<RestingRow> = tx.all(statement, &values).await?;
    let resting: Vec<(ListedRow, Rest)> = rows.into_iter().filter_map(with_rest).collect();
    let gates: Vec<(SubjectId, String)> =
        resting.iter().map(|(_, rest)| (rest.subject, rest.clause.to_owned())).collect();
    let mut decided: Vec<DecidedGate> = Vec::new();
    for companion in desk.companions.iter() {
        decided.extend(companion.decided_gates(tx, &gates).await?);
    }
    let with_who = resting.into_iter().map(|(listed, rest)| {
        let is_it = |one: &&DecidedGate| {
            (one.subject, one.clause.as_str(), one.on)
                == (rest.subject, rest.clause, rest.decided_on)
        };
        let decided_by = decided.iter().find(is_it).map(|one| one.by);
        Resting { listed, rest, decided_by }
    });
    Ok(with_who.collect())
}

fn with_rest(row: RestingRow) -> Option<(ListedRow, Rest)> {
    let RestingRow { listed, because, decided_on, rests_until } = row;
    let clause = gate_of_rule(&listed.duty.rule)?.to_owned();
    let subject_id = listed.duty.subject_id;
    let found = rest(&RestRow { subject_id, clause, because, decided_on, rests_until })?;
    Some((listed, found))
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
