//! Noting that the person was told what the stop means, how to come back, and that they may object.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use store::ledger::Channel;
use store::{SubjectId, ToValue, Tx};

use super::open::TOLD;
use super::ready::{changed, check_day, ready};
use crate::CaseId;
use crate::model::{Refusal, Told};
use crate::sql;

/// Notes that the person was told of a stop.
pub async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, case): (SubjectId, CaseId),
    (on, how, words): (Day, Channel, &str),
) -> Result<(), Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let case = ready.case(case)?;
    let Some(decided_at) = case.decided_at.filter(|_| case.stands(&ready.known)) else {
        return Err(Failure::Refused(Refusal::NotStopped));
    };
    if case.told_on.is_some() {
        return Err(Failure::Refused(Refusal::Told));
    }
    check_day(on, web::day_of(decided_at), occasion.today).map_err(Failure::Refused)?;
    if words.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let told = Told { how: how.text().to_owned(), words: words.trim().to_owned() };
    let told = ready.seal(desk, TOLD, &case.id.bytes(), &told);
    let values: [&dyn ToValue; 4] = [&on, &told, &subject, &case.id];
    changed(tx.execute(sql::TELL, &values).await?)
}
