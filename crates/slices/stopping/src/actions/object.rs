//! Objecting: anybody at the counter takes it, somebody above who had no part decides, and the person is told.

use access::{Action, Failure};
use agreements::model::NO_LONGER_IN_HARDSHIP;
use desk::{Desk, Occasion};
use duties::model::Because;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::ledger::Channel;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::{Happening, history};

use super::decide::letter_of;
use super::decided::Decided;
use super::exit::find::Exit;
use super::notices::{notify, void};
use super::objections::{CONTENT, WORDS};
use super::office::{above_the_decision, has_above, objecting_action};
use super::open::Case;
use super::ready::{Ready, changed, check_day, check_words, ready};
use crate::ObjectionId;
use crate::model::{Against, CaseState, Letter, Outcome, Purpose, Refusal};
use crate::sql;

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

/// Takes an objection against a stop or an exit that stands. It is no contact by which a service would go on: whether the
/// person wants that now is asked and recorded by itself. No article sets a time for it: one that comes late is taken, and
/// whoever decides sees that it is.
pub async fn object(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, against): (SubjectId, impl Into<Against>),
    new: &NewObjection,
) -> Result<ObjectionId, Failure<Refusal>> {
    let against = against.into();
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let decided = ready.decided(against)?;
    let Some(decided_on) = decided.decided_on().filter(|_| decided.stands(&ready.known)) else {
        return Err(Failure::Refused(decided.not_in_force()));
    };
    let mut waiting = ready.objections.iter().filter(|known| known.against == against);
    if waiting.any(|known| known.outcome.is_none()) {
        return Err(Failure::Refused(Refusal::Objected));
    }
    check_day(new.on, decided_on, occasion.today)?;
    check_words(&new.words)?;
    let id = ObjectionId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content = CONTENT.seal(&desk.sealing, &ready.key, &id.bytes(), new.words.trim());
    let channel = new.how.text();
    let (case, exit) = against.columns();
    let values: [&dyn ToValue; 9] = [
        &subject,
        &id,
        &case,
        &exit,
        &new.on,
        &channel,
        &occasion.now,
        &occasion.actor.id,
        &content,
    ];
    tx.execute(sql::OBJECT, &values).await?;
    Ok(id)
}

/// Decides on an objection, with the reason. Where it is upheld, what it is against is taken back with everything that
/// came of it, and the person stands as if it had never been.
pub async fn decide_objection(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, objection): (SubjectId, ObjectionId),
    outcome: Outcome,
    words: &str,
) -> Result<(), Failure<Refusal>> {
    // Held before the office is asked whose turn it is: it may be going over to another one at this moment.
    let held = duties::hold(tx, subject).await?;
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
    let decided = ready.decided(objection.against)?;
    if let Some(refusal) = above_the_decision(tx, occasion, subject, decided).await? {
        return Err(Failure::Refused(refusal));
    }
    check_words(words)?;
    let said = WORDS.seal(&desk.sealing, &ready.key, &objection.id.bytes(), words.trim());
    let values: [&dyn ToValue; 6] =
        [&outcome, &occasion.now, &occasion.actor.id, &said, &subject, &objection.id];
    changed(tx.execute(sql::DECIDE_OBJECTION, &values).await?)?;
    match (outcome, decided) {
        (Outcome::Refused, _) => Ok(()),
        (Outcome::Upheld, Decided::Stop(case)) => {
            // What was weighed is not asked for again, unless the gate opens anew.
            let days = (objection.received_on, Day::LAST);
            duties::rest_gate(tx, subject, case.gate, Because::Upheld, days).await?;
            take_back_stop(tx, desk, occasion, &ready, (action, case)).await
        }
        (Outcome::Upheld, Decided::Exit(exit)) => {
            take_back_exit(tx, desk, occasion, &ready, (action, exit)).await
        }
    }
}

/// Takes the stop, the notice and the end of the agreement back, and tells the registry.
async fn take_back_stop(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    (action, case): (Action, &Case),
) -> Result<(), Failure<Refusal>> {
    let subject = case.subject;
    let carried_out = case.carried_out(&ready.known);
    if case.state != CaseState::Approved || carried_out.is_empty() {
        // What was taken back otherwise needs no second time.
        return Ok(());
    }
    let note = "本人异议成立，停止服务撤销";
    correct(tx, desk, occasion, (action, subject), &carried_out, note).await?;
    let reason = "本人异议成立，停止服务撤销，恢复服务";
    Ok(withdraw_letter(tx, desk, occasion, ready, (case, reason)).await?)
}

/// Voids the letter of a stop that is taken back, where it has not gone out, and writes to the registry why.
pub(super) async fn withdraw_letter(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    (case, reason): (&Case, &str),
) -> Result<(), StoreError> {
    let letter = letter_of(tx, desk, occasion, ready, case).await?;
    let letter = Letter { reason: reason.to_owned(), ..letter };
    void(tx, &ready.key, (case.subject, case.id), occasion.now).await?;
    let (of, purpose) = ((case.subject, case.id), Purpose::Withdrawn);
    notify(tx, desk, occasion, of, purpose, &letter, &ready.key).await.map(drop)
}

/// Takes the exit back, and the end of the agreement that rested on it alone.
async fn take_back_exit(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    (action, exit): (Action, &Exit),
) -> Result<(), Failure<Refusal>> {
    let Some(ended) = exit.ended.filter(|_| exit.stands(&ready.known)) else {
        // What was corrected otherwise needs no second time.
        return Ok(());
    };
    let mut wrong = agreement_ended_by(tx, ready, (exit.subject, ended)).await?;
    wrong.push(ended);
    let note = "本人异议成立，退出就业困难人员撤销";
    correct(tx, desk, occasion, (action, exit.subject), &wrong, note).await
}

/// Finds the end of an agreement that came after an exit and because of it, unless another agreement was signed since.
pub(super) async fn agreement_ended_by(
    tx: &mut Tx,
    ready: &Ready,
    (subject, exit): (SubjectId, EntryId),
) -> Result<Vec<EntryId>, StoreError> {
    let past = history(tx, &ready.key, subject).await?;
    let after = past.iter().skip_while(|past| past.id != exit).skip(1);
    // A later exit that stands has its own consequences.
    let after =
        after.filter(|past| !past.is_corrected).take_while(|past| past.kind != Kind::HardshipEnded);
    let of_agreements =
        after.filter(|past| matches!(past.kind, Kind::AgreementSigned | Kind::AgreementEnded));
    let last = of_agreements.last().filter(|past| {
        let reason = past.text(Field::Reason);
        past.kind == Kind::AgreementEnded
            && reason.is_some_and(|reason| reason.reveal() == NO_LONGER_IN_HARDSHIP)
    });
    Ok(last.map(|past| past.id).into_iter().collect())
}

/// Records that entries count no longer, for whoever hears an objection.
async fn correct(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (action, subject): (Action, SubjectId),
    wrong: &[EntryId],
    note: &str,
) -> Result<(), Failure<Refusal>> {
    let correction = |entry: &EntryId| {
        Happening::new(Kind::Corrected, occasion.today).about(*entry).text(Field::Note, note)
    };
    let corrections: Vec<Happening> = wrong.iter().map(correction).collect();
    duties::record_service(tx, desk, occasion, action, subject, &corrections)
        .await
        .map_err(|failure| failure.map(Refusal::Service))?;
    Ok(())
}
