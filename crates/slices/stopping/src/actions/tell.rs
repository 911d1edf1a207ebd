//! Noting that the person was told: what a stop or an exit means, how to come back, that they may object; and what came of
//! their objection.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use store::ledger::Channel;
use store::{SubjectId, ToValue, Tx};

use super::exit::find::TOLD as EXIT_TOLD;
use super::objections::TOLD as OBJECTION_TOLD;
use super::open::TOLD;
use super::ready::{changed, check_day, check_words, hindered, ready};
use crate::model::{ExitRefusal, Hindrance, Refusal, Told};
use crate::{CaseId, ExitId, ObjectionId, sql};

/// When, how and in which words somebody was told.
type Telling<'a> = (Day, Channel, &'a str);

/// Notes that a person was told of a stop.
pub async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, case): (SubjectId, CaseId),
    telling: Telling<'_>,
) -> Result<(), Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let case = ready.case(case)?;
    let Some(decided_at) = case.decided_at.filter(|_| case.stands(&ready.known)) else {
        return Err(Failure::Refused(Refusal::NotStopped));
    };
    let told = told(case.told_on, web::day_of(decided_at), telling, occasion.today)?;
    let told = TOLD.seal(&desk.sealing, &ready.key, &case.id.bytes(), &told)?;
    let values: [&dyn ToValue; 4] = [&telling.0, &told, &subject, &case.id];
    changed(tx.execute(sql::TELL, &values).await?)
}

/// Notes that a person was told of their exit.
pub async fn tell_exit(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, exit): (SubjectId, ExitId),
    telling: Telling<'_>,
) -> Result<(), Failure<ExitRefusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let exit = ready.exit(exit)?;
    if !exit.stands(&ready.known) || !exit.is_to_tell {
        return Err(Failure::Refused(ExitRefusal::NotEnded));
    }
    let told = told(exit.told_on, exit.decided_on(), telling, occasion.today)?;
    let told = EXIT_TOLD.seal(&desk.sealing, &ready.key, &exit.id.bytes(), &told)?;
    let values: [&dyn ToValue; 4] = [&telling.0, &told, &subject, &exit.id];
    changed(tx.execute(sql::TELL_EXIT, &values).await?)
}

/// Notes that a person was told what came of their objection.
pub async fn tell_outcome(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, objection): (SubjectId, ObjectionId),
    telling: Telling<'_>,
) -> Result<(), Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let objection = ready.objection(objection)?;
    let Some(decided_at) = objection.decided_at else {
        return Err(Failure::Refused(Refusal::NotDecided));
    };
    let told = told(objection.told_on, web::day_of(decided_at), telling, occasion.today)?;
    let told = OBJECTION_TOLD.seal(&desk.sealing, &ready.key, &objection.id.bytes(), &told)?;
    let values: [&dyn ToValue; 4] = [&telling.0, &told, &subject, &objection.id];
    changed(tx.execute(sql::TELL_OUTCOME, &values).await?)
}

/// Gives what is kept of it, where nobody has told the person yet, of something that was decided on a day.
fn told<R: From<Hindrance>>(
    told_on: Option<Day>,
    decided_on: Day,
    (on, how, words): Telling<'_>,
    today: Day,
) -> Result<Told, Failure<R>> {
    if told_on.is_some() {
        return Err(hindered(Hindrance::Told));
    }
    check_day(on, decided_on, today)?;
    check_words(words)?;
    Ok(Told { how: how.text().to_owned(), words: words.trim().to_owned() })
}
