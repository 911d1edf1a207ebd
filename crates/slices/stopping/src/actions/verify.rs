//! Verifying: trying to reach the person before anybody decides about them, and what was found.

use access::{Action, Actor, Failure};
use desk::{Desk, Occasion};
use duties::Held;
use duties::model::Because;
use kernel::Day;
use rules::Gate;
use store::ledger::Channel;
use store::{Instant, StoreError, SubjectId, ToValue, Tx};

use super::open::{CONTENT, Case};
use super::ready::{Ready, changed, ready};
use crate::CaseId;
use crate::model::{
    Attempt, CaseState, Finding, Ground, Refusal, Verification, ground_now, was_called_back,
};
use crate::sql;

/// Notes an attempt to reach a person on whose service a gate stands open; the first one begins a case. Gives the
/// case.
pub async fn try_to_reach(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, gate): (SubjectId, Gate),
    (on, how, reached, words): (Day, Channel, bool, &str),
) -> Result<CaseId, Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    answering(tx, occasion, &ready, gate).await?;
    if words.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    if on > occasion.today {
        return Err(Failure::Refused(Refusal::NotYet));
    }
    let attempt = Attempt {
        on: on.to_string(),
        how: how.text().to_owned(),
        reached,
        words: words.trim().to_owned(),
        by: occasion.actor.id.to_string(),
    };
    let ground = |case: &Case| case.ground(&desk.rulebook, &ready.known, occasion.today);
    let mut live =
        ready.cases.iter().filter(|case| case.state.is_pending() && ground(case).holds());
    if let Some(case) = live.next() {
        if case.gate != gate || case.state != CaseState::Verifying {
            return Err(Failure::Refused(Refusal::OtherPending(case.state.term())));
        }
        if on < case.gate_since {
            return Err(Failure::Refused(Refusal::BeforeGate(case.gate_since)));
        }
        let mut verification = case.verification.clone();
        verification.attempts.push(attempt);
        let content = CONTENT.seal(&desk.sealing, &ready.key, &case.id.bytes(), &verification)?;
        changed(tx.execute(sql::KEEP, &[&content, &subject, &case.id]).await?)?;
        return Ok(case.id);
    }
    begin(tx, desk, occasion, &ready, (subject, gate), (on, attempt)).await
}

/// Refuses to give somebody up for what they said whom nobody called back (BJ18-29, 经跟踪回访后).
pub(super) fn called_back(ready: &Ready, case: &Case, today: Day) -> Result<(), Failure<Refusal>> {
    if was_called_back(ready.known.entries(), case.gate, today) {
        return Ok(());
    }
    Err(Failure::Refused(Refusal::NotCalledBack))
}

/// Tells whether somebody may verify for a gate, beyond the right to record: where a person declined the service, only
/// their officer (BJ18-29, 经就业援助服务专员核实).
pub(crate) fn verifies(actor: &Actor, held: &Held, gate: Gate) -> bool {
    gate != Gate::Termination || held.is_served_by(actor)
}

async fn answering(
    tx: &mut Tx,
    occasion: &Occasion,
    ready: &Ready,
    gate: Gate,
) -> Result<(), Failure<Refusal>> {
    if verifies(&occasion.actor, &ready.held, gate) {
        return Ok(());
    }
    Err(Failure::Refused(match ready.held.officer {
        Some(officer) => Refusal::OtherOfficer(offices::staff_name(tx, officer).await?),
        None => Refusal::NoOfficer,
    }))
}

/// Says why a case does not begin again: one on the same gate ended without a stop, nothing was recorded since, and the
/// days that a local norm sets have not passed.
pub(crate) async fn rests(
    tx: &mut Tx,
    desk: &Desk,
    today: Day,
    subject: SubjectId,
    ended: impl Iterator<Item = (CaseState, Instant)>,
) -> Result<Option<Refusal>, StoreError> {
    let Some((state, at)) = ended.max_by_key(|(_, at)| *at) else {
        return Ok(None);
    };
    let on = web::day_of(at);
    let from = desk.rulebook.stop_rests_until(on);
    if today >= from {
        return Ok(None);
    }
    let (new,): (i64,) = tx.one(sql::RECORDED_SINCE, &[&subject, &at]).await?;
    Ok((new == 0).then_some(Refusal::Rests { ended: state.term(), on, from }))
}

/// Has the gate of a case that ended without a stop rest, for as long as it does not begin again ([`rests`]): nobody is
/// asked for what was just decided.
pub(super) async fn rest(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    case: &Case,
    because: Because,
) -> Result<(), StoreError> {
    let until = desk.rulebook.stop_rests_until(occasion.today);
    let days = (occasion.today, until);
    duties::rest_gate(tx, case.subject, case.gate, because, days).await
}

/// Gives when a case ended without a stop, where people decided so.
pub(crate) fn ended_without_stop(
    state: CaseState,
    verified_at: Option<Instant>,
    decided_at: Option<Instant>,
) -> Option<(CaseState, Instant)> {
    match state {
        CaseState::Refused => decided_at,
        CaseState::Spared => verified_at,
        _ => None,
    }
    .map(|at| (state, at))
}

