//! The one writer: takes all waiting jobs into one transaction and answers them after its commit.

use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use tokio::sync::mpsc;

use super::Link;
use super::folding::Folding;
use crate::error::StoreError;
use crate::statement::Catalogue;
use crate::tx::{self, Tx};
use crate::work::{Guarded, Work};

/// How many jobs share one commit at most, so that the first of them does not wait long.
const LARGEST_GROUP: usize = 256;
/// How often a job is repeated that lost against another.
const ATTEMPTS: usize = 8;

/// For how many groups jobs get savepoints after one had to be undone alone.
const CAREFUL_GROUPS: u32 = 16;

/// Runs until every sender is gone.
pub(super) fn run(
    link: Link,
    catalogue: &Catalogue,
    mut queue: mpsc::Receiver<Box<dyn Work>>,
    mut folding: Folding,
) {
    let link = Rc::new(link);
    let mut careful = 0;
    while let Some(first) = queue.blocking_recv() {
        let mut group = vec![first];
        // Either at least one job leaves, or the group runs again carefully.
        while !group.is_empty() {
            link.be_careful(careful > 0);
            let left = commit(&link, catalogue, group, &mut queue);
            careful = if left.carefully { CAREFUL_GROUPS } else { careful.saturating_sub(1) };
            group = left.jobs;
        }
        folding.after_commit(&link);
    }
}

/// The jobs of a group that are to run again, or never ran.
#[derive(Default)]
struct Left {
    jobs: Vec<Box<dyn Work>>,
    /// Whether they need savepoints.
    carefully: bool,
}

/// Runs a group in one transaction, with whoever comes while it runs, and answers its jobs; gives back those that it
/// could not answer.
fn commit(
    link: &Rc<Link>,
    catalogue: &Catalogue,
    mut group: Vec<Box<dyn Work>>,
    queue: &mut mpsc::Receiver<Box<dyn Work>>,
) -> Left {
    if let Err(error) = link.begin("BEGIN IMMEDIATE") {
        fail(group, &error);
        return Left::default();
    }
    let mut ends = Vec::with_capacity(group.len());
    for index in 0.. {
        if index == group.len() {
            if index >= LARGEST_GROUP {
                break;
            }
            let Ok(job) = queue.try_recv() else { break };
            group.push(job);
        }
        let end = run_job(link, catalogue, group[index].as_mut());
        if link.is_idle() {
            // A full disk or a failed write has ended the whole transaction: what ran before is gone too.
            // The job that met the failure says itself what it was.
            group.remove(index).settle(end.unwrap_or(Err(StoreError::Broken)));
            return Left { jobs: group, carefully: false };
        }
        let Some(end) = end else {
            undo(link);
            return Left { jobs: group, carefully: true };
        };
        ends.push(end);
    }
    match link.control("COMMIT") {
        Ok(()) => {
            for (job, end) in group.into_iter().zip(ends) {
                job.settle(end);
            }
        }
        Err(error) => {
            undo(link);
            fail(group, &error);
        }
    }
    Left::default()
}

/// Gives up the transaction.
fn undo(link: &Link) {
    if !link.is_idle() {
        // Should even this fail, it is tried again before the next group begins.
        drop(link.control("ROLLBACK"));
    }
}

/// Runs one job. An error is a fault of the machinery; a refusal is no error. Nothing when its writes
/// must be undone, which without a savepoint takes the whole transaction.
fn run_job(
    link: &Rc<Link>,
    catalogue: &Catalogue,
    job: &mut dyn Work,
) -> Option<Result<(), StoreError>> {
    for attempt in 1.. {
        let mut tx = Tx::new(tx::Link::Sqlite(Rc::clone(link)), catalogue.clone());
        let end = run_now(job, &mut tx);
        let keep = matches!(end, Ok(true)) && !tx.is_broken();
        match link.end_job(keep) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => return Some(Err(error)),
        }
        if tx.is_conflicted() && attempt < ATTEMPTS && !link.is_idle() {
            continue;
        }
        return Some(match end {
            Ok(true) if tx.is_broken() || link.is_idle() => Err(StoreError::Broken),
            Ok(_) => Ok(()),
            Err(fault) => Err(fault),
        });
    }
    Some(Ok(()))
}

/// Runs a job to its end without waiting: everything SQLite does is done when it returns, so a job
/// that is not ready at once waits for something that a transaction may not wait for.
pub(super) fn run_now(job: &mut dyn Work, tx: &mut Tx) -> Result<bool, StoreError> {
    let mut attempt = Guarded(job.attempt(tx));
    match std::pin::Pin::new(&mut attempt).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(end) => end,
        Poll::Pending => Err(StoreError::Waited),
    }
}

/// Tells every job of a group that nothing of it was stored.
fn fail(group: Vec<Box<dyn Work>>, error: &StoreError) {
    for job in group {
        job.settle(Err(error.for_another()));
    }
}
