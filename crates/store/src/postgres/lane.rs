//! A lane: takes one job at a time, runs it in a transaction, repeats it when another was first.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use super::address::Address;
use super::lanes::Lanes;
use super::{Link, Mode};
use crate::error::StoreError;
use crate::statement::Catalogue;
use crate::tx::{self, Tx};
use crate::work::{Guarded, Work};

/// How often a job is tried that lost against another, or lost its connection.
const ATTEMPTS: u32 = 12;

/// Runs until there will never be a job again.
pub(super) async fn run(
    mode: Mode,
    address: Arc<Address>,
    catalogue: Catalogue,
    lanes: Arc<Lanes>,
) {
    let mut lane = Lane { mode, address, catalogue, link: None };
    while let Some(mut job) = lanes.next().await {
        let end = lane.run_job(job.as_mut()).await;
        job.settle(end);
    }
}

/// What one attempt at a job came to.
enum End {
    /// It is finished, well or ill.
    Finished(Result<(), StoreError>),
    /// Another transaction was first, or the server went away before the commit was asked for. Nothing
    /// is stored, so the job may run again.
    Again(StoreError),
}

struct Lane {
    mode: Mode,
    address: Arc<Address>,
    catalogue: Catalogue,
    link: Option<Rc<Link>>,
}

impl Lane {
    async fn run_job(&mut self, job: &mut dyn Work) -> Result<(), StoreError> {
        for attempt in 1.. {
            let (end, pause) = match self.connected().await {
                // The longer the quarrel, the longer the pause; lanes differ by when they began.
                Ok(link) => (self.attempt(&link, job).await, attempt),
                // A server that restarts is back within a second or so.
                Err(fault) => (End::Again(fault), attempt * 20),
            };
            match end {
                End::Again(fault) if attempt == ATTEMPTS => return Err(fault),
                End::Again(_) => tokio::time::sleep(Duration::from_millis(u64::from(pause))).await,
                End::Finished(end) => return end,
            }
        }
        Ok(())
    }

    /// The lane's connection; a new one when there is none or the old one has ended.
    async fn connected(&mut self) -> Result<Rc<Link>, StoreError> {
        if let Some(link) = self.link.as_ref().filter(|link| !link.is_lost()) {
            return Ok(Rc::clone(link));
        }
        let link = Rc::new(Link::new(self.address.connect().await?));
        self.link = Some(Rc::clone(&link));
        Ok(link)
    }

    async fn attempt(&self, link: &Rc<Link>, job: &mut dyn Work) -> End {
        link.begin(match self.mode {
            // Row locks and unique constraints carry the invariants; the isolation level only helps.
            Mode::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            // One unchanging state of the database for the whole job, as SQLite's readers have it.
            Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        });
        let mut tx = Tx::new(tx::Link::Postgres(Rc::clone(link)), self.catalogue.clone());
        let end = Guarded(job.attempt(&mut tx)).await;
        if link.is_lost() {
            return End::Again(StoreError::Engine {
                statement: "BEGIN",
                source: "与 PostgreSQL 的连接中断".into(),
            });
        }
        if !matches!(end, Ok(true)) || tx.is_broken() {
            // What is undone needs no durability: a server that goes away now undoes it too.
            drop(link.roll_back().await);
            if tx.is_conflicted() {
                return End::Again(StoreError::Conflict { statement: "job" });
            }
            return End::Finished(match end {
                Ok(true) => Err(StoreError::Broken),
                Ok(false) => Ok(()),
                Err(fault) => Err(fault),
            });
        }
        match link.commit().await {
            Ok(()) => End::Finished(Ok(())),
            Err(conflict @ StoreError::Conflict { .. }) => End::Again(conflict),
            // Whether it was stored is not known: nothing is acknowledged, and nothing is repeated.
            Err(other) if link.is_lost() => {
                End::Finished(Err(StoreError::Uncertain { source: Box::new(other) }))
            }
            Err(known @ (StoreError::Disk { .. } | StoreError::Constraint { .. })) => {
                End::Finished(Err(known))
            }
            Err(other) => End::Finished(Err(StoreError::Commit { source: Box::new(other) })),
        }
    }
}
