//! Deciding on an exit that somebody judged: whoever leads the office that answers for the person, nobody who proposed it
//! or stands in for who did. What is approved is recorded in the same transaction.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use rules::Kind;
use services::model::Then;
use store::{SubjectId, ToValue, Tx};

use super::find::{Exit, WORDS};
use super::propose::happening;
use crate::ExitId;
use crate::actions::decide::Decision;
use crate::actions::office::check_decides;
use crate::actions::ready::{Ready, changed, check_words, ready};
use crate::model::{ExitRefusal, ExitState, exit_ground};
use crate::sql;

/// Approves an exit and records it, today, or refuses it with a reason.
pub async fn decide_exit(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, exit): (SubjectId, ExitId),
    decision: Decision,
    words: &str,
) -> Result<ExitState, Failure<ExitRefusal>> {
    let action = Action::ApproveStop;
    let ready = ready(tx, desk, occasion, action, subject).await?;
    let exit = ready.exit(exit)?;
    let refused = |refusal| Err(Failure::Refused(refusal));
    if exit.state != ExitState::Proposed {
        return refused(ExitRefusal::Moved);
    }
    check_decides(tx, occasion, ready.held.office_code, &[exit.proposed_by]).await?;
    let said = WORDS.seal(&desk.sealing, &ready.key, &exit.id.bytes(), words.trim());
    if decision == Decision::Refuse {
        check_words(words)?;
        let values: [&dyn ToValue; 5] =
            [&occasion.now, &occasion.actor.id, &said, &subject, &exit.id];
        changed(tx.execute(sql::REFUSE_EXIT, &values).await?)?;
        return Ok(ExitState::Refused);
    }
    if !still_recognised(desk, occasion, &ready, exit) {
        return refused(ExitRefusal::Moved);
    }
    let Some(ground) = exit_ground(&exit.content.ground) else {
        return refused(ExitRefusal::NoGround);
    };
    let happening = happening(tx, &ready, subject, occasion.today, ground).await?;
    let recorded = duties::record_service(tx, desk, occasion, action, subject, &[happening]).await;
    let entries = recorded.map_err(|failure| failure.map(ExitRefusal::Service))?.entries;
    let ended = entries.first().copied();
    let values: [&dyn ToValue; 6] =
        [&occasion.now, &occasion.actor.id, &said, &ended, &subject, &exit.id];
    changed(tx.execute(sql::APPROVE_EXIT, &values).await?)?;
    Ok(ExitState::Approved)
}

/// Tells whether the recognition that was to end still holds, and is the same.
fn still_recognised(desk: &Desk, occasion: &Occasion, ready: &Ready, exit: &Exit) -> bool {
    let now = Then::at(&desk.rulebook, &ready.known, occasion.today);
    let last = now.last(Kind::HardshipRecognised).and_then(|(place, _)| now.id(place));
    now.standing().hardship_recognised && last == Some(exit.recognised)
}

/// Takes an exit back that is not decided: whoever proposed it.
pub async fn withdraw_exit(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, exit): (SubjectId, ExitId),
) -> Result<(), Failure<ExitRefusal>> {
    let ready = ready(tx, desk, occasion, Action::RecogniseHardship, subject).await?;
    let exit = ready.exit(exit)?;
    if exit.state != ExitState::Proposed {
        return Err(Failure::Refused(ExitRefusal::Moved));
    }
    if exit.proposed_by != occasion.actor.id {
        return Err(Failure::Refused(ExitRefusal::NotOwn));
    }
    let values: [&dyn ToValue; 4] = [&occasion.now, &occasion.actor.id, &subject, &exit.id];
    changed(tx.execute(sql::WITHDRAW_EXIT, &values).await?)
}