/// Gives when the cases on a gate ended without a stop.
pub(crate) fn ended_on(cases: &[Case], gate: Gate) -> impl Iterator<Item = (CaseState, Instant)> {
    cases
        .iter()
        .filter(move |case| case.gate == gate)
        .filter_map(|case| ended_without_stop(case.state, case.verified_at, case.decided_at))
}

/// A gate against which an objection was upheld, by its clause, and when the objection was received.
pub(crate) type Upheld = (String, Day);

/// Gives the gates of a person against which objections were upheld, in their own file and in those that were merged into it:
/// what was weighed was weighed for the person.
pub(crate) async fn upheld_of(tx: &mut Tx, subject: SubjectId) -> Result<Vec<Upheld>, StoreError> {
    tx.all(sql::UPHELD, &[&subject]).await
}

/// Tells whether somebody objected, and rightly, against a stop on a gate that stands open since a day: what opened it
/// then was weighed, and cannot be brought again.
pub(crate) fn is_upheld(upheld: &[Upheld], gate: Gate, since: Day) -> bool {
    upheld.iter().any(|(clause, received_on)| clause == gate.clause() && *received_on >= since)
}

async fn begin(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    (subject, gate): (SubjectId, Gate),
    (on, attempt): (Day, Attempt),
) -> Result<CaseId, Failure<Refusal>> {
    let since = match ground_now(&desk.rulebook, &ready.known, gate, occasion.today) {
        Ground::Holds(since) => since,
        other => return Err(Failure::Refused(Refusal::Ground(other))),
    };
    if is_upheld(&upheld_of(tx, subject).await?, gate, since) {
        return Err(Failure::Refused(Refusal::Upheld));
    }
    if on < since {
        return Err(Failure::Refused(Refusal::BeforeGate(since)));
    }
    if let Some(refusal) =
        rests(tx, desk, occasion.today, subject, ended_on(&ready.cases, gate)).await?
    {
        return Err(Failure::Refused(refusal));
    }
    // Whatever is pending has lost its ground; it is closed, so that one case at most goes on.
    for fallen in ready.cases.iter().filter(|case| case.state.is_pending()) {
        let values: [&dyn ToValue; 4] = [&occasion.now, &occasion.actor.id, &subject, &fallen.id];
        tx.execute(sql::WITHDRAW, &values).await?;
    }
    let id = CaseId::new(occasion.now, desk.sealing.entropy.as_ref());
    let verification = Verification { attempts: vec![attempt], ..Verification::default() };
    let content = CONTENT.seal(&desk.sealing, &ready.key, &id.bytes(), &verification)?;
    let seen = i64::try_from(ready.known.entries().len()).unwrap_or(i64::MAX);
    let clause = gate.clause();
    let values: [&dyn ToValue; 7] =
        [&subject, &id, &clause, &since, &occasion.today, &seen, &content];
    tx.execute(sql::BEGIN, &values).await?;
    Ok(id)
}

/// Finishes the verification: with a circumstance that speaks against a stop the case ends and the person is
/// spared; without one it goes to whoever leads the office.
pub async fn finish(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, case): (SubjectId, CaseId),
    finding: Finding<'_>,
) -> Result<CaseState, Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let case = ready.case(case)?;
    answering(tx, occasion, &ready, case.gate).await?;
    if case.state != CaseState::Verifying {
        return Err(Failure::Refused(Refusal::Moved));
    }
    let ground = case.ground(&desk.rulebook, &ready.known, occasion.today);
    if !ground.holds() {
        return Err(Failure::Refused(Refusal::Ground(ground)));
    }
    let Finding { circumstance, offered, words } = finding;
    if words.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    // With a circumstance the person is spared; one attempt is enough to know of it.
    if case.verification.attempts.is_empty() {
        return Err(Failure::Refused(Refusal::NoAttempt));
    }
    if circumstance.trim().is_empty() {
        let enough = case.verification.enough(&desk.rulebook, case.gate, occasion.today);
        enough.map_err(Failure::Refused)?;
        called_back(&ready, case, occasion.today)?;
        if case.gate == Gate::Termination && offered.trim().is_empty() {
            return Err(Failure::Refused(Refusal::NoOffer));
        }
    }
    let verification = Verification {
        circumstance: circumstance.trim().to_owned(),
        words: words.trim().to_owned(),
        offered: offered.trim().to_owned(),
        ..case.verification.clone()
    };
    let is_spared = !verification.circumstance.is_empty();
    let state = if is_spared { CaseState::Spared } else { CaseState::Submitted };
    let content = CONTENT.seal(&desk.sealing, &ready.key, &case.id.bytes(), &verification)?;
    let values: [&dyn ToValue; 6] =
        [&state, &content, &occasion.now, &occasion.actor.id, &subject, &case.id];
    changed(tx.execute(sql::FINISH, &values).await?)?;
    if is_spared {
        rest(tx, desk, occasion, case, Because::Spared).await?;
    }
    Ok(state)
}
