//! What is under way beside the duties of somebody who goes over: steps of their plan, and a panel of experts. Both end with
//! the old agreement; until the new office has made a plan of its own, it sees what they left open. Read from the ledger and
//! from the plan each time (decision 0321).

use desk::Desk;
use kernel::Day;
use panels::model::Panel;
use panels::panels_of;
use plans::model::current_entry;
use plans::open_steps;
use services::model::Then;
use store::seal::SubjectKey;
use store::{EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::LedgerFacts;

use crate::model::{Beside, Left, left_by};
use crate::sql;

/// Gives what is under way and will end when the other office accepts, what is due first in front.
pub(crate) async fn under_way(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    (known, today): (&LedgerFacts, Day),
) -> Result<Vec<Beside>, StoreError> {
    let then = Then::at(&desk.rulebook, known, today);
    let mut beside = match current_entry(&then) {
        Some(plan) => steps(tx, desk, (subject, key), plan.entry).await?,
        None => Vec::new(),
    };
    let lasting = panels_of(tx, key, known, subject).await?;
    beside.extend(lasting.iter().filter(|panel| panel.ended.is_none()).map(of_panel));
    Ok(beside)
}

/// Gives what the transfers of somebody have ended so and nothing has taken the place of since.
pub(crate) async fn left_open(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    (known, today): (&LedgerFacts, Day),
) -> Result<Vec<Beside>, StoreError> {
    let accepted: Vec<(Instant,)> = tx.all(sql::ACCEPTED, &[&subject]).await?;
    let days: Vec<Day> = accepted.into_iter().map(|(at,)| web::day_of(at)).collect();
    let then = Then::at(&desk.rulebook, known, today);
    let Some(Left { plan, ended_on, asks_anew }) = left_by(&then, &days) else {
        return Ok(Vec::new());
    };
    let mut beside = match plan {
        Some(plan) => steps(tx, desk, (subject, key), plan).await?,
        None => Vec::new(),
    };
    if asks_anew {
        let panels = panels_of(tx, key, known, subject).await?;
        let ended = |panel: &&Panel| {
            let ended = panel.ended.as_ref();
            ended.is_some_and(|ended| ended.by.is_none() && ended_on.contains(&ended.on))
        };
        beside.extend(panels.iter().filter(ended).map(of_panel));
    }
    Ok(beside)
}

async fn steps(
    tx: &mut Tx,
    desk: &Desk,
    file: (SubjectId, &SubjectKey),
    plan: EntryId,
) -> Result<Vec<Beside>, StoreError> {
    let open = open_steps(tx, desk, file, plan).await?.into_iter();
    Ok(open.map(|step| Beside::Step { words: step.words, by: step.by, due: step.due }).collect())
}

fn of_panel(panel: &Panel) -> Beside {
    let state = if panel.accepted_at.is_some() { "已受理" } else { "还没有受理" };
    Beside::Panel { asked_on: panel.asked_on, state, sits_on: panel.sits_on }
}
