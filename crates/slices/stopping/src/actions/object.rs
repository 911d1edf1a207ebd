//! Objecting: anybody at the counter takes it, the office above decides, and the person is told.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::model::Because;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::ledger::Channel;
use store::{SubjectId, ToValue, Tx};
use subjects::Happening;

use super::decide::letter_of;
use super::notices::{notify, void};
use super::office::{above_the_decision, has_above, objecting_action};
use super::open::{OBJECTION, OBJECTION_TOLD, OBJECTION_WORDS};
use super::ready::{changed, check_day, ready};
use crate::model::{CaseState, Letter, Outcome, Purpose, Refusal, Told};
use crate::sql;
use crate::{CaseId, ObjectionId};

/// What somebody objects.
#[derive(Clone, Debug)]
pub struct NewObjection {
    /// The day on which they said so.
    pub on: Day,
    /// Through which channel.
    pub how: Channel,
    /// What they said.
    pub words: String,
}

/// Takes an objection against a stop. It is no contact by which the service would go on: whether the person wants
/// that now is asked and recorded by itself. No article sets a time for it: one that comes late is taken, and whoever
/// decides sees that it is.
pub async fn object(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, case): (SubjectId, CaseId),
    new: &NewObjection,
) -> Result<ObjectionId, Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let case = ready.case(case)?;
    let Some(decided_at) = case.decided_at.filter(|_| case.stands(&ready.known)) else {
        return Err(Failure::Refused(Refusal::NotStopped));
    };
    let mut waiting = ready.objections.iter().filter(|known| known.case == case.id);
    if waiting.any(|known| known.outcome.is_none()) {
        return Err(Failure::Refused(Refusal::Objected));
    }
    check_day(new.on, web::day_of(decided_at), occasion.today).map_err(Failure::Refused)?;
    if new.words.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let id = ObjectionId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content = ready.seal_words(desk, OBJECTION, &id.bytes(), &new.words);
    let channel = new.how.text();
    let values: [&dyn ToValue; 8] =
        [&subject, &id, &case.id, &new.on, &channel, &occasion.now, &occasion.actor.id, &content];
    tx.execute(sql::OBJECT, &values).await?;
    Ok(id)
}

/// Decides on an objection, with the reason. Where it is upheld, the stop, the notice and the end of the agreement
/// are taken back, the registry is told, and the person is served as before.
pub async fn decide_objection(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, objection): (SubjectId, ObjectionId),
    outcome: Outcome,
    words: &str,
) -> Result<(), Failure<Refusal>> {
    let held = duties::held(tx, subject).await?;
    let has_above = match &held {
        Some(held) => has_above(tx, held.office_code).await?,
        None => true,
    };
    let action = objecting_action(has_above);
    let ready = ready(tx, desk, occasion, action, subject).await?;
    let objection = ready.objection(objection)?;
    if objection.outcome.is_some() {
        return Err(Failure::Refused(Refusal::Decided));
    }
    let case = ready.case(objection.case)?;
    let actor = &occasion.actor;
    if let Some(refusal) = above_the_decision(tx, occasion, subject, case).await? {
        return Err(Failure::Refused(refusal));
    }
    if words.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let said = ready.seal_words(desk, OBJECTION_WORDS, &objection.id.bytes(), words);
    let values: [&dyn ToValue; 6] =
        [&outcome, &occasion.now, &actor.id, &said, &subject, &objection.id];
    changed(tx.execute(sql::DECIDE_OBJECTION, &values).await?)?;
    if outcome == Outcome::Refused {
        return Ok(());
    }
    // What was weighed is not asked for again, unless the gate opens anew.
    let days = (objection.received_on, Day::LAST);
    duties::rest_gate(tx, subject, case.gate, Because::Upheld, days).await?;
    let carried_out = case.carried_out(&ready.known);
    if case.state != CaseState::Approved || carried_out.is_empty() {
        // What was taken back otherwise needs no second time.
        return Ok(());
    }
    let letter = letter_of(tx, desk, occasion, &ready, case).await?;
    let letter = Letter {
        reason: "本人异议成立，停止服务撤销，恢复服务".to_owned(), ..letter
    };
    let taken_back: Vec<Happening> = carried_out
        .into_iter()
        .map(|entry| {
            let note = "本人异议成立，停止服务撤销";
            Happening::new(Kind::Corrected, occasion.today).about(entry).text(Field::Note, note)
        })
        .collect();
    duties::record_service(tx, desk, occasion, action, subject, &taken_back)
        .await
        .map_err(|failure| failure.map(Refusal::Service))?;
    void(tx, &ready.key, (subject, case.id), occasion.now).await?;
    let purpose = Purpose::Withdrawn;
    notify(tx, desk, occasion, (subject, case.id), purpose, &letter, &ready.key).await?;
    Ok(())
}

/// Notes that the person was told what came of their objection.
pub async fn tell_outcome(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, objection): (SubjectId, ObjectionId),
    (on, how, words): (Day, Channel, &str),
) -> Result<(), Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let objection = ready.objection(objection)?;
    let Some(decided_at) = objection.decided_at else {
        return Err(Failure::Refused(Refusal::NotDecided));
    };
    if objection.told_on.is_some() {
        return Err(Failure::Refused(Refusal::Told));
    }
    check_day(on, web::day_of(decided_at), occasion.today).map_err(Failure::Refused)?;
    if words.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let told = Told { how: how.text().to_owned(), words: words.trim().to_owned() };
    let told = ready.seal(desk, OBJECTION_TOLD, &objection.id.bytes(), &told);
    let values: [&dyn ToValue; 4] = [&on, &told, &subject, &objection.id];
    changed(tx.execute(sql::TELL_OUTCOME, &values).await?)
}
