//! Noting that the person was told what the exit means, and that they may object.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use store::ledger::Channel;
use store::{SubjectId, ToValue, Tx};

use super::find::{TOLD, changed, ready};
use crate::ExitId;
use crate::model::{ExitRefusal, Told};
use crate::sql;

/// Notes that the person was told of their exit.
pub async fn tell_exit(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, exit): (SubjectId, ExitId),
    (on, how, words): (Day, Channel, &str),
) -> Result<(), Failure<ExitRefusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let exit = ready.exit(exit)?;
    let refused = |refusal| Err(Failure::Refused(refusal));
    if !exit.stands(&ready.known) || !exit.is_to_tell {
        return refused(ExitRefusal::NotEnded);
    }
    if exit.told_on.is_some() {
        return refused(ExitRefusal::Told);
    }
    if on > occasion.today {
        return refused(ExitRefusal::NotYet);
    }
    if on < exit.decided_on() {
        return refused(ExitRefusal::Before(exit.decided_on()));
    }
    if words.trim().is_empty() {
        return refused(ExitRefusal::NoReason);
    }
    let told = Told { how: how.text().to_owned(), words: words.trim().to_owned() };
    let told = ready.seal(desk, TOLD, exit.id, &told);
    let values: [&dyn ToValue; 4] = [&on, &told, &subject, &exit.id];
    changed(tx.execute(sql::TELL_EXIT, &values).await?)
}
