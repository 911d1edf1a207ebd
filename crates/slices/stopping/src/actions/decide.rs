//! The office that answers for the person decides (BJ18-29), or the one above where that has no head: nobody who
//! verified, and nobody who stands in for them. What is approved is carried out in the same transaction: the registry
//! notified, the agreement ended, the service stopped.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::model::Because;
use ledger::Field;
use rules::{Gate, Kind};
use services::model::codes::DECLINED;
use store::{StoreError, SubjectId, ToValue, Tx};
use subjects::Happening;

use super::notices::notify;
use super::office::check_decides;
use super::open::{Case, WORDS};
use super::ready::{Ready, changed, check_words, ready};
use super::registry::registry_of;
use super::verify::called_back;
use crate::CaseId;
use crate::model::{CaseState, Letter, Purpose, Refusal, notice_of, reason_of};
use crate::sql;

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The service stops.
    Approve,
    /// It goes on.
    Refuse,
}

/// Approves a stop and carries it out, or refuses it with a reason.
pub async fn decide(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, case): (SubjectId, CaseId),
    decision: Decision,
    words: &str,
) -> Result<CaseState, Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::ApproveStop, subject).await?;
    let case = ready.case(case)?;
    if case.state != CaseState::Submitted {
        return Err(Failure::Refused(Refusal::Moved));
    }
    check_decides(tx, occasion, ready.held.office_code, &case.verifiers()).await?;
    let ground = case.ground(&desk.rulebook, &ready.known, occasion.today);
    if !ground.holds() {
        return Err(Failure::Refused(Refusal::Ground(ground)));
    }
    let place = case.id.bytes();
    let said = WORDS.seal(&desk.sealing, &ready.key, &place, words.trim());
    if decision == Decision::Approve {
        // What was submitted before the rule, or under another figure, is weighed by the rule of today.
        let enough = case.verification.enough(&desk.rulebook, case.gate, occasion.today);
        enough.map_err(Failure::Refused)?;
        called_back(&ready, case, occasion.today)?;
        explained(desk, occasion, &ready, case, words)?;
        carry_out(tx, desk, occasion, &ready, case, &said).await?;
        return Ok(CaseState::Approved);
    }
    check_words(words)?;
    let values: [&dyn ToValue; 5] = [&occasion.now, &occasion.actor.id, &said, &subject, &case.id];
    changed(tx.execute(sql::REFUSE, &values).await?)?;
    super::verify::rest(tx, desk, occasion, case, Because::Refused).await?;
    Ok(CaseState::Refused)
}

/// Asks whoever approves for words where the office itself left something undone: the stop may be right nevertheless, and
/// somebody says why. A local norm.
fn explained(
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    case: &Case,
    words: &str,
) -> Result<(), Failure<Refusal>> {
    let undone = case.undone(&desk.rulebook, &ready.known, occasion.today);
    match undone.iter().filter(|undone| undone.asks_for_words()).count() {
        count @ 1.. if words.trim().is_empty() => {
            Err(Failure::Refused(Refusal::Unexplained(count)))
        }
        _ => Ok(()),
    }
}

async fn carry_out(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    case: &Case,
    said: &store::seal::Sealed,
) -> Result<(), Failure<Refusal>> {
    let (subject, gate, today) = (case.subject, case.gate, occasion.today);
    let assessment = desk.rulebook.assess(ready.known.entries(), today);
    let mut happenings =
        vec![Happening::new(Kind::RegistryNotified, today).text(Field::Note, notice_of(gate))];
    // Where the person declined, the office ends the agreement by name (BJ18-29); any other stop ends it too.
    let ends_agreement = gate == Gate::Termination && assessment.standing.under_agreement;
    if ends_agreement {
        let ended = Happening::new(Kind::AgreementEnded, today).text(Field::Reason, DECLINED);
        happenings.push(ended);
    }
    let stopped = Happening::new(Kind::ServiceStopped, today).text(Field::Reason, reason_of(gate));
    happenings.push(stopped);
    let letter = letter_of(tx, desk, occasion, ready, case).await?;
    let action = Action::ApproveStop;
    let recorded = duties::record_service(tx, desk, occasion, action, subject, &happenings).await;
    let entries = recorded.map_err(|failure| failure.map(Refusal::Service))?.entries;
    let (notified, last) = (entries.first().copied(), entries.last().copied());
    let ended = entries.get(1).copied().filter(|_| ends_agreement);
    let values: [&dyn ToValue; 8] =
        [&occasion.now, &occasion.actor.id, said, &notified, &ended, &last, &subject, &case.id];
    changed(tx.execute(sql::CARRY_OUT, &values).await?)?;
    notify(tx, desk, occasion, (subject, case.id), Purpose::Stopped, &letter, &ready.key).await?;
    Ok(())
}

/// Writes the letter to the registry.
pub(super) async fn letter_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    case: &Case,
) -> Result<Letter, StoreError> {
    let label = subjects::label_of(tx, &desk.sealing, case.subject).await?;
    let person = seekers::person_of(tx, &ready.key, case.subject).await?;
    let verified_by = offices::staff_name(tx, case.verified_by).await?;
    let (_, conditions) = case.conditions(&desk.rulebook, &ready.known, occasion.today);
    let grounds = conditions.iter().map(|known| format!("{}：{}", known.words, known.found));
    let attempts = case.verification.attempts.iter().map(|tried| {
        let reached = if tried.reached { "联系到本人" } else { "没有联系到本人" };
        format!("{} {}，{reached}", tried.on, super::channel_words(&tried.how))
    });
    Ok(Letter {
        office: occasion.actor.office_name.clone(),
        registry: registry_of(tx, ready.held.office_code).await?.unwrap_or_default(),
        name: label.map_or_else(String::new, |label| label.name.reveal().to_owned()),
        number: person.map_or_else(String::new, |person| person.particulars.number),
        clause: case.gate.clause().to_owned(),
        reason: reason_of(case.gate).to_owned(),
        grounds: grounds.collect(),
        attempts: attempts.collect(),
        on: occasion.today.to_string(),
        verified_by,
        decided_by: occasion.actor.name.clone(),
    })
}

/// Takes a case back: whoever verified while its ground holds, anybody of the office once it has fallen.
pub async fn withdraw(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, case): (SubjectId, CaseId),
) -> Result<(), Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let case = ready.case(case)?;
    if !case.state.is_pending() {
        return Err(Failure::Refused(Refusal::Moved));
    }
    let holds = case.ground(&desk.rulebook, &ready.known, occasion.today).holds();
    if holds && !case.verifiers().contains(&occasion.actor.id) {
        return Err(Failure::Refused(Refusal::NotOwn));
    }
    let values: [&dyn ToValue; 4] = [&occasion.now, &occasion.actor.id, &subject, &case.id];
    changed(tx.execute(sql::WITHDRAW, &values).await?)
}
