//! Verifying: trying to reach the person before anybody decides about them, and what was found.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use rules::Gate;
use store::ledger::Channel;
use store::{SubjectId, ToValue, Tx};

use super::open::CONTENT;
use super::ready::{Ready, changed, ready};
use crate::CaseId;
use crate::model::{Attempt, CaseState, Ground, Outcome, Refusal, Verification, ground_now};
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
    let ground =
        |case: &super::open::Case| case.ground(&desk.rulebook, &ready.known, occasion.today);
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
        let content = ready.seal(desk, CONTENT, &case.id.bytes(), &verification);
        changed(tx.execute(sql::KEEP, &[&content, &subject, &case.id]).await?)?;
        return Ok(case.id);
    }
    begin(tx, desk, occasion, &ready, (subject, gate), (on, attempt)).await
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
    let is_upheld = ready.objections.iter().any(|objection| {
        let against = ready.cases.iter().find(|case| case.id == objection.case);
        objection.outcome == Some(Outcome::Upheld)
            && objection.received_on >= since
            && against.is_some_and(|case| case.gate == gate)
    });
    if is_upheld {
        return Err(Failure::Refused(Refusal::Upheld));
    }
    if on < since {
        return Err(Failure::Refused(Refusal::BeforeGate(since)));
    }
    // Whatever is pending has lost its ground; it is closed, so that one case at most goes on.
    for fallen in ready.cases.iter().filter(|case| case.state.is_pending()) {
        let values: [&dyn ToValue; 4] = [&occasion.now, &occasion.actor.id, &subject, &fallen.id];
        tx.execute(sql::WITHDRAW, &values).await?;
    }
    let id = CaseId::new(occasion.now, desk.sealing.entropy.as_ref());
    let verification = Verification { attempts: vec![attempt], ..Verification::default() };
    let content = ready.seal(desk, CONTENT, &id.bytes(), &verification);
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
    (circumstance, words): (&str, &str),
) -> Result<CaseState, Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let case = ready.case(case)?;
    if case.state != CaseState::Verifying {
        return Err(Failure::Refused(Refusal::Moved));
    }
    let ground = case.ground(&desk.rulebook, &ready.known, occasion.today);
    if !ground.holds() {
        return Err(Failure::Refused(Refusal::Ground(ground)));
    }
    if words.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    if case.verification.attempts.is_empty() {
        return Err(Failure::Refused(Refusal::NoAttempt));
    }
    let verification = Verification {
        circumstance: circumstance.trim().to_owned(),
        words: words.trim().to_owned(),
        ..case.verification.clone()
    };
    let is_spared = !verification.circumstance.is_empty();
    let state = if is_spared { CaseState::Spared } else { CaseState::Submitted };
    let content = ready.seal(desk, CONTENT, &case.id.bytes(), &verification);
    let values: [&dyn ToValue; 6] =
        [&state, &content, &occasion.now, &occasion.actor.id, &subject, &case.id];
    changed(tx.execute(sql::FINISH, &values).await?)?;
    Ok(state)
}
