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

/// What this build is made of: another release has another, and so has a build in which one rule reads otherwise.
pub(crate) const PROGRAM: &str = env!("LEYE_SOURCES");

/// What was done since the start and need not be done again.
#[derive(Debug, Default)]
pub(crate) struct Done {
    law_is_heeded: bool,
    files_are_found: bool,
    /// Up to which import everybody who came in has an office; nothing before the first look, which sees to all.
    adopted: Option<Vec<u8>>,
}

/// Goes on until the system ends.
pub(crate) async fn run(desk: Desk) {
    let mut done = Done::default();
    for number in 0_u64.. {
        tick(&desk, &mut done, number).await;
        tokio::time::sleep(TICK).await;
    }
}

/// Does what is to be done now. One that fails does not keep the others from running.
pub(crate) async fn tick(desk: &Desk, done: &mut Done, number: u64) {
    let now = desk.clock.now();
    // First: what is adopted and looked at below is then looked at under this law already.
    if !done.law_is_heeded {
        let heeded = heed_new_law(desk, PROGRAM).await.map(drop);
        done.law_is_heeded = note("telling whether the law has changed", heeded);
    }
    if !done.files_are_found {
        let found = found_again(desk).await;
        done.files_are_found = note("giving merged files back what they are found by", found);
    }
    note("adopting imported subjects", adopt(desk, &mut done.adopted).await);
    note("looking again", look_again(desk).await);
    note("signing the day that has ended", sign_yesterday(desk, now).await);
    if number.is_multiple_of(TIDY_EVERY) {
        note("tidying", tidy(desk, now).await);
        note("closing files to panels that have ended", close_to_panels(desk, now).await);
    }
}

/// Logs a failure; tells whether it went well.
fn note(job: &str, end: Result<(), StoreError>) -> bool {
    match end {
        Ok(()) => true,
        Err(fault) => {
            tracing::error!(job, %fault, "a recurring job failed; it is tried again");
            false
        }
    }
}

/// Has every subject looked at again where their duties were derived by another law: the agency's own norms or
/// calendars are others, or the program is, which carries the law and the rules. Gives whether it was so.
pub(crate) async fn heed_new_law(desk: &Desk, program: &str) -> Result<bool, StoreError> {
    let (law, place) = (desk.rulebook.law(), desk.rulebook.jurisdiction());
    let law = format!("{law:?} {place:?} {program}");
    let digest = desk.sealing.keys.lookup("law", &law)?.to_vec();
    let today = web::day_of(desk.clock.now());
    let is_new = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            duties::look_at_all_under_new_law(tx, &digest, today).await
        })
        .await?;
    if is_new {
        tracing::info!("duties are derived anew by the law and the rules that are in force now");
    }
    Ok(is_new)
}

/// Gives files that an earlier version merged back what they are found by.
async fn found_again(desk: &Desk) -> Result<(), StoreError> {
    let restored = seekers::restore_lookups(desk).await?;
    if restored > 0 {
        tracing::info!(restored, "merged files are found again by what they were found by");
    }
    Ok(())
}

/// Forgets what has ended by itself.
async fn tidy(desk: &Desk, now: Instant) -> Result<(), StoreError> {
    offices::jobs::tidy(&desk.db, now).await?;
    seekers::forget_drafts(&desk.db, now).await?;
    let before = now.plus_seconds(-ONCE_KEPT);
    store::forget(&desk.db, before).await.map(drop)
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

/// Finds an office for every subject that came in with a written ledger. Who they are takes a walk through every
/// subject: it is made once after a start, and then when an import, of whatever process, says that somebody came in.
async fn adopt(desk: &Desk, adopted: &mut Option<Vec<u8>>) -> Result<(), StoreError> {
    // Asked first: who comes in meanwhile is seen to the next time.
    let last = desk.db.read::<_, _, StoreError>(duties::last_brought_in).await?;
    if adopted.as_ref() == Some(&last) {
        return Ok(());
    }
    loop {
        let orphans = desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::orphans(tx, AT_ONCE).await)
            .await?;
        if orphans.is_empty() {
            *adopted = Some(last);
            return Ok(());
        }
        let (inner, today) = (desk.clone(), web::day_of(desk.clock.now()));
        let end = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                duties::adopt(tx, &inner, today, AT_ONCE).await
            })
            .await;
        match end {
            // There is no office yet.
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(%fault, "one of several subjects cannot be adopted");
                if !adopt_one_by_one(desk, orphans).await? {
                    return Ok(());
                }
            }
        }
    }
}

/// Adopts subjects one by one, so that one whose ledger does not read keeps nobody else waiting: the office at the top
/// answers for it. False where there is no office yet.
async fn adopt_one_by_one(desk: &Desk, orphans: Vec<SubjectId>) -> Result<bool, StoreError> {
    let today = web::day_of(desk.clock.now());
    for subject in orphans {
        let inner = desk.clone();
        let end = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                duties::adopt_one(tx, &inner, subject, today).await
            })
            .await;
        let is_adopted = match end {
            Ok(is_adopted) => is_adopted,
            Err(fault) => {
                tracing::error!(%subject, %fault, "the rules cannot read this subject; again tomorrow");
                desk.db
                    .write::<_, _, StoreError>(async move |tx| {
                        duties::adopt_unread(tx, subject, today).await
                    })
                    .await?
            }
        };
        if !is_adopted {
            return Ok(false);
        }
    }
    Ok(true)
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
            tracing::error!(%subject, %fault, "the rules cannot read this subject; again tomorrow");
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
