//! What the running system does from time to time without anybody asking.

use std::sync::Arc;
use std::time::Duration;

use desk::Desk;
use store::{Instant, StoreError, SubjectId, ledger};

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(30);
/// How many subjects are looked at again in one transaction: short enough for clerks not to notice.
const AT_ONCE: i64 = 100;
/// For how long it is remembered what was done once, in seconds.
const ONCE_KEPT: i64 = 48 * 3600;
/// How often what has ended by itself is forgotten, in ticks.
const TIDY_EVERY: u64 = 120;

/// Goes on until the system ends.
pub(crate) async fn run(desk: Desk) {
    if let Err(fault) = heed_new_law(&desk).await {
        tracing::error!(%fault, "could not tell whether the law has changed");
    }
    for tick in 0_u64.. {
        let now = desk.clock.now();
        // One that fails does not keep the others from running.
        note("adopting imported subjects", adopt(&desk).await);
        note("looking again", look_again(&desk).await);
        note("signing the day that has ended", sign_yesterday(&desk, now).await);
        if tick.is_multiple_of(TIDY_EVERY) {
            note("tidying", tidy(&desk, now).await);
            note("closing files to panels that have ended", close_to_panels(&desk, now).await);
        }
        tokio::time::sleep(TICK).await;
    }
}

fn note(job: &str, end: Result<(), StoreError>) {
    if let Err(fault) = end {
        tracing::error!(job, %fault, "a recurring job failed; it is tried again");
    }
}

/// Has every subject looked at again where the law is not the one by which their duties were derived: this program
/// carries another, or the agency's own norms or calendars are others. Gives whether it was so.
pub(crate) async fn heed_new_law(desk: &Desk) -> Result<bool, StoreError> {
    let law = format!("{:?} {:?}", desk.rulebook.law(), desk.rulebook.jurisdiction());
    let digest = desk.sealing.keys.lookup("law", &law)?.to_vec();
    let today = web::day_of(desk.clock.now());
    let is_new = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            duties::look_at_all_under_new_law(tx, &digest, today).await
        })
        .await?;
    if is_new {
        tracing::info!("duties are derived anew under the law that is in force now");
    }
    Ok(is_new)
}

/// Forgets what has ended by itself.
async fn tidy(desk: &Desk, now: Instant) -> Result<(), StoreError> {
    offices::jobs::tidy(&desk.db, now).await?;
    seekers::forget_drafts(&desk.db, now).await?;
    let before = now.plus_seconds(-ONCE_KEPT);
    desk.db
        .write::<_, _, StoreError>(async move |tx| store::forget(tx, before).await)
        .await
        .map(drop)
}

/// Closes files for good that were open to panels which have ended by themselves.
async fn close_to_panels(desk: &Desk, now: Instant) -> Result<(), StoreError> {
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let inner = desk.clone();
        let (looked, last) = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                panels::close_shares(tx, &inner, (after, AT_ONCE), now).await
            })
            .await?;
        if looked == 0 {
            return Ok(());
        }
        after = last;
    }
}

/// Finds an office for every subject that came in with a written ledger.
async fn adopt(desk: &Desk) -> Result<(), StoreError> {
    while desk.db.read::<_, _, StoreError>(duties::is_somebody_orphaned).await? {
        let (inner, today) = (desk.clone(), web::day_of(desk.clock.now()));
        let adopted = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                duties::adopt(tx, &inner, today, AT_ONCE).await
            })
            .await?;
        if adopted == 0 {
            return Ok(());
        }
    }
    Ok(())
}

/// Lets the rules look again wherever passing time alone changes something.
pub(crate) async fn look_again(desk: &Desk) -> Result<(), StoreError> {
    loop {
        let (rulebook, today) = (Arc::clone(&desk.rulebook), web::day_of(desk.clock.now()));
        let looked = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                duties::look_again(tx, &rulebook, today, AT_ONCE).await
            })
            .await;
        match looked {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(%fault, "one of several subjects cannot be looked at");
                look_one_by_one(desk).await?;
            }
        }
    }
}

/// Looks at subjects one by one, so that one whose ledger does not read keeps nobody else waiting.
async fn look_one_by_one(desk: &Desk) -> Result<(), StoreError> {
    let today = web::day_of(desk.clock.now());
    let waiting = desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::waiting(tx, today, AT_ONCE).await)
        .await?;
    for subject in waiting {
        let rulebook = Arc::clone(&desk.rulebook);
        let end = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                duties::look_at(tx, &rulebook, subject, today).await
            })
            .await;
        if let Err(fault) = end {
            tracing::error!(%subject, %fault, "this subject cannot be looked at; again tomorrow");
            desk.db
                .write::<_, _, StoreError>(async move |tx| {
                    duties::put_off(tx, subject, today).await
                })
                .await?;
        }
    }
    Ok(())
}

/// Signs the day that has ended, once: what stands in the ledger then can no longer be changed unnoticed.
async fn sign_yesterday(desk: &Desk, now: Instant) -> Result<(), StoreError> {
    let yesterday = web::day_of(now).plus_days(-1);
    let keys = Arc::clone(&desk.sealing.keys);
    desk.db
        .write::<_, _, StoreError>(async move |tx| {
            ledger::gather(tx, keys.as_ref(), yesterday, now).await
        })
        .await
        .map(drop)
}
